"""What people are told about an event, and when they are reminded of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from biro.core.db import db
from biro.core.texts import _, _l
from biro.reminders import checks, queries, rules
from biro.reminders.kinds import declare
from biro.reminders.models import Outbox
from biro.reminders.rules import Wanted

if TYPE_CHECKING:
    from biro.events.models import Event

SOON = declare(
    "event.soon",
    label=_l("Acara segera mulai"),
    subject=_l("%(title)s: %(starts_at)s"),
    body=_l("Tempat: %(venue)s."),
)
PLANNED = declare(
    "event.planned",
    label=_l("Acara dijadwalkan"),
    subject=_l("%(title)s dijadwalkan %(starts_at)s"),
    body=_l("Anda tercatat sebagai pimpinan atau wakil yang hadir. Tempat: %(venue)s."),
)
MOVED = declare(
    "event.moved",
    label=_l("Acara pindah waktu"),
    subject=_l("%(title)s pindah ke %(starts_at)s"),
    body=_l("Semula %(before_at)s. Tempat: %(venue)s."),
)
CANCELLED = declare(
    "event.cancelled",
    label=_l("Acara dibatalkan"),
    subject=_l("%(title)s dibatalkan"),
    body=_l("Semula %(starts_at)s. Alasan: %(reason)s"),
)
NEED_LOST = declare(
    "event.need_lost",
    label=_l("Kebutuhan acara belum terpenuhi"),
    subject=_l("%(need)s tidak jadi untuk %(title)s"),
    body=_l("Acara mulai %(starts_at)s. Alasan: %(reason)s. Pilih gantinya di halaman acara."),
)


def params_of(event: "Event") -> dict[str, str | int]:
    """What the words above are filled with."""
    return {
        "title": event.title,
        "starts_at": event.starts_at.isoformat(),
        "zone": event.zone,
        "venue": event.venue_text or "–",
    }


def wanted(event: "Event") -> list[Wanted]:
    """For the planner and whoever attends, at every offset the office has set."""
    attending = event.attending
    people = dict.fromkeys(i for i in (event.planned_by_id, attending.id if attending else None) if i)
    return [
        Wanted(
            rule.kind, rules.due_at(rule, event.starts_at, event.zone), person_id, event.url,
            params_of(event), secret=event.secret,
        )
        for rule in queries.rules_for("event")
        for person_id in people
    ]  # fmt: skip


def stands(model: "type[Event]", event_id: int, row: Outbox) -> str | None:
    """Why a planned reminder is not to be sent: the event is gone, called off, or at another time."""
    event = db.session.get(model, event_id)
    if event is None or event.state == "cancelled":
        return _("Acara dibatalkan.")
    said = row.params.get("starts_at")
    if said and datetime.fromisoformat(str(said)) != event.starts_at:
        return _("Acara sudah pindah waktu.")
    return None


def watch(model: "type[Event]") -> None:
    """Answer for events when a reminder is about to go out."""
    checks.stands("event", lambda event_id, row: stands(model, event_id, row))
