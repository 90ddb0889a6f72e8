"""Taking an old agenda book in: upload, columns, check, import, undo. Rows are read and written by the job."""

from typing import IO, Any

from sqlalchemy import delete, func, select

from biro import audit
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import bulk
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.models import Letter, Register, RegisterKind
from biro.correspondence.transfer import reading, rules
from biro.correspondence.transfer.models import Import, ImportRow, ImportState

UPLOADED = declare("letter_import.uploaded", _l("mengunggah buku agenda lama"))
DISCARDED = declare("letter_import.discarded", _l("membuang unggahan buku agenda lama"))


def upload(
    stream: IO[bytes], name: str, *, register_id: int, unit_id: int, by: Any, sheet: str = ""
) -> Import:
    """Read a spreadsheet into rows and guess its heading and columns. Nothing is imported yet."""
    register = db.session.get(Register, register_id)
    if register is None or register.kind is not RegisterKind.INCOMING:
        raise Forbidden
    if not by.may(P.LETTER_REGISTER, register.unit_id):
        raise Forbidden
    if db.session.get(Unit, unit_id) is None:
        raise DomainError(_("Pilih unit yang dituju."), field="unit_id")
    found, rows = reading.rows_of(stream, sheet)
    heading = rules.find_heading(rows)
    batch = Import(
        register=register, unit_id=unit_id, by_id=by.person_id, name=name[:200], sheet=found[:100], rows=len(rows),
        head_first=heading.first, head_last=heading.last, mapping=rules.guess(heading.labels),
        state=ImportState.UPLOADED,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    _keep(batch, rows)
    audit.record(UPLOADED, batch, by, rows=len(rows))
    return batch


def _keep(batch: Import, rows: list[list[str]]) -> None:
    ids = bulk.reserve(ImportRow, len(rows))
    empty: dict[str, Any] = {
        "blank": False, "year": None, "agenda": None, "errors": [], "warnings": [], "failed": False, "letter_id": None
    }  # fmt: skip
    bulk.load(
        ImportRow,
        [
            {"id": row_id, "import_id": batch.id, "number": number, "cells": cells, **empty}
            for number, (row_id, cells) in enumerate(zip(ids, rows, strict=True), 1)
        ],
    )


def set_columns(
    batch: Import,
    *,
    columns: dict[str, int | None],
    head_first: int,
    head_last: int,
    version: int | None,
    by: Any,
) -> None:
    """Say what the columns mean (rows of the heading counted from 1) and have every row checked against it."""
    batch.expect(version)
    mapping = {name: column for name, column in columns.items() if column is not None}
    for name in rules.NEEDED:
        if name not in mapping:
            raise DomainError(_("Kolom ini diperlukan."), field=name)
    _refuse_twice(mapping)
    batch.set_columns(mapping, head_first - 1, max(head_first, head_last) - 1)
    batch.check(by=by)


def _refuse_twice(mapping: dict[str, int]) -> None:
    seen: set[int] = set()
    for name, column in mapping.items():
        if column in seen:
            raise DomainError(_("Kolom ini sudah dipakai untuk isian lain."), field=name)
        seen.add(column)


def carry_out(batch: Import, *, by: Any) -> None:
    """Have the letters written."""
    locked(batch)
    good = select(func.count()).where(
        ImportRow.import_id == batch.id,
        ~ImportRow.failed,
        ~ImportRow.blank,
        ImportRow.number > batch.head_last + 1,
    )
    if not db.session.scalar(good):
        raise DomainError(_("Tidak ada baris yang bisa diimpor. Perbaiki berkasnya, lalu unggah lagi."))
    batch.carry_out(by=by)


def undo(batch: Import, *, by: Any) -> None:
    """Have the letters taken back. Numbers that the book itself brought are free again; those that we gave are taken
    back only while no later number was given: a gap in the middle of a book cannot be explained to anybody.
    """
    locked(batch)
    if not batch.has_numbers and _is_followed(batch):
        raise DomainError(
            _(
                "Sesudah impor ini sudah ada surat lain dengan nomor berikutnya, jadi impor tidak bisa diurungkan."
            )
        )
    batch.undo(by=by)


def _is_followed(batch: Import) -> bool:
    last = (
        select(Letter.year, func.max(Letter.agenda).label("agenda"))
        .where(Letter.register_id == batch.register_id)
        .group_by(Letter.year)
        .subquery()
    )
    own = (
        select(ImportRow.year, func.max(ImportRow.agenda).label("agenda"))
        .where(ImportRow.import_id == batch.id, ImportRow.letter_id.is_not(None))
        .group_by(ImportRow.year)
        .subquery()
    )
    later = select(last.c.year).join(own, last.c.year == own.c.year).where(last.c.agenda > own.c.agenda)
    return db.session.scalar(later.limit(1)) is not None


def discard(batch: Import, *, by: Any) -> None:
    """Forget an upload that was never imported, with its rows."""
    if batch.by_id != by.person_id:
        raise Forbidden
    if batch.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        raise DomainError(_("Yang sudah diimpor tidak bisa dibuang; urungkan impornya."))
    audit.record(DISCARDED, batch, by)
    db.session.flush()
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == batch.id))
    db.session.delete(batch)
