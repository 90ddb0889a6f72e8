"""Which lists of archives there are: of a unit, active or inactive, and of a proposal. Not what stands in them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from biro.accounts.models import Unit
from biro.core import clock
from biro.core.db import among, db
from biro.core.errors import DomainError
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.archive import disposals, queries
from biro.correspondence.archive.contents import LYING
from biro.correspondence.archive.models import CaseFile, CaseFileState, CaseItem, Disposal, DisposalState
from biro.correspondence.archive.rules import Kind
from biro.correspondence.archive.scopes import readable_units

MOST_ROWS = 3_000
MOST_TABLE_ROWS = 200_000


class Which(Labelled):
    """The lists of a unit."""

    ACTIVE = "aktif", _l("Daftar arsip aktif"), "neutral"
    INACTIVE = "inaktif", _l("Daftar arsip inaktif"), "neutral"


@dataclass(frozen=True)
class ArchiveList:
    """What is listed: a title, the unit at its head, which files, item by item or file by file."""

    title: str
    subtitle: str
    unit: Unit
    chosen: tuple[ColumnElement[bool], ...]
    by_item: bool
    file_name: str


def of_unit(which: Which, unit: Unit, actor: Any) -> ArchiveList:
    """The active or inactive archives of a unit and the units below it."""
    below = select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True))
    states = (CaseFileState.OPEN, CaseFileState.CLOSED)
    chosen = (
        CaseFile.unit_id.in_(below),
        among(CaseFile.unit_id, readable_units(actor)),
        CaseFile.state.in_(states) if which is Which.ACTIVE else CaseFile.state == CaseFileState.INACTIVE,
    )
    title = "Daftar arsip aktif" if which is Which.ACTIVE else "Daftar arsip inaktif"
    name = f"daftar-arsip-{which.value}-{clock.today(unit.zone).isoformat()}"
    return ArchiveList(title, unit.name, unit, chosen, which is Which.ACTIVE, name)


def of_batch(batch: Disposal, actor: Any) -> ArchiveList:
    """The files of a proposal, or of what was carried out."""
    words = {
        Kind.TRANSFER: ("Daftar arsip usul pindah", "Daftar arsip yang dipindahkan"),
        Kind.DESTRUCTION: ("Daftar arsip usul musnah", "Daftar arsip yang dimusnahkan"),
        Kind.HANDOVER: ("Daftar arsip usul serah", "Daftar arsip yang diserahkan"),
    }
    done = batch.state is DisposalState.DONE
    title = words[batch.kind][done]
    chosen = (disposals.named_in(batch.id), queries.may_read(actor))
    about = f"Berita acara nomor {batch.report_number}" if done else f"Usul nomor {batch.label}"
    name = f"{title.lower().replace(' ', '-')}-{batch.number}-{batch.year}"
    return ArchiveList(title, about, batch.unit, chosen, False, name)


def count(wanted: ArchiveList) -> int:
    """How many rows the list has."""
    query = select(func.count()).select_from(CaseFile)
    if wanted.by_item:
        query = query.outerjoin(CaseItem, and_(CaseItem.case_file_id == CaseFile.id, LYING))
    return db.session.scalar(query.where(*wanted.chosen)) or 0


def check(rows: int, most: int) -> None:
    """A list that somebody waits for has an end."""
    if rows > most:
        raise DomainError(
            _("Daftar ini %(rows)s baris; paling banyak %(most)s. Pilih unit di bawahnya atau ambil XLSX.",
              rows=rows, most=most), field="unit_id",
        )  # fmt: skip
