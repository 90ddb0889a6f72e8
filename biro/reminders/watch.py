"""Is the worker late? Said to monitors by /healthz and to staff by a banner; a dead worker cannot say it itself."""

from datetime import timedelta
from typing import Any

from flask import render_template
from flask_login import current_user

from biro.core import clock
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
    if not current_user.is_authenticated:
        return None
    return render_template("reminders/_bell.html", count=queries.unread_count(current_user))


def late_banner(**_context: Any) -> str | None:
    """Above every page of the staff while reminders are late."""
    if not current_user.is_authenticated:
        return None
    since = queries.oldest_due(clock.now() - LATE)
    return render_template("reminders/_late.html", since=since) if since else None
