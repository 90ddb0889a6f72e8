"""Holidays as the office keeps them: single days, and a year at once from the decree's list.

The file is CSV with the headings tanggal, nama, jenis, sumber, sementara (the last two may be missing).
"""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, select

from biro import audit
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.fields import parse_day
from biro.core.texts import _, _l
from biro.core.workdays import Holiday, HolidayKind

ADDED = declare("holiday.added", _l("menambahkan hari libur"))
CHANGED = declare("holiday.changed", _l("mengubah hari libur"))
REMOVED = declare("holiday.removed", _l("menghapus hari libur"))
MOST = 400  # rows of one file
KINDS = {
    **{kind.value: kind for kind in HolidayKind},
    "": HolidayKind.NATIONAL,
    "nasional": HolidayKind.NATIONAL,
    "libur nasional": HolidayKind.NATIONAL,
    "cuti bersama": HolidayKind.JOINT_LEAVE,
    "daerah": HolidayKind.LOCAL,
    "libur daerah": HolidayKind.LOCAL,
}
YES = {"1", "ya", "y", "true", "sementara"}


@dataclass(frozen=True)
class Line:
    """One row of the file: what it would add, or why it cannot; `known` days are left as they are."""

    number: int
    text: str
    day: date | None = None
    name: str = ""
    kind: HolidayKind = HolidayKind.NATIONAL
    source: str = ""
    provisional: bool = False
    error: str = ""
    known: bool = False


def of_year(year: int) -> list[Holiday]:
    """The holidays of a year in order."""
    query = select(Holiday).where(extract("year", Holiday.day) == year).order_by(Holiday.day, Holiday.id)
    return list(db.session.scalars(query))


def add(*, day: date, name: str, kind: HolidayKind, source: str, provisional: bool, by: Any) -> Holiday:
    """A day on which the office is closed."""
    _check(by, day, kind)
    row = Holiday(day=day, name=name, kind=kind, source=source, provisional=provisional)
    db.session.add(row)
    db.session.flush()
    audit.record(ADDED, row, by, day=day.isoformat())
    return row


def change(row: Holiday, *, version: int | None, by: Any, **fields: Any) -> None:
    """Correct a day: deadlines counted from now on follow."""
    row.expect(version)
    _check(by, fields["day"], fields["kind"], row.id)
    for name, value in fields.items():
        setattr(row, name, value)
    audit.record(CHANGED, row, by, day=row.day.isoformat())


def remove(row: Holiday, *, by: Any) -> None:
    """The office works on that day after all."""
    if not by.may(P.HOLIDAY_MANAGE):
        raise Forbidden
    audit.record(REMOVED, row, by, day=row.day.isoformat())
    db.session.delete(row)


def _check(by: Any, day: date, kind: HolidayKind, but: int = 0) -> None:
    if not by.may(P.HOLIDAY_MANAGE):
        raise Forbidden
    if db.session.scalar(
        select(Holiday.id).where(Holiday.day == day, Holiday.kind == kind, Holiday.id != but)
    ):
        raise DomainError(_("Hari ini sudah ada dengan jenis yang sama."), field="day")


def read(text: str, known: Collection[tuple[date, str]] = ()) -> list[Line]:
    """The file's rows, each with its own fault; pure. `known` are (day, kind) pairs that exist already."""
    text = text.lstrip("\ufeff")
    head = text.splitlines()[0] if text.strip() else ""
    rows = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [cell.strip().lower() for cell in next(rows, [])]
    if not {"tanggal", "nama"} <= set(names):
        return [Line(1, head, error=_("Baris pertama harus memuat judul kolom tanggal dan nama."))]
    seen: set[tuple[date, str]] = set()
    lines = []
    for number, cells in enumerate(rows, start=2):
        if any(cell.strip() for cell in cells):
            line = _line(number, dict(zip(names, (c.strip() for c in cells), strict=False)), known, seen)
            lines.append(line)
    return lines[:MOST]


def _line(number: int, row: dict[str, str], known: Collection[tuple[date, str]], seen: set[Any]) -> Line:
    text = ", ".join(v for v in row.values() if v)
    written, kind = row.get("tanggal", ""), KINDS.get(row.get("jenis", "").lower())
    day = parse_day(written, date.min) if len(written) > 5 else None
    if day is None:
        return Line(number, text, error=_("Tanggal tidak dikenal. Contoh: 2027-01-01."))
    if not row.get("nama"):
        return Line(number, text, error=_("Nama hari libur kosong."))
    if kind is None:
        return Line(number, text, error=_("Jenis tidak dikenal: nasional, cuti bersama, atau daerah."))
    if (day, kind.value) in seen:
        return Line(number, text, error=_("Hari ini tertulis dua kali dalam berkas."))
    seen.add((day, kind.value))
    provisional = row.get("sementara", "").lower() in YES
    name, source = row["nama"][:120], row.get("sumber", "")[:160]
    return Line(number, text, day, name, kind, source, provisional, known=(day, kind.value) in known)


def preview(text: str) -> list[Line]:
    """The rows against what the office has; nothing is written."""
    known = {(day, kind.value) for day, kind in db.session.execute(select(Holiday.day, Holiday.kind))}
    return read(text, known)


def load(text: str, *, by: Any) -> int:
    """Add the file's new days, all or none; returns how many."""
    lines = preview(text)
    if any(line.error for line in lines):
        raise DomainError(_("Perbaiki dulu baris yang keliru; belum ada yang disimpan."), field="file")
    fresh = [line for line in lines if not line.known and line.day]
    for line in fresh:
        assert line.day is not None
        add(
            day=line.day, name=line.name, kind=line.kind, source=line.source,
            provisional=line.provisional, by=by,
        )  # fmt: skip
    return len(fresh)
