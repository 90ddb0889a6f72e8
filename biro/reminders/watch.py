"""Is the worker late? Said to monitors by /healthz and to staff by a banner; a dead worker cannot say it itself."""

from datetime import datetime, timedelta
from typing import Any

from flask import g, render_template

from biro.accounts.actors import actor
from biro.core import clock
from biro.core.pages import fixed
from biro.reminders import queries

LATE = timedelta(seconds=120)


def health() -> tuple[bool, dict[str, Any]]:
    """For /healthz and `biro doctor`: how long the oldest due row waits, in seconds."""
    now = clock.now()
    since = queries.oldest_due(now)
    age = now - since if since else timedelta()
    return age <= LATE, {"queue_age_s": int(age.total_seconds())}


def bell(**_context: Any) -> str | None:
    """The top bar: how many notices wait to be read."""
    unread, _since = _waiting()
    return fixed("reminders/_bell.html", unread, count=unread) if actor().is_authenticated else None


def late_banner(**_context: Any) -> str | None:
    """Above every page of the staff while reminders are late."""
    _unread, since = _waiting()
    return render_template("reminders/_late.html", since=since) if since else None


def _waiting() -> tuple[int, datetime | None]:
    """One question for the whole frame of a page."""
    if "waiting" not in g:
        person = actor()
        g.waiting = queries.waiting(person, clock.now() - LATE) if person.is_authenticated else (0, None)
    found: tuple[int, datetime | None] = g.waiting
    return found
