"""What can be borrowed. Name, capacity, buffers and calendar of each are its Resource's; here stand the details."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from biro.accounts.models import Person
from biro.allocations.models import Resource
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l


class Facility(Row, Versioned):
    """Mixin: one thing with one Resource. Driver and person share a Resource: on leave, nobody can book the driver."""

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    note: Mapped[str] = mapped_column(String(500), default="")
    building = ""

    @declared_attr
    def resource(cls) -> Mapped[Resource]:  # noqa: N805
        """Its calendar."""
        return relationship(Resource, lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        """What people call it."""
        return self.resource.name

    @property
    def capacity(self) -> int | None:
        """How many people it holds, where that means something."""
        return self.resource.capacity

    @property
    def unit_id(self) -> int | None:
        """Whose it is."""
        return self.resource.unit_id

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

    @property
    def place(self) -> str:
        """The line below the name in lists."""
        return ""


class Room(Facility, Model):
    """A room or hall. `layouts` and `equipment` are short texts ("teater 200, kelas 90"; "proyektor, 4 mik")."""

    __tablename__ = "room"
    building: Mapped[str] = mapped_column(String(120), default="", index=True)
    floor: Mapped[str] = mapped_column(String(20), default="")
    layouts: Mapped[str] = mapped_column(String(300), default="")
    equipment: Mapped[str] = mapped_column(String(300), default="")

    @property
    def place(self) -> str:
        """Building and floor."""
        return ", ".join(part for part in (self.building, self.floor) if part)


class VehicleUse(Labelled):
    """The three kinds of official vehicle (Permendagri 7/2006)."""

    PERSONAL = "personal", _l("Perorangan dinas")
    OPERATIONAL = "operational", _l("Operasional / jabatan")
    SPECIAL = "special", _l("Operasional khusus / lapangan")


class Vehicle(Facility, Model):
    """An official vehicle; its seats are the Resource's capacity. `body` is the class: minibus, sedan, bus."""

    __tablename__ = "vehicle"
    plate: Mapped[str] = mapped_column(String(20), unique=True)
    body: Mapped[str] = mapped_column(String(60), default="")
    use: Mapped[VehicleUse] = mapped_column(default=VehicleUse.OPERATIONAL)

    @property
    def place(self) -> str:
        """Plate and class."""
        return ", ".join(part for part in (self.plate, self.body) if part)


class Driver(Facility, Model):
    """A person who drives."""

    __tablename__ = "driver"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    licence: Mapped[str] = mapped_column(String(40), default="")
    person: Mapped[Person] = relationship()

    @property
    def place(self) -> str:
        """The driving licence."""
        return self.licence


class EquipmentUnit(Facility, Model):
    """One piece with its inventory code; pieces of the same sort share `sort`."""

    __tablename__ = "equipment_unit"
    code: Mapped[str] = mapped_column(String(40), unique=True)
    sort: Mapped[str] = mapped_column(String(80), default="", index=True)

    @property
    def place(self) -> str:
        """Code and sort."""
        return ", ".join(part for part in (self.code, self.sort) if part)
