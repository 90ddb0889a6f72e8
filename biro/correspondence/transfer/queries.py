"""Named reads of imports. A file may hold secret letters, so an import is its uploader's alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.orm import Session, joinedload

from biro.core.db import db
from biro.core.errors import Forbidden
from biro.correspondence.transfer import rules
from biro.correspondence.transfer.models import Import, ImportRow

PREVIEW = 8


def visible_to(actor: Any) -> Select[Any]:
    """One's own uploads; not those of whom one acts for."""
    return select(Import).options(joinedload(Import.register)).where(Import.by_id == actor.person_id)


def batch(import_id: int, actor: Any) -> Import:
    """An import, or the same 404 as for one that does not exist."""
    found = db.session.scalars(visible_to(actor).where(Import.id == import_id)).one_or_none()
    if found is None:
        raise Forbidden
    return found


@dataclass(frozen=True)
class Counts:
    """How the rows stand: `good` could be or were imported, `failed` have an error, `noted` say what was assumed."""

    good: int
    failed: int
    noted: int
    written: int


def counts(found: Import) -> Counts:
    """One query over the rows below the heading."""
    usable = ~ImportRow.failed & ~ImportRow.blank
    query = select(
        func.count().filter(usable),
        func.count().filter(ImportRow.failed),
        func.count().filter(usable & _noted()),
        func.count().filter(ImportRow.letter_id.is_not(None)),
    ).where(ImportRow.import_id == found.id, ImportRow.number > found.head_last + 1)
    return Counts(*db.session.execute(query).one())


def _noted() -> Any:
    return func.length(cast(ImportRow.warnings, Text)) > len("[]")


def _top(found: Import, count: int) -> list[ImportRow]:
    query = select(ImportRow).where(ImportRow.import_id == found.id).order_by(ImportRow.number)
    return list(db.session.scalars(query.limit(count)))


def first_lines(found: Import) -> list[ImportRow]:
    """The first rows below the heading."""
    query = select(ImportRow).where(
        ImportRow.import_id == found.id, ImportRow.number > found.head_last + 1, ~ImportRow.blank
    )
    return list(db.session.scalars(query.order_by(ImportRow.number).limit(PREVIEW)))


def noted(found: Import) -> Select[Any]:
    """Rows with something to say."""
    return select(ImportRow).where(
        ImportRow.import_id == found.id, ImportRow.number > found.head_last + 1, ~ImportRow.blank,
        or_(ImportRow.failed, _noted()),
    )  # fmt: skip


def each_noted(session: Session, found: Import) -> Iterator[ImportRow]:
    """All of them, few at a time (for the table that is downloaded)."""
    query = noted(found).order_by(ImportRow.number).execution_options(yield_per=500)
    yield from session.scalars(query)


def origin(letter_id: int) -> ImportRow | None:
    """The row that a letter came from."""
    return db.session.scalars(select(ImportRow).where(ImportRow.letter_id == letter_id)).one_or_none()


def heading(found: Import) -> Sequence[str]:
    """What the columns are called."""
    rows = [row.cells for row in _top(found, found.head_last + 1)]
    return rules.heading_at(rows, found.head_first, found.head_last).labels
