"""What the worker does with imports: a few hundred rows in a transaction, until nothing waits.

Killed in the middle it goes on where it stopped; two workers never hold the same import.
"""

from collections.abc import Sequence
from threading import Event
from typing import Any

from sqlalchemy import func, select

from biro import audit
from biro.accounts.actors import SYSTEM
from biro.core.acts import declare
from biro.core.db import db
from biro.core.texts import _l
from biro.correspondence.models import Letter
from biro.correspondence.transfer import rules, writing
from biro.correspondence.transfer.known import Known
from biro.correspondence.transfer.models import WORKING, Import, ImportRow, ImportState
from biro.correspondence.transfer.rules import Line

CHUNK = 500
IMPORTED = declare("letter_import.imported", _l("selesai mengimpor buku agenda"))
UNDONE = declare("letter_import.undone", _l("selesai mengurungkan impor"))


def sweep(stop: Event) -> None:
    """Take every waiting import a step further, again and again, until none waits."""
    while not stop.is_set():
        query = select(Import).where(Import.state.in_(WORKING)).order_by(Import.id).limit(1)
        batch = db.session.scalars(query.with_for_update(skip_locked=True, of=Import)).one_or_none()
        if batch is None:
            db.session.rollback()
            return
        STEPS[batch.state](batch)
        db.session.commit()


def _rows(batch: Import, *more: Any) -> list[ImportRow]:
    """The next rows below the heading."""
    query = select(ImportRow).where(
        ImportRow.import_id == batch.id, ImportRow.number > max(batch.done, batch.head_last + 1), *more
    )
    return list(db.session.scalars(query.order_by(ImportRow.number).limit(CHUNK)))


def _check(batch: Import) -> None:
    rows, known = _rows(batch), Known.of(batch)
    for row in rows:
        row.blank = rules.is_blank(row.cells, batch.mapping)
        line = Line() if row.blank else known.read(row.cells, batch.mapping)
        row.year, row.agenda = line.year, line.agenda
        row.errors, row.warnings = [list(e) for e in line.errors], [list(w) for w in line.warnings]
        row.failed = bool(line.errors)
    if rows:
        batch.done = rows[-1].number
        return
    _refuse_numbers(batch, _given_twice(batch), "twice")
    _refuse_numbers(batch, _given_before(batch), "taken")
    batch.state = ImportState.CHECKED


def _given_twice(batch: Import) -> Any:
    same = (
        select(ImportRow.year, ImportRow.agenda)
        .where(ImportRow.import_id == batch.id, ImportRow.agenda.is_not(None), ~ImportRow.blank)
        .group_by(ImportRow.year, ImportRow.agenda)
        .having(func.count() > 1)
        .subquery()
    )
    return select(ImportRow).join(same, (ImportRow.year == same.c.year) & (ImportRow.agenda == same.c.agenda))


def _given_before(batch: Import) -> Any:
    return select(ImportRow).join(
        Letter,
        (Letter.register_id == batch.register_id)
        & (Letter.year == ImportRow.year)
        & (Letter.agenda == ImportRow.agenda),
    )


def _refuse_numbers(batch: Import, query: Any, code: str) -> None:
    for row in db.session.scalars(query.where(ImportRow.import_id == batch.id)):
        row.errors = [*row.errors, [code, f"{row.agenda}/{row.year}"]]
        row.failed = True


def _import(batch: Import) -> None:
    rows = _rows(batch, ~ImportRow.failed, ~ImportRow.blank, ImportRow.letter_id.is_(None))
    if rows:
        writing.write(batch, rows, Known.of(batch))
        batch.done = rows[-1].number
        return
    batch.state, batch.done = ImportState.IMPORTED, batch.rows
    audit.record(IMPORTED, batch, SYSTEM, letters=_written(batch))


def _undo(batch: Import) -> None:
    rows = _rows(batch, ImportRow.letter_id.is_not(None))
    if rows:
        writing.take_back(rows)
        batch.done = rows[-1].number
        return
    for year in _years(batch):
        writing.settle_counter(batch.register_id, year)
    batch.state, batch.done = ImportState.UNDONE, batch.rows
    audit.record(UNDONE, batch, SYSTEM, left=_written(batch))


def _years(batch: Import) -> Sequence[int]:
    query = select(ImportRow.year).where(ImportRow.import_id == batch.id, ImportRow.year.is_not(None))
    return [year for year in db.session.scalars(query.distinct()) if year]


def _written(batch: Import) -> int:
    query = select(func.count()).where(ImportRow.import_id == batch.id, ImportRow.letter_id.is_not(None))
    return db.session.scalar(query) or 0


STEPS = {ImportState.CHECKING: _check, ImportState.IMPORTING: _import, ImportState.UNDOING: _undo}
