"""Named reads of events; every list starts from `visible_to`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from biro.accounts.permissions import P
from biro.allocations import queries as taken
from biro.allocations.models import Resource, ResourceKind
from biro.core.db import db
from biro.events.models import Event, EventNeed, EventState, EventVenue, NeedKind, NeedState
from biro.events.rules import LONGEST
from biro.facilities import queries as fleet

RESOURCES = {
    NeedKind.HALL: ResourceKind.ROOM,
    NeedKind.VEHICLE: ResourceKind.VEHICLE,
    NeedKind.DRIVER: ResourceKind.DRIVER,
    NeedKind.EQUIPMENT: ResourceKind.EQUIPMENT,
}


def visible_to(actor: Any) -> Select[Event]:
    """Events of the bureaus one works in, and those one is concerned in.

    Secret ones only for planner, leader, representative, and their delegates when the delegation says so.
    """
    openly = or_(Event.unit_id.in_(actor.house_units(P.EVENT_READ)), _concerns(actor.ids))
    secretly = _concerns(actor.secret_ids)
    return select(Event).where(or_(and_(~Event.secret, openly), and_(Event.secret, secretly)))


def _concerns(ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(Event.leader_id.in_(ids), Event.representative_id.in_(ids), Event.planned_by_id.in_(ids))


def event(actor: Any, event_id: int) -> Event | None:
    """One event with all its parts, if it may be seen."""
    query = (
        visible_to(actor)
        .options(
            joinedload(Event.leader), joinedload(Event.representative), joinedload(Event.planned_by),
            joinedload(Event.unit), selectinload(Event.participants),
            selectinload(Event.venues).joinedload(EventVenue.resource),
        )
        .where(Event.id == event_id)
    )  # fmt: skip
    return db.session.scalars(query).one_or_none()


def between(query: Select[Event], start: datetime, end: datetime) -> Select[Event]:
    """Those that touch the span; no event is longer than two weeks, so an index on the start is enough."""
    return query.where(Event.starts_at < end, Event.starts_at > start - LONGEST, Event.ends_at > start)


def agenda(actor: Any, start: datetime, end: datetime) -> list[Event]:
    """What stands between two instants, in order of time, with leader and representative (one query)."""
    query = between(visible_to(actor), start, end).where(Event.state != EventState.CANCELLED)
    query = query.options(joinedload(Event.leader), joinedload(Event.representative))
    return list(db.session.scalars(query.order_by(Event.starts_at, Event.id)))


def listing(
    actor: Any, *, now: datetime, past: bool = False, state: str = "", text: str = ""
) -> Select[Event]:
    """The list page: running and coming events, or those that are over."""
    query = visible_to(actor).options(joinedload(Event.leader), joinedload(Event.representative))
    query = query.where(Event.ends_at <= now if past else Event.ends_at > now)
    if state in set(EventState):
        query = query.where(Event.state == EventState(state))
    if text.strip():
        needle = text.strip().lower()
        query = query.where(
            or_(
                func.lower(Event.title).contains(needle, autoescape=True),
                func.lower(Event.venue_text).contains(needle, autoescape=True),
            )
        )
    return query


def open_needs(event_ids: Sequence[int]) -> dict[int, int]:
    """How many needs of each event are lost (one query for a whole list)."""
    query = (
        select(EventNeed.event_id, func.count())
        .where(EventNeed.event_id.in_(event_ids), EventNeed.state == NeedState.UNMET)
        .group_by(EventNeed.event_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def unmet(actor: Any, now: datetime) -> list[Event]:
    """Coming events that have lost something: what the desk asks for."""
    lost = select(EventNeed.event_id).where(EventNeed.state == NeedState.UNMET)
    query = visible_to(actor).where(
        Event.state == EventState.PLANNED, Event.ends_at > now, Event.id.in_(lost)
    )
    return list(db.session.scalars(query.order_by(Event.starts_at, Event.id)))


def needs_of(event: Event) -> list[EventNeed]:
    """What the event needs, with the things' names."""
    query = (
        select(EventNeed)
        .options(joinedload(EventNeed.resource), joinedload(EventNeed.post))
        .where(EventNeed.event_id == event.id)
    )
    return list(db.session.scalars(query.order_by(EventNeed.id)))


def free_for(need: EventNeed, actor: Any) -> list[Resource]:
    """What is free at the event's time instead of what was lost."""
    event = need.event
    return taken.free(fleet.resources(RESOURCES[need.kind], actor), event.starts_at, event.ends_at)


def month_events(actor: Any, start: datetime, end: datetime) -> list[Any]:
    """Columns for the calendar: id, title, starts_at, ends_at, zone, state."""
    query = between(visible_to(actor), start, end).with_only_columns(
        Event.id, Event.title, Event.starts_at, Event.ends_at, Event.zone, Event.state
    )
    return list(db.session.execute(query.order_by(Event.starts_at, Event.id)))
