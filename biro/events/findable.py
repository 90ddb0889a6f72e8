"""What the one search box finds of an event; a secret one only for those concerned."""

from typing import TYPE_CHECKING

from biro.accounts.permissions import P
from biro.search import services as search
from biro.search.services import Entry

if TYPE_CHECKING:
    from biro.events.models import Event


def entry(event: "Event") -> Entry:
    """Title, theme, place, host and why it was called off."""
    words = (event.theme, event.venue_text, event.host, event.cancel_reason)
    return Entry(
        ref=event.owner, kind="event", title=event.title, body=" · ".join(w for w in words if w), url=event.url,
        at=event.starts_at, permission=None if event.secret else P.EVENT_READ,
        unit_id=None if event.secret else event.unit_id, person_ids=tuple(event.concerned_ids), secret=event.secret,
    )  # fmt: skip


def put(event: "Event") -> None:
    """Renew what is found of it."""
    search.put_all([entry(event)])
