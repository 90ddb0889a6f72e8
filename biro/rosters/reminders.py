"""What people on a roster are told."""

from collections.abc import Sequence

from biro.core.db import db
from biro.core.texts import _, _l
from biro.reminders import checks, kinds
from biro.reminders.models import Outbox
from biro.reminders.rules import Rule, Wanted, due_at
from biro.rosters.models import Duty, Roster, RosterState

PUBLISHED = kinds.declare(
    "roster.published",
    label=_l("Jadwal piket terbit"),
    subject=_l("%(title)s: Anda bertugas %(count)s kali"),
    body=_l("Tugas pertama Anda %(starts_at)s. Semua tugas ada di Piket saya."),
)
SOON = kinds.declare(
    "duty.soon",
    label=_l("Tugas piket segera"),
    subject=_l("Piket %(duty)s mulai %(starts_at)s"),
    body=_l("Bila berhalangan, segera kabari kepala bagian Anda."),
)


def wanted(roster: Roster, duties: Sequence[Duty], rules: Sequence[Rule], url: str) -> list[Wanted]:
    """Each duty of a published roster, at the times the office's rules say. Pure."""
    return [
        Wanted(
            rule.kind, due_at(rule, duty.starts_at, roster.zone), duty.person_id, url,
            {"duty": duty.name, "starts_at": duty.starts_at.isoformat(), "zone": roster.zone},
            about=str(duty.id),
        )
        for duty in duties if duty.person_id is not None
        for rule in rules
    ]  # fmt: skip


def _stands(roster_id: int, _row: Outbox) -> str | None:
    roster = db.session.get(Roster, roster_id)
    return None if roster and roster.state is RosterState.PUBLISHED else _("Jadwal ini tidak berlaku lagi.")


checks.stands("roster", _stands)
