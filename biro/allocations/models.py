"""Resources and what occupies them."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, literal_column
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l

NO_OVERLAP = "allocation_no_overlap"


class ResourceKind(Labelled):
    """What can be in only one place at a time."""

    ROOM = "room", _l("Ruang")
    VEHICLE = "vehicle", _l("Kendaraan")
    DRIVER = "driver", _l("Pengemudi")
    EQUIPMENT = "equipment", _l("Peralatan")
    PERSON = "person", _l("Waktu seseorang")


class Resource(Row, Versioned, Model):
    """A room, a vehicle, a driver, a piece of equipment, or a person's time. Buffers are minutes."""

    __tablename__ = "resource"
    __table_args__ = (
        CheckConstraint("buffer_before >= 0 AND buffer_after >= 0", name="buffers"),
        Index("ix_resource_kind_name", "kind", "name"),
    )
    kind: Mapped[ResourceKind]
    name: Mapped[str] = mapped_column(String(160))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    zone: Mapped[str] = mapped_column(String(40), default=clock.Zone.WIB)
    capacity: Mapped[int | None]
    buffer_before: Mapped[int] = mapped_column(default=0)
    buffer_after: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    person: Mapped[Person | None] = relationship()

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

    def blocked_span(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """The span that is really taken: with getting ready before and clearing up after."""
        return (
            starts_at - timedelta(minutes=self.buffer_before or 0),
            ends_at + timedelta(minutes=self.buffer_after or 0),
        )


class AllocationState(Labelled):
    """Everything but RELEASED keeps others out."""

    HELD = "held", _l("Menunggu keputusan"), "warning"
    FIRM = "firm", _l("Pasti"), "success"
    BLOCKED = "blocked", _l("Tertutup"), "danger"
    RELEASED = "released", _l("Dilepas"), "neutral"


class Allocation(Row, Versioned, Model):
    """A resource is taken from an instant to an instant (half open). `title` is what everyone may read.

    `owner` names the cause above ("booking:12", "event:5", "duty:9", "leave:4").
    """

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("block_starts_at <= starts_at AND block_ends_at >= ends_at", name="block_holds_span"),
        Index("ix_allocation_busy", "resource_id", "block_ends_at", "block_starts_at"),
        Index("ix_allocation_owner", "owner"),
        Index("ix_allocation_span", "starts_at", "ends_at"),
        ExcludeConstraint(
            ("resource_id", "="),
            (func.tstzrange(literal_column("block_starts_at"), literal_column("block_ends_at")), "&&"),
            where=literal_column("state <> 'released'"),
            using="gist",
            name=NO_OVERLAP,
        ).ddl_if(dialect="postgresql"),
    )
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    block_starts_at: Mapped[datetime]
    block_ends_at: Mapped[datetime]
    state: Mapped[AllocationState]
    title: Mapped[str] = mapped_column(String(200), default="")
    owner: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    resource: Mapped[Resource] = relationship()
    by: Mapped[Person | None] = relationship()
