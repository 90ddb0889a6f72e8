"""How a letter ends: done, or void with a reason. A void letter's number is void too and never given again."""

from typing import Any

from biro.core.db import locked
from biro.correspondence.numbers import services as numbers
from biro.correspondence.outgoing import reminders
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.outgoing.services.holding import give_up
from biro.correspondence.outgoing.services.indexing import index


def finish(letter: OutgoingLetter, *, by: Any) -> None:
    """Nothing more to do."""
    locked(letter).finish(by=by)


def void(letter: OutgoingLetter, *, reason: str, by: Any) -> None:
    """It does not hold (any more); whoever wrote it is told why."""
    locked(letter).void(reason=reason, by=by)
    give_up(letter, by=by)
    if letter.number_row is not None:
        numbers.void(letter.number_row, reason=reason, by=by, owner=letter.owner)
    reminders.tell_author(letter, reminders.VOIDED, by)
    index(letter)
