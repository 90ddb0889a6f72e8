"""What the page of one event shows beside the event itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from biro.accounts.permissions import P
from biro.audit.trail import history_of
from biro.core import clock
from biro.core.pages import url_or_none
from biro.core.texts import _, waktu_pendek
from biro.events import queries, rules
from biro.events.models import Event, EventNeed, NeedKind, NeedState
from biro.facilities import queries as fleet
from biro.rosters import queries as rosters


@dataclass(frozen=True)
class NeedLine:
    """A need with where it stands and where to look."""

    need: EventNeed
    name: str
    url: str | None
    replace_url: str | None


@dataclass(frozen=True)
class Past:
    """A line of the history."""

    when: str
    title: str
    text: str
    who: str


def of(event: Event, actor: Any) -> dict[str, Any]:
    """Needs, roster, history and what this actor may do."""
    may_plan = actor.may(P.EVENT_PLAN, event.unit_id)
    roster = rosters.roster_of(event.owner)
    bookings = {b.resource_id: b for b in fleet.bookings_of(event.owner)}
    lines = [_line(event, need, bookings, roster, may_plan) for need in queries.needs_of(event)]
    return {
        "lines": lines,
        "roster": roster,
        "duties": rosters.duties(roster.id) if roster else [],
        "history": [_past(row, event.zone) for row in history_of(event)],
        "acts": event.acts_for(actor),
        "may_change": may_plan and event.state == "planned",
    }


def _line(event: Event, need: EventNeed, bookings: dict[int, Any], roster: Any, may_plan: bool) -> NeedLine:
    if need.kind is NeedKind.POST:
        name = _("%(count)s orang di %(post)s", count=need.count, post=need.post.name if need.post else "–")
        url = url_or_none("rosters.show", roster_id=roster.id) if roster else None
        return NeedLine(need, name, url, None)
    booking = bookings.get(need.resource_id or 0)
    url = booking.url if booking else None
    lost = may_plan and need.state is NeedState.UNMET and event.state == "planned"
    again = url_for("events.replace", event_id=event.id, need_id=need.id) if lost else None
    return NeedLine(need, need.resource.name if need.resource else "–", url, again)


def _past(row: Any, zone: str) -> Past:
    text = str(row.data.get("reason") or row.data.get("resource") or "")
    if row.data.get("before"):
        text = _("Semula: %(title)s", title=row.data["before"])
    if row.data.get("starts_at"):
        text = waktu_pendek(datetime.fromisoformat(row.data["starts_at"]), zone)
    who = (
        row.actor if not row.behalf else _("%(name)s atas nama %(behalf)s", name=row.actor, behalf=row.behalf)
    )
    return Past(waktu_pendek(row.at), row.sentence, text, who)


def when_of(event: Event) -> dict[str, Any]:
    """The times of an event as its form writes them."""
    start, end = clock.local(event.starts_at, event.zone), clock.local(event.ends_at, event.zone)
    return {
        "day": start.date(), "starts": start.time(), "ends": end.time(), "zone": event.zone,
        "until": end.date() if end.date() != start.date() else None, "version": event.version,
    }  # fmt: skip


def words_of(event: Event) -> dict[str, Any]:
    """What an event says of itself, as its form writes it."""
    return {
        "title": event.title, "theme": event.theme, "host": event.host, "venue": event.venue_text,
        "note": event.note, "participants": rules.write_participants(event.participants),
        "version": event.version,
    }  # fmt: skip
