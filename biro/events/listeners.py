"""What happens in the rooms below, heard here: a lost hall, an approved car, an approved roster."""

from typing import Any

from biro.core.acts import acted
from biro.core.db import db
from biro.core.texts import _
from biro.events import holdings, reminders, services
from biro.events.models import Event, EventNeed, EventState, NeedKind, NeedState
from biro.facilities.models import Booking, BookingState
from biro.facilities.signals import booking_decided
from biro.rosters.models import Roster


def connect() -> None:
    """Listen, once per process."""
    booking_decided.connect(on_booking)
    acted.connect(on_act)


def _event_of(source: str | None) -> Event | None:
    kind, _colon, number = (source or "").partition(":")
    found = db.session.get(Event, int(number)) if kind == "event" and number.isdigit() else None
    return found if found is not None and found.state is EventState.PLANNED else None


def on_booking(booking: Booking, *, by: Any, **_rest: Any) -> None:
    """Approved: the need is met. Rejected or taken back: it is not, and the planner hears of it."""
    event = _event_of(booking.source)
    if event is None:
        return
    for need in event.needs:
        if need.resource_id == booking.resource_id and need.kind is not NeedKind.POST:
            _settle(event, need, booking, by)


def _settle(event: Event, need: EventNeed, booking: Booking, by: Any) -> None:
    if booking.state is BookingState.FIRM:
        need.state, need.note = NeedState.MET, ""
    elif booking.state in {BookingState.REJECTED, BookingState.CANCELLED}:
        need.state, need.note = NeedState.UNMET, (booking.reason or "")[:300]
        name = need.resource.name if need.resource else ""
        holdings.tell(event, reminders.NEED_LOST, by, need=name, reason=need.note or _("tidak disebut"))


def on_act(subject: Any, **_rest: Any) -> None:
    """The posts are manned once the roster is approved, and not any more once it is returned."""
    event = _event_of(subject.source) if isinstance(subject, Roster) else None
    if event is not None:
        services.sync_needs(event)
