"""Planning and moving events: one transaction each, all or nothing. Cancelling is an act of the event itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from biro import audit
from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.allocations.models import Resource
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.events import findable, holdings, reminders, rules, signals
from biro.events.models import (
    Attendance,
    Event,
    EventNeed,
    EventParticipant,
    EventState,
    EventVenue,
    NeedKind,
    NeedState,
)
from biro.events.rules import Participant
from biro.facilities import queries as fleet
from biro.facilities.models import BookingState
from biro.rosters import queries as rosters
from biro.rosters.models import RosterState
from biro.rosters.services import PostNeed

PLANNED = declare("event.planned", _l("menjadwalkan acara"))
CHANGED = declare("event.changed", _l("mengubah keterangan acara"))
MOVED = declare("event.moved", _l("memindahkan acara"))
REPLACED = declare("event.need_replaced", _l("mengganti kebutuhan acara"))

ROSTERED = frozenset({RosterState.APPROVED, RosterState.PUBLISHED})
FIELDS = {
    NeedKind.HALL: "hall",
    NeedKind.VEHICLE: "vehicles",
    NeedKind.DRIVER: "drivers",
    NeedKind.EQUIPMENT: "equipment",
}


@dataclass(frozen=True)
class Venue:
    """A place of an event with its host: one of our halls, or a place in words. `person`: the host's time is taken."""

    host: str = ""
    hall: Resource | None = None
    place: str = ""
    person: Person | None = None


def plan(
    *, title: str, starts_at: datetime, ends_at: datetime, zone: str, by: Any, venue_text: str = "",
    hall: Resource | None = None, venues: Sequence[Venue] = (), leader: Person | None = None,
    attendance: Attendance | None = None, representative: Person | None = None,
    vehicles: Iterable[Resource] = (), drivers: Iterable[Resource] = (), equipment: Iterable[Resource] = (),
    posts: Sequence[PostNeed] = (), participants: Sequence[Participant] = (), secret: bool = False,
    unit: Unit | None = None, **more: Any,
) -> Event:  # fmt: skip
    """An event with all it needs, or nothing at all: a Clash says what is taken and what is free instead.

    `more`: theme, host, note, provisional. Times are aware instants; `zone` is where people will read the clock.
    """
    rules.check_zone(zone)
    rules.check_span(starts_at, ends_at, clock.now())
    places = [*([Venue(str(more.get("host", "")), hall, venue_text)] if hall or venue_text else []), *venues]
    event = Event(
        title=title.strip()[:200], starts_at=starts_at, ends_at=ends_at, zone=zone, unit=_unit(unit, by),
        venue_text=venue_text or _names(places), state=EventState.PLANNED, leader=leader, secret=secret,
        attendance=attendance or (Attendance.ATTENDS if leader else Attendance.NONE),
        representative=representative, planned_by_id=by.person_id, **more,
    )  # fmt: skip
    _check_people(event)
    db.session.add(event)
    event.venues = [EventVenue(host=p.host, person=p.person, place=p.place, resource=p.hall) for p in places]
    event.participants = [EventParticipant(**vars(p)) for p in participants]
    db.session.flush()
    halls = [place.hall for place in places if place.hall]
    things = {NeedKind.HALL: halls, NeedKind.VEHICLE: vehicles, NeedKind.DRIVER: drivers,
              NeedKind.EQUIPMENT: equipment}  # fmt: skip
    _take_time(event, by)
    _take_things(event, things, by)
    _take_posts(event, posts, by)
    _announce(event, PLANNED, reminders.PLANNED, "planned", by)
    return event


def _names(places: Sequence[Venue]) -> str:
    return "; ".join(p.hall.name if p.hall else p.place for p in places)[:300]


def _unit(unit: Unit | None, by: Any) -> Unit:
    found = unit or by.effective.unit
    if found is None:
        raise DomainError(_("Anda belum ditempatkan di unit mana pun."))
    if not by.may(P.EVENT_PLAN, found.id):
        raise Forbidden
    return found


def _check_people(event: Event) -> None:
    if event.attendance is Attendance.NONE:
        event.representative = None
        return
    if event.leader is None:
        raise DomainError(_("Pilih pimpinan yang hadir atau diwakili."), field="leader")
    if event.attendance is Attendance.ATTENDS:
        event.representative = None
    elif event.representative is None:
        raise DomainError(_("Pilih siapa yang mewakili."), field="representative")
    elif event.representative is event.leader:
        raise DomainError(_("Pimpinan tidak bisa mewakili dirinya sendiri."), field="representative")


def _take_time(event: Event, by: Any) -> None:
    if event.attending is not None:
        field = "leader" if event.attendance is Attendance.ATTENDS else "representative"
        holdings.take_time(event, event.attending, field, by)
    for venue in event.venues:
        if venue.person is not None and venue.person is not event.attending:
            holdings.take_time(event, venue.person, "hall", by)


def _take_things(event: Event, things: dict[NeedKind, Iterable[Resource]], by: Any) -> None:
    """In the order of their numbers: two planners of the same things then wait for each other, never in a circle."""
    wanted = {resource.id: (kind, resource) for kind, found in things.items() for resource in found}
    for _id, (kind, resource) in sorted(wanted.items()):
        _book(event, kind, resource, by)


