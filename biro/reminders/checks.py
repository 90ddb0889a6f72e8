"""Does the reminder still stand? Asked at the last moment, so that nobody is reminded of what was cancelled."""

import logging
from collections.abc import Callable

from biro.core.db import db
from biro.core.texts import _
from biro.reminders import digests, kinds
from biro.reminders.models import Channel, Outbox

log = logging.getLogger("biro")

Check = Callable[[int, Outbox], str | None]
_checks: dict[str, Check] = {}


def stands(owner_type: str, check: Check) -> None:
    """Let a room answer for its objects: `check(owner_id, row)` returns why not to send, or None to send."""
    _checks[owner_type] = check


def refusal(row: Outbox) -> str | None:
    """Why this row is not to be delivered after all, in words; None when it is."""
    if not row.person.active:
        return _("Akunnya tidak aktif lagi.")
    if row.channel is Channel.EMAIL and not (row.person.email and row.person.by_email):
        return _("Orangnya tidak memakai surel.")
    gathered = row.person.digest and kinds.is_gathered(row.kind, row.params)
    if row.channel is Channel.EMAIL and gathered and digests.is_on():
        return _("Termasuk dalam ringkasan pagi.")
    return _asked(row)


def _asked(row: Outbox) -> str | None:
    """The room's answer. News (`tell`) happened and is not asked about; a broken check must not hold up the rest."""
    check = _checks.get(row.owner_type) if row.planned else None
    if check is None:
        return None
    try:
        with db.session.begin_nested():
            why = check(row.owner_id, row)
    except Exception:
        log.exception("the check of %s failed; the reminder goes out", row.owner)
        return None
    return str(why) if why else None
