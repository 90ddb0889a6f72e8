"""What earlier letters suggest for the next one. Nothing of a secret letter, nothing the actor may not see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from biro.core.db import among, db
from biro.correspondence import queries
from biro.correspondence.models import SECRET, Classification, Letter, LetterState

OF_SENDER, OF_BOOK = 200, 300  # newest letters that are looked at
MOST = 80


@dataclass(frozen=True)
class Hint:
    """A subject, and where the letter with it went. `own`: of this sender; the others are of the same book."""

    subject: str
    unit: int
    code: int | None
    code_label: str
    own: bool


def of(actor: Any, sender_id: int | None, book_id: int | None) -> list[Hint]:
    """Each subject once, this sender's newest first, then the newest of the book."""
    seen: set[str] = set()
    found = []
    for hint in _all(actor, sender_id, book_id):
        if hint.subject.casefold() not in seen:
            seen.add(hint.subject.casefold())
            found.append(hint)
    return found[:MOST]


def _all(actor: Any, sender_id: int | None, book_id: int | None) -> Iterator[Hint]:
    if sender_id is not None:
        newest = select(Letter.id).where(Letter.sender_id == sender_id).order_by(Letter.id.desc())
        yield from _read(actor, newest.limit(OF_SENDER), own=True)
    if book_id is not None:
        book = select(Letter.id).where(Letter.register_id == book_id)
        yield from _read(
            actor, book.order_by(Letter.year.desc(), Letter.agenda.desc()).limit(OF_BOOK), own=False
        )


def _read(actor: Any, newest: Select[Any], *, own: bool) -> Iterator[Hint]:
    """The newest few, then who may see them: a sender of 100,000 letters costs no more than one of ten."""
    some = newest.subquery()
    query = (
        select(Letter.subject, Letter.unit_id, Letter.classification_id, Classification)
        .join(some, some.c.id == Letter.id)
        .outerjoin(Letter.classification)
        .where(queries.may_see(actor), ~among(Letter.security, SECRET), Letter.state != LetterState.VOID)
        .order_by(Letter.id.desc())
    )
    for subject, unit_id, code_id, code in db.session.execute(query):
        yield Hint(subject, unit_id, code_id, code.label if code else "", own)
