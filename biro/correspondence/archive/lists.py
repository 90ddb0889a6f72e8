"""The lists of the archive as the office prints them. Of secret letters they hold a word, of files with one no title.

Active archives: the columns of Permenko Polhukam 3/2024 and the place; inactive ones and proposals: one line a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from biro.accounts.models import Unit
from biro.core import clock
from biro.core.db import among, db
from biro.core.errors import DomainError
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence import queries as letters
from biro.correspondence.archive import disposals, queries
from biro.correspondence.archive.models import CaseFile, CaseFileState, CaseItem, Disposal, DisposalState
from biro.correspondence.archive.queries import LYING
from biro.correspondence.archive.rules import Kind
from biro.correspondence.archive.scopes import readable_units
from biro.correspondence.books import day_in_words, letterhead
from biro.correspondence.models import SECRET, Classification, Letter
from biro.documents import Column, Table

MOST_ROWS = 3_000
MOST_TABLE_ROWS = 200_000
ITEMS = (
    Column("No. berkas", 14), Column("Kode klasifikasi", 14), Column("Uraian berkas", 36), Column("Kurun waktu", 12),
    Column("Jumlah", 9), Column("No. item", 8), Column("Uraian item", 44), Column("Tanggal", 12),
    Column("Tingkat perkembangan", 13), Column("Keterangan", 24), Column("Lokasi", 26),
)  # fmt: skip
FILES = (
    Column("No.", 6), Column("No. berkas", 14), Column("Kode klasifikasi", 14), Column("Jenis/uraian arsip", 44),
    Column("Kurun waktu", 12), Column("Tingkat perkembangan", 13), Column("Jumlah", 9), Column("Lokasi", 26),
    Column("Jangka simpan", 20), Column("Nasib akhir", 14), Column("Keterangan", 22),
)  # fmt: skip
# Widths on paper: millimetres, or parts of what is left (below 4).
ITEM_WIDTHS = (20, 19, 1.1, 17, 14, 11, 1.5, 19, 21, 1, 26)
FILE_WIDTHS = (9, 21, 20, 1.6, 18, 21, 14, 1, 25, 20, 1)


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

    @property
    def columns(self) -> tuple[Column, ...]:
        """Their headings."""
        return ITEMS if self.by_item else FILES


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


def lines(wanted: ArchiveList, actor: Any) -> Select[Any]:
    """The rows of a list in its order. What a secret letter says does not leave the database."""
    query = _item_lines(actor) if wanted.by_item else _file_lines()
    return query.where(*wanted.chosen)


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


def _file_lines() -> Select[Any]:
    own = (CaseItem.case_file_id == CaseFile.id, LYING)
    forms = select(func.min(CaseItem.form)).where(*own), select(func.max(CaseItem.form)).where(*own)
    return (
        select(
            *_about_file(),
            forms[0].correlate(CaseFile).scalar_subquery().label("form"),
            forms[1].correlate(CaseFile).scalar_subquery().label("other_form"),
        )
        .join(Classification, CaseFile.classification_id == Classification.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .order_by(Unit.path, CaseFile.year, CaseFile.number)
    )


def _item_lines(actor: Any) -> Select[Any]:
    secret = among(Letter.security, SECRET)
    open_letter = and_(CaseItem.letter_id.is_not(None), ~secret, letters.may_see(actor))
    described = CaseItem.letter_id.is_(None)
    return (
        select(
            *_about_file(), CaseItem.number.label("item"), CaseItem.form, CaseItem.amount, CaseItem.note,
            secret.label("item_secret"), CaseItem.letter_id,
            case((described, CaseItem.title), (open_letter, Letter.subject)).label("item_title"),
            case((described, CaseItem.reference), (open_letter, Letter.number)).label("reference"),
            case((described, CaseItem.day), (open_letter, Letter.letter_date)).label("day"),
        )
        .join(Classification, CaseFile.classification_id == Classification.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .outerjoin(CaseItem, and_(CaseItem.case_file_id == CaseFile.id, LYING))
        .outerjoin(Letter, CaseItem.letter_id == Letter.id)
        .order_by(Unit.path, CaseFile.year, CaseFile.number, CaseItem.number)
    )  # fmt: skip


def _about_file() -> tuple[Any, ...]:
    """Of the file itself: its period is that of the papers in it that are not secret."""
    own = (
        select(func.min(func.coalesce(CaseItem.day, Letter.letter_date)),)
        .select_from(CaseItem)
        .outerjoin(Letter, CaseItem.letter_id == Letter.id)
        .where(CaseItem.case_file_id == CaseFile.id, LYING, func.coalesce(Letter.security, "B").not_in(SECRET))
    )  # fmt: skip
    last = own.with_only_columns(func.max(func.coalesce(CaseItem.day, Letter.letter_date)))
    holds = select(func.count(CaseItem.id)).where(CaseItem.case_file_id == CaseFile.id, LYING)
    return (
        CaseFile.number, CaseFile.year, Unit.code.label("unit"), Classification.code.label("code"),
        queries.is_secret().label("secret"), case((~queries.is_secret(), CaseFile.title)).label("title"),
        own.correlate(CaseFile).scalar_subquery().label("first"),
        last.correlate(CaseFile).scalar_subquery().label("last"), CaseFile.opened_on, CaseFile.closed_on,
        holds.correlate(CaseFile).scalar_subquery().label("items"), CaseFile.cabinet, CaseFile.drawer,
        CaseFile.folder, CaseFile.active_years, CaseFile.inactive_years, CaseFile.inactive_until, CaseFile.fate,
        CaseFile.held_at,
    )  # fmt: skip


def cells(session: Session, query: Select[Any], *, by_item: bool) -> Iterator[tuple[Any, ...]]:
    """The rows with their values, few at a time."""
    for at, row in enumerate(session.execute(query.execution_options(yield_per=500)), 1):
        yield _item_cells(row) if by_item else _file_cells(at, row)


def _item_cells(row: Any) -> tuple[Any, ...]:
    hidden = row.letter_id is not None and row.item_title is None
    remark = "Rahasia" if row.item_secret else "Terbatas" if hidden else row.note
    text = "" if hidden else ", ".join(part for part in (row.item_title, row.reference) if part)
    return (
        _label(row), row.code, _title(row), _period(row), row.items, row.item, text, row.day,
        str(row.form.label) if row.form else "", ", ".join(p for p in (row.amount, remark) if p), _place(row),
    )  # fmt: skip


def _file_cells(at: int, row: Any) -> tuple[Any, ...]:
    forms = {str(form.label) for form in (row.form, row.other_form) if form is not None}
    kept = f"{row.active_years} + {row.inactive_years} tahun" if row.fate else ""
    until = f", sampai {row.inactive_until:%d-%m-%Y}" if row.inactive_until else ""
    return (
        at, _label(row), row.code, _title(row), _period(row), "/".join(sorted(forms)), row.items, _place(row),
        kept + until, str(row.fate.label) if row.fate else "", "Ditahan" if row.held_at else "",
    )  # fmt: skip


def _label(row: Any) -> str:
    return f"{row.number}/{row.unit}/{row.year}"


def _title(row: Any) -> str:
    return "Rahasia" if row.secret else str(row.title)


def _period(row: Any) -> str:
    first = (_day(row.first) or row.opened_on).year
    last = (_day(row.last) or row.closed_on or row.opened_on).year
    return str(first) if first == last else f"{first}–{last}"


def _day(value: Any) -> date | None:
    """SQLite gives the least of several days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _place(row: Any) -> str:
    named = (("lemari", row.cabinet), ("laci", row.drawer), ("folder", row.folder))
    return ", ".join(f"{name} {value}" for name, value in named if value)


