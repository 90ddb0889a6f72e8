"""The demonstration office's people: a province's Biro Umum, its neighbours and the three leaders.

Names are invented. Every room's `demo.furnish(office)` builds on this one, in the order of the floor plan.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from biro.accounts import services
from biro.accounts.actors import SYSTEM, Actor, actor_for
from biro.accounts.models import AssignmentKind, Person, Position, Unit
from biro.accounts.passwords import hash_password
from biro.accounts.permissions import Role
from biro.core import clock
from biro.core.db import db

PASSWORD = "lonceng-pagi-7"  # noqa: S105 - printed on the screen; the demonstration office is no secret

# code, name, parent
UNITS = (
    ("SETDA", "Sekretariat Daerah Provinsi Nusa Raya", None),
    ("UM", "Biro Umum", "SETDA"),
    ("RT", "Bagian Rumah Tangga", "UM"),
    ("RT.1", "Subbagian Urusan Dalam", "RT"),
    ("RT.2", "Subbagian Kendaraan", "RT"),
    ("TU", "Bagian Tata Usaha", "UM"),
    ("TU.1", "Subbagian Tata Usaha Pimpinan", "TU"),
    ("TU.2", "Subbagian Kearsipan", "TU"),
    ("PL", "Bagian Perlengkapan", "UM"),
    ("PL.1", "Subbagian Pengadaan dan Distribusi", "PL"),
    ("HK", "Biro Hukum", "SETDA"),
    ("AP", "Biro Administrasi Pimpinan", "SETDA"),
)
# username, name, unit, position, role, head of the unit, word for `biro demo --accounts`
CAST = (
    ("gubernur", "Dr. H. Surya Adiningrat, M.Si.", "SETDA", "Gubernur", Role.STAFF, False, ""),
    ("wagub", "Hj. Kartika Maharani, S.E.", "SETDA", "Wakil Gubernur", Role.STAFF, False, ""),
    ("sekda", "Ir. Bagus Wirawan, M.T.", "SETDA", "Sekretaris Daerah", Role.BUREAU_HEAD, True, "regional secretary"),
    ("kepala", "Ratna Dewi Kusuma, S.H., M.A.P.", "UM", "Kepala Biro Umum", Role.BUREAU_HEAD, True, "bureau head"),
    ("rumahtangga", "Bambang Prasetyo, S.Sos.", "RT", "Kepala Bagian Rumah Tangga", Role.HOUSEHOLD_HEAD, True,
     "household head"),
    ("tatausaha", "Siti Aminah, S.E.", "TU", "Kepala Bagian Tata Usaha", Role.SECTION_HEAD, True, "section head"),
    ("perlengkapan", "Johanes Sitorus, S.T.", "PL", "Kepala Bagian Perlengkapan", Role.SECTION_HEAD, True,
     "section head"),
    ("sekretaris", "Dewi Lestari, A.Md.", "TU.1", "Sekretaris Kepala Biro", Role.SECRETARY, False, "secretary"),
    ("staf", "Agus Salim", "RT.1", "Pengelola Rumah Tangga", Role.STAFF, False, "staff"),
    ("sopir", "Ujang Suherman", "RT.2", "Pengemudi", Role.STAFF, False, "driver"),
    ("protokol", "Wayan Sudarma, S.I.Kom.", "AP", "Analis Protokol", Role.STAFF, False, "other bureau"),
    ("hukum", "Maria Tambunan, S.H.", "HK", "Kepala Biro Hukum", Role.BUREAU_HEAD, True, "other bureau's head"),
)  # fmt: skip
ADMIN = ("admin", "Yusuf Hidayat, S.Kom.", "UM", "administrator")
JOBS = {
    "RT.1": ("Pramu Kebersihan", "Pengelola Rumah Tangga", "Petugas Pengamanan", "Resepsionis"),
    "RT.2": ("Pengemudi", "Pengelola Kendaraan"),
    "TU.1": ("Pengadministrasi Persuratan", "Sekretaris"),
    "TU.2": ("Arsiparis", "Pengelola Arsip"),
    "PL.1": ("Pengurus Barang", "Teknisi"),
    "AP": ("Pranata Acara", "Analis Protokol"),
    "HK": ("Analis Hukum",),
}
FIRST = (
    "Ahmad Budi Citra Dian Eko Fitri Galih Hesti Indra Joko Kurnia Lina Made Nur Oki "
    "Putri Rahmat Sri Tono Umi Vina Wahyu Yanti Zainal Rudi Ayu Hendra Melati Rizky Anisa"
).split()
LAST = (
    "Saputra Wulandari Nugroho Hasibuan Pratama Rahayu Santoso Simanjuntak Permata Kusnadi "
    "Hartono Lubis Maulana Nasution Siregar Handayani Firmansyah Susanti Gunawan Harahap"
).split()


def _no_progress(_label: str, rows: Iterable[Any]) -> Iterable[Any]:
    return rows


@dataclass
class Office:
    """What `furnish` of each room works on. Counts are what was asked for; None means the believable default."""

    seed: int = 1
    people_wanted: int = 60
    letters: int | None = None
    bookings: int | None = None
    events: int | None = None
    years: int = 1
    today: date = field(default_factory=clock.today)
    progress: Callable[[str, Iterable[Any]], Iterable[Any]] = _no_progress
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """One seed, one office."""
        self.rng = random.Random(self.seed)

    @property
    def people(self) -> list[Person]:
        """Everyone, in order of appearance."""
        return list(db.session.scalars(select(Person).order_by(Person.id)))

    def person(self, username: str) -> Person:
        """One of the cast."""
        return db.session.scalars(select(Person).where(Person.username == username)).one()

    def actor(self, username: str) -> Actor:
        """One of the cast, able to act."""
        return actor_for(self.person(username))

    def unit(self, code: str) -> Unit:
        """A unit by its code (UNITS above)."""
        return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def accounts() -> list[dict[str, str]]:
    """The accounts a visitor may sign in with: the five roles first."""
    rows = [{"username": u, "password": PASSWORD, "role": word} for u, *_rest, word in CAST if word]
    rows.append({"username": ADMIN[0], "password": PASSWORD, "role": ADMIN[3]})
    first = ["bureau head", "household head", "staff", "secretary", "administrator"]
    return sorted(rows, key=lambda r: first.index(r["role"]) if r["role"] in first else len(first))


def furnish(office: Office) -> None:
    """Units, the cast, and the rest of the staff up to the wanted number."""
    units: dict[str, Unit] = {}
    for code, name, parent in UNITS:
        units[code] = services.add_unit(name=name, code=code, parent=units.get(parent or ""), by=SYSTEM)
    since, stored = office.today - timedelta(days=900), hash_password(PASSWORD)
    for rank, (username, name, code, title, role, is_head, _word) in enumerate(CAST):
        person = _person(name, units[code], stored, username=username, number=rank)
        position = services.add_position(
            title=title, unit=units[code], role=role, is_head=is_head, single=is_head, rank=rank, by=SYSTEM
        )
        _seat(person, position, since)
    admin = _person(ADMIN[1], units[ADMIN[2]], stored, username=ADMIN[0], number=len(CAST))
    services.grant_role(
        person=admin, role=Role.ADMINISTRATOR, unit=units["SETDA"], by=SYSTEM, starts_on=since
    )
    _fill_up(office, units, since)


def _person(name: str, unit: Unit, stored: str, *, number: int, username: str | None = None) -> Person:
    email = f"{username or f'pegawai{number}'}@biro.example"
    born, hired = f"19{70 + number % 30}{number % 12 + 1:02d}{number % 28 + 1:02d}", f"{2005 + number % 15}"
    nip = f"{born}{hired}{number % 12 + 1:02d}1{number:03d}"
    person = services.add_person(
        name=name, username=username, email=email, nip=nip, unit_id=unit.id, by=SYSTEM
    )
    person.password = stored if username else None
    return person


def _seat(person: Person, position: Position, since: date) -> None:
    services.assign(
        person=person, position=position, kind=AssignmentKind.DEFINITIVE, starts_on=since, by=SYSTEM
    )


def _fill_up(office: Office, units: dict[str, Unit], since: date) -> None:
    chairs: Iterator[tuple[str, str]] = _jobs()
    positions: dict[tuple[str, str], Position] = {}
    wanted = max(0, office.people_wanted - len(CAST) - 1)
    for number in office.progress("pegawai", range(wanted)):
        code, job = next(chairs)
        if (code, job) not in positions:
            positions[code, job] = services.add_position(
                title=job, unit=units[code], role=Role.STAFF, by=SYSTEM
            )
        name = f"{office.rng.choice(FIRST)} {office.rng.choice(LAST)}"
        _seat(_person(name, units[code], "", number=100 + number), positions[code, job], since)


def _jobs() -> Iterator[tuple[str, str]]:
    while True:
        for code, jobs in JOBS.items():
            for job in jobs:
                yield code, job
