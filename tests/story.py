"""One cast for all tests: the smallest office in which every rule can be shown.

Biro Umum with its two sections (household; finance and administration) beside another bureau of the same province.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from biro.accounts import services
from biro.accounts.actors import SYSTEM, Actor, actor_for
from biro.accounts.models import AssignmentKind, Person, Unit
from biro.accounts.permissions import Role
from biro.core.db import db

SINCE = date(2020, 1, 1)
PASSWORD = "gedung-sate-merah-7"

# username, name, unit code, position, role, is head
CAST = (
    ("head", "Ratna Dewi Kusuma", "UM", "Kepala Biro Umum", Role.BUREAU_HEAD, True),
    ("household", "Bambang Prasetyo", "RT", "Kepala Bagian Rumah Tangga", Role.HOUSEHOLD_HEAD, True),
    ("finance", "Siti Aminah", "TU", "Kepala Bagian Tata Usaha", Role.SECTION_HEAD, True),
    ("secretary", "Dewi Lestari", "TU", "Sekretaris Kepala Biro", Role.SECRETARY, False),
    ("staff", "Agus Salim", "RT", "Pengelola Rumah Tangga", Role.STAFF, False),
    ("driver", "Ujang Suherman", "RT", "Pengemudi", Role.STAFF, False),
    ("outsider", "Hendra Wijaya", "HK", "Analis Hukum", Role.STAFF, False),
    ("outsider_head", "Maria Tambunan", "HK", "Kepala Biro Hukum", Role.BUREAU_HEAD, True),
)


def tell() -> None:
    """Put the cast into an empty, migrated database."""
    root = services.add_unit(name="Sekretariat Daerah", code="SETDA", by=SYSTEM)
    bureau = services.add_unit(name="Biro Umum", code="UM", parent=root, by=SYSTEM)
    units = {
        "UM": bureau,
        "RT": services.add_unit(name="Bagian Rumah Tangga", code="RT", parent=bureau, by=SYSTEM),
        "TU": services.add_unit(name="Bagian Tata Usaha", code="TU", parent=bureau, by=SYSTEM),
        "HK": services.add_unit(name="Biro Hukum", code="HK", parent=root, by=SYSTEM),
    }
    for rank, (username, name, code, title, role, is_head) in enumerate(CAST):
        person = services.add_person(
            name=name, username=username, password=PASSWORD, email=f"{username}@biro.test",
            unit_id=units[code].id, by=SYSTEM,
        )  # fmt: skip
        position = services.add_position(
            title=title, unit=units[code], role=role, is_head=is_head, single=is_head, rank=rank, by=SYSTEM
        )
        services.assign(
            person=person, position=position, kind=AssignmentKind.DEFINITIVE, starts_on=SINCE, by=SYSTEM
        )
    admin = services.add_person(
        name="Yusuf Hidayat", username="admin", password=PASSWORD, unit_id=bureau.id, by=SYSTEM
    )
    services.grant_role(person=admin, role=Role.ADMINISTRATOR, unit=root, starts_on=SINCE, by=SYSTEM)


@dataclass
class Cast:
    """The people by name: `cast.head` is a Person, `cast.as_("head")` an Actor with today's permissions."""

    def __getattr__(self, username: str) -> Person:
        person = db.session.scalars(select(Person).where(Person.username == username)).one_or_none()
        if person is None:
            raise AttributeError(username)
        return person

    def as_(self, username: str) -> Actor:
        """The person as an actor."""
        return actor_for(getattr(self, username))

    def unit(self, code: str) -> Unit:
        """A unit of the office by its code: SETDA, UM, RT, TU, HK."""
        return db.session.scalars(select(Unit).where(Unit.code == code)).one()
