"""Clearing the pile: several letters at once, and what only has to be kept."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from biro.core.db import db, locked
from biro.core.errors import DomainError, Stale
from biro.correspondence.models import (
    Disposition,
    DispositionRecipient,
    Letter,
    LetterState,
    RecipientState,
)
from biro.correspondence.services.disposing import dispose

Pile = Iterable[tuple[Letter, int | None]]
Refused = list[tuple[str, DomainError]]


def unfile(letter: Letter, *, by: Any) -> None:
    """Take a letter out of the file again, to where it was before."""
    answered = (
        select(DispositionRecipient.id)
        .join(Disposition)
        .where(Disposition.letter_id == letter.id, DispositionRecipient.state == RecipientState.DONE)
    )
    done = letter.event_id is not None or db.session.scalar(answered.limit(1)) is not None
    letter.unfile(to=LetterState.DONE if done else LetterState.RECEIVED, by=by)


def file_many(pile: Pile, *, by: Any) -> Refused:
    """No disposition needed for any of these; returns (agenda number, why not) of those that stay as they are."""
    return _each(pile, lambda letter: letter.file(by=by))


def dispose_many(pile: Pile, *, by: Any, **given: Any) -> Refused:
    """The same disposition for each of these letters; returns (agenda number, why not) of those that got none."""
    return _each(pile, lambda letter: dispose(letter, by=by, **given))


def _each(pile: Pile, do: Callable[[Letter], Any]) -> Refused:
    """Each letter in a savepoint of its own: what is refused leaves nothing behind and holds up no other.

    When every letter is refused nothing happened at all, and the first refusal is the answer.
    """
    refused: Refused = []
    count = 0
    for letter, version in pile:
        count, label = count + 1, letter.agenda_label
        try:
            with db.session.begin_nested():
                locked(letter).expect(version)
                do(letter)
        except DomainError as why:
            refused.append((label, why))
        except StaleDataError:
            refused.append((label, Stale()))
    if refused and len(refused) == count:
        raise refused[0][1]
    return refused