def page_data(wanted: ArchiveList, query: Select[Any], about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/daftar-arsip.typ` prints."""
    rows = cells(db.session(), query, by_item=wanted.by_item)
    return {
        **about,
        "kop": letterhead(wanted.unit),
        "title": wanted.title,
        "subtitle": wanted.subtitle,
        "columns": [column.label for column in wanted.columns],
        "widths": ITEM_WIDTHS if wanted.by_item else FILE_WIDTHS,
        "rows": [[_written(value) for value in row] for row in rows],
        "chief": f"Kepala {letterhead(wanted.unit)[-1]}",
        "day": day_in_words(clock.today(wanted.unit.zone)),
    }


def table(wanted: ArchiveList) -> Table:
    """What stands around the rows of the XLSX."""
    head = (*letterhead(wanted.unit), wanted.title, wanted.subtitle)
    return Table("Daftar arsip", wanted.columns, head=head)


def report_data(batch: Disposal, about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/berita-acara-penyusutan.typ` prints: the official report, dots where it is still open."""
    found = disposals.files(batch)
    return {
        **about,
        "kop": letterhead(batch.unit),
        "kind": batch.kind.value,
        "number": batch.report_number,
        "day": day_in_words(batch.report_on) if batch.report_on else "",
        "place": batch.place,
        "method": batch.method,
        "files": len(found),
        "years": _years(found),
        "office": str(batch.office.label) if batch.office else "",
        "approval": batch.approval_number,
        "approved": day_in_words(batch.approval_on) if batch.approval_on else "",
        "committee": batch.committee.splitlines(),
        "assessed": day_in_words(batch.assessed_on) if batch.assessed_on else "",
        "witnesses": batch.witnesses.splitlines(),
        "chief": f"Kepala {batch.unit.name}",
        "label": batch.label,
    }


def _years(found: list[CaseFile]) -> str:
    first, last = min(f.opened_on.year for f in found), max((f.closed_on or f.opened_on).year for f in found)
    return str(first) if first == last else f"{first}–{last}"


def _written(value: Any) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else "" if value is None else str(value)
