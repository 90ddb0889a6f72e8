"""The lists of the archive as the office prints them: a secret letter is a word there, its file has no title.

Active archives: the columns of Permenko Polhukam 3/2024 and the place; inactive ones and proposals: one line a file.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from biro.core import clock
from biro.core.db import db
from biro.correspondence.archive.lists import ArchiveList
from biro.correspondence.books import day_in_words, letterhead
from biro.documents import Column, Table

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


def page_data(wanted: ArchiveList, query: Select[Any], about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/daftar-arsip.typ` prints."""
    rows = cells(db.session(), query, by_item=wanted.by_item)
    return {
        **about,
        "kop": letterhead(wanted.unit),
        "title": wanted.title,
        "subtitle": wanted.subtitle,
        "columns": [column.label for column in _columns(wanted)],
        "widths": ITEM_WIDTHS if wanted.by_item else FILE_WIDTHS,
        "rows": [[_written(value) for value in row] for row in rows],
        "chief": f"Kepala {letterhead(wanted.unit)[-1]}",
        "day": day_in_words(clock.today(wanted.unit.zone)),
    }


def table(wanted: ArchiveList) -> Table:
    """What stands around the rows of the XLSX."""
    head = (*letterhead(wanted.unit), wanted.title, wanted.subtitle)
    return Table("Daftar arsip", _columns(wanted), head=head)


def _columns(wanted: ArchiveList) -> tuple[Column, ...]:
    return ITEMS if wanted.by_item else FILES


def cells(session: Session, query: Select[Any], *, by_item: bool) -> Iterator[tuple[Any, ...]]:
    """The rows with their values, few at a time."""
    for at, row in enumerate(session.execute(query.execution_options(yield_per=500)), 1):
        yield _item_cells(row) if by_item else _file_cells(at, row)


def _item_cells(row: Any) -> tuple[Any, ...]:
    hidden = row.is_letter and row.item_title is None
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


def _written(value: Any) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else "" if value is None else str(value)
