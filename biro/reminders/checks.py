"""Does the reminder still stand? Asked at the last moment, so that nobody is reminded of what was cancelled."""

from collections.abc import Callable

from biro.reminders.models import Outbox

Check = Callable[[int, Outbox], str | None]
_checks: dict[str, Check] = {}


def stands(owner_type: str, check: Check) -> None:
    """Let a room answer for its objects: `check(owner_id, row)` returns why not to send, or None to send."""
    _checks[owner_type] = check


def refusal(row: Outbox) -> str | None:
    """Why this planned reminder is not to be sent. News (`tell`) happened and is not asked about."""
    check = _checks.get(row.owner_type) if row.planned else None
    return check(row.owner_id, row) if check else None