def _take_posts(event: Event, posts: Sequence[PostNeed], by: Any) -> None:
    if posts:
        holdings.draft_posts(event, posts, by)
    event.needs += [
        EventNeed(kind=NeedKind.POST, post_id=p.post_id, count=p.count, state=NeedState.WAITING)
        for p in posts
    ]
    db.session.flush()


def _book(event: Event, kind: NeedKind, resource: Resource, by: Any) -> EventNeed:
    holdings.book(event, resource, FIELDS[kind], by, attendees=event.heads)
    need = EventNeed(kind=kind, resource_id=resource.id, count=1, state=NeedState.WAITING)
    event.needs.append(need)
    return need


def sync_needs(event: Event) -> None:
    """Each need as its booking or roster stands now; another time needs another yes."""
    sure = {b.resource_id: b.state is BookingState.FIRM for b in fleet.bookings_of(event.owner)}
    roster = rosters.roster_of(event.owner)
    manned = roster is not None and roster.state in ROSTERED
    for need in event.needs:
        if need.kind is NeedKind.POST or need.resource_id in sure:
            met = manned if need.kind is NeedKind.POST else sure[need.resource_id or 0]
            need.state = NeedState.MET if met else NeedState.WAITING


def _announce(event: Event, action: str, kind: str, what: str, by: Any, **more: str) -> None:
    holdings.replan(event, by)
    findable.put(event)
    holdings.tell(event, kind, by, **more)
    audit.record(action, event, by, title=event.title, starts_at=event.starts_at.isoformat())
    signals.event_changed.send(event, what=what, by=by)


def move(
    event: Event, *, starts_at: datetime, ends_at: datetime, by: Any, version: int | None = None
) -> None:
    """The whole event at another time: time, things, posts and reminders go along, or a Clash and nothing moves."""
    _check_open(event, by, version, _("Hanya acara yang masih terjadwal bisa dipindah."))
    rules.check_span(starts_at, ends_at, clock.now())
    before = event.starts_at
    if (starts_at, ends_at) == (before, event.ends_at):
        raise DomainError(_("Waktunya masih sama."), field="day")
    holdings.move(event, starts_at=starts_at, ends_at=ends_at, by=by)
    event.starts_at, event.ends_at = starts_at, ends_at
    db.session.flush()
    sync_needs(event)
    _announce(event, MOVED, reminders.MOVED, "moved", by, before_at=before.isoformat())


def _check_open(event: Event, by: Any, version: int | None, refusal: str) -> None:
    if not by.may(P.EVENT_PLAN, event.unit_id):
        raise Forbidden
    event.expect(version)
    if event.state is not EventState.PLANNED:
        raise DomainError(refusal)


def change(
    event: Event, *, title: str, by: Any, version: int | None = None, theme: str = "", host: str = "",
    venue_text: str = "", note: str = "", participants: Sequence[Participant] = (),
) -> None:  # fmt: skip
    """Other words about the same event; when, where and who stay. What was booked and planned for it reads them too."""
    _check_open(event, by, version, _("Hanya acara yang masih terjadwal bisa diubah."))
    place = venue_text or "; ".join(v.resource.name if v.resource else v.place for v in event.venues)
    facts = {
        "title": title.strip()[:200],
        "theme": theme,
        "host": host,
        "venue_text": place[:300],
        "note": note,
    }
    groups = [Participant(p.position, p.organisation, p.count) for p in event.participants]
    if all(getattr(event, k) == v for k, v in facts.items()) and groups == list(participants):
        return
    before = {"before": event.title} if event.title != facts["title"] else {}
    _describe_venue(event, host, venue_text)
    for name, value in facts.items():
        setattr(event, name, value)
    if groups != list(participants):
        _invite(event, participants)
    flag_modified(event, "note")  # the row's version counts the participants too
    db.session.flush()
    holdings.describe(event, by=by)
    holdings.replan(event, by)
    findable.put(event)
    audit.record(CHANGED, event, by, title=event.title, **before)
    signals.event_changed.send(event, what="changed", by=by)


def _describe_venue(event: Event, host: str, place: str) -> None:
    """The only place of an event says what the event says; of several each has its own words."""
    if len(event.venues) == 1:
        venue = event.venues[0]
        venue.host = host if venue.host == event.host else venue.host
        venue.place = venue.place if venue.resource else place


def _invite(event: Event, groups: Sequence[Participant]) -> None:
    for row in event.participants:
        db.session.delete(row)
    event.participants = [EventParticipant(**vars(p)) for p in groups]


def replace(need: EventNeed, *, resource: Resource, by: Any) -> EventNeed:
    """Another thing for a need that was lost."""
    event = need.event
    if not by.may(P.EVENT_PLAN, event.unit_id):
        raise Forbidden
    if (
        event.state is not EventState.PLANNED
        or need.state is not NeedState.UNMET
        or need.kind is NeedKind.POST
    ):
        raise DomainError(_("Kebutuhan ini tidak perlu diganti."))
    found = _book(event, need.kind, resource, by)
    for venue in event.venues:
        if venue.resource_id == need.resource_id:
            venue.resource_id = resource.id
    if event.venue_text == (need.resource.name if need.resource else None):
        event.venue_text = resource.name
    event.needs.remove(need)
    db.session.delete(need)
    db.session.flush()
    findable.put(event)
    audit.record(REPLACED, event, by, resource=resource.name)
    return found
