"""The agenda list of any size: the query takes the shape that is cheap for this reader and this question."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from biro.core.db import among, begins
from biro.correspondence import queries, senders
from biro.correspondence.models import SECRET, Classification, Correspondent, Letter
from biro.correspondence.rules import number_key
from biro.search import words
from biro.search.rules import question


def listed(
    actor: Any, book: int | None, text: str, *, own: bool, wanted: Sequence[ColumnElement[bool]] = ()
) -> Select[Any]:
    """The rows of the list, of one book or of all. `own`: a book all of whose ordinary letters the actor sees;
    `wanted`: what else each row must be, each of it looked up in an index of its own.

    Who sees few letters starts from these: the way through the book to find fifty of them would be long. Everybody
    else starts from what was asked for when that is little, and otherwise walks along the book and asks each row.
    """
    query, text = queries.rows(actor, book).where(*wanted), text.replace("\0", " ")
    few = None if own else queries.few_seen(actor)
    for each in wanted:
        few = queries.few_of([select(Letter.id).where(each)]) if few is None else few
    answers = _answers(text, words.among)
    if few is None and answers:
        few = queries.few_of([select(Letter.id).where(queries.may_see(actor), answer) for answer in answers])
        answers = [] if few is not None else answers
    if few is not None:
        query = query.where(Letter.id.in_(few))
    return query.where(or_(*_answers(text, words.each))) if answers else query


def under(code: str) -> ColumnElement[bool]:
    """Letters of a classification and of everything below it: 000.1 is also 000.1.4, but not 000.10."""
    code = code.strip().rstrip(".")
    below = Classification.code.startswith(f"{code}.", autoescape=True)
    return Letter.classification_id.in_(
        select(Classification.id).where(or_(Classification.code == code, below))
    )


def _answers(
    text: str, holds: Callable[[Any, Sequence[str]], ColumnElement[bool]]
) -> list[ColumnElement[bool]]:
    """A letter answers by its agenda number, the beginning of the sender's number, or the words of the search.

    Secret letters have no words there: they are read themselves, by whoever may see them.
    """
    if text.isdecimal() and len(text) < 9:
        return [Letter.agenda == int(text), begins(Letter.number_key, text)]
    key, wanted = number_key(text), question(text)
    found = [begins(Letter.number_key, key)] if key else []
    return [*found, holds(Letter.search_id, wanted), _secret(text), *_merged(text)] if wanted else found


def _merged(text: str) -> list[ColumnElement[bool]]:
    """Letters of a sender that others were merged into: the search knows them by the name they were written under."""
    ids = senders.merged_named(text)
    return [among(Letter.sender_id, ids) & ~among(Letter.security, SECRET)] if ids else []


def _secret(text: str) -> ColumnElement[bool]:
    """A secret letter with every word in its subject or its sender's name."""
    held = []
    for word in text.lower().split():
        senders = select(Correspondent.id).where(
            func.lower(Correspondent.name).contains(word, autoescape=True)
        )
        subject = func.lower(Letter.subject).contains(word, autoescape=True)
        held.append(or_(subject, Letter.sender_id.in_(senders)))
    return and_(Letter.security.in_(SECRET), *held)
