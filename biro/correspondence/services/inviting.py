"""An invitation becomes an event: with hall, cars, the leader's time and posts, or not at all."""

from typing import Any

from biro.accounts.permissions import P
from biro.core.errors import Forbidden
from biro.correspondence.models import Letter
from biro.events import services as events
from biro.events.models import Event


def accept_invitation(letter: Letter, *, by: Any, version: int | None = None, **plan: Any) -> Event:
    """Plan the event of a letter (`plan`: what `events.services.plan` takes) and tie the two together.

    A Clash passes through and leaves nothing behind. The event belongs to the addressed unit when the actor may plan
    for it, otherwise to their own.
    """
    if not by.may(P.EVENT_PLAN):
        raise Forbidden
    letter.expect(version)
    letter.check_invitation()
    if letter.is_secret:
        plan["secret"] = True
    unit = letter.unit if by.may(P.EVENT_PLAN, letter.unit_id) else None
    event = events.plan(**{"host": letter.sender.name[:160], "unit": unit, **plan}, by=by)
    letter.accept(event=event, attendance=event.attendance.value, by=by)
    return event
