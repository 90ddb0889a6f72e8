"""What an event holds in the rooms below: halls, vehicles and people through bookings, time, posts, reminders.

Each call of a room below may refuse; the sentence then lands on the input that it concerns. Everything is one
transaction, so a refusal leaves nothing behind.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from biro.accounts.models import Person
from biro.allocations import queries as taken
from biro.allocations import services as allocations
from biro.allocations.models import Resource
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.events import findable, reminders, signals
from biro.facilities import queries as fleet
from biro.facilities import services as facilities
from biro.facilities.models import Booking
from biro.reminders import services as outbox
from biro.rosters import services as rosters
from biro.rosters.models import Post
from biro.rosters.services import PostNeed

if TYPE_CHECKING:
    from biro.events.models import Event


@contextmanager
def on_field(name: str) -> Iterator[None]:
    """A refusal inside belongs to this input of the event's form."""
    try:
        yield
    except DomainError as refusal:
        refusal.field = name
        raise


def book(event: "Event", resource: Resource, field: str, by: Any, *, attendees: int | None = None) -> Booking:
    """Ask for a hall, vehicle, driver or piece of equipment; the slot is held at once."""
    with on_field(field):
        return facilities.book(
            resource=resource, starts_at=event.starts_at, ends_at=event.ends_at, purpose=event.public_title,
            by=by, attendees=attendees, source=event.owner,
        )  # fmt: skip


def take_time(event: "Event", person: Person, field: str, by: Any) -> None:
    """The leader's or representative's time, firmly."""
    with on_field(field):
        allocations.allocate(
            allocations.person_resource(person), starts_at=event.starts_at, ends_at=event.ends_at,
            title=event.public_title, owner=event.owner, by=by,
        )  # fmt: skip


def draft_posts(event: "Event", posts: Sequence[PostNeed], by: Any) -> None:
    """People on duty, by a fair first draft: the section whose posts they are proposes it, the head approves."""
    found = db.session.scalars(select(Post).where(Post.id.in_([p.post_id for p in posts])))
    units = {post.unit_id: post.unit for post in found}
    unit = next(iter(units.values())) if len(units) == 1 else event.unit
    with on_field("posts"):
        rosters.plan_for_event(
            source=event.owner, title=event.public_title, needs=list(posts), starts_at=event.starts_at,
            ends_at=event.ends_at, unit=unit, zone=event.zone, by=by,
        )  # fmt: skip


def move(event: "Event", *, starts_at: datetime, ends_at: datetime, by: Any) -> None:
    """Everything goes along to the new time, or nothing does."""
    with on_field("day"):
        for allocation in taken.owned(event.owner):
            allocations.move(allocation, starts_at=starts_at, ends_at=ends_at, by=by)
        if fleet.bookings_of(event.owner):
            facilities.move_source(event.owner, starts_at=starts_at, ends_at=ends_at, by=by)
        rosters.move_source(event.owner, starts_at=starts_at, ends_at=ends_at, by=by)


def describe(event: "Event", *, by: Any) -> None:
    """What others read of everything that stands for the event: the name of today, and how many come."""
    title = event.public_title
    for allocation in taken.owned(event.owner):
        allocations.rename(allocation, title, by=by)
    facilities.describe_source(event.owner, purpose=title, attendees=event.heads, by=by)
    rosters.rename_source(event.owner, title=title, by=by)


def release(event: "Event", *, reason: str, by: Any) -> None:
    """Let go of everything, take reminders back, tell the people concerned."""
    allocations.release_owned(event.owner, by=by)
    facilities.cancel_source(event.owner, reason=_("Acara dibatalkan: %(reason)s", reason=reason), by=by)
    rosters.withdraw_source(event.owner, by=by)
    outbox.withdraw(event.owner, reason=_("Acara dibatalkan."), by=by)
    findable.put(event)
    tell(event, reminders.CANCELLED, by, reason=reason)
    signals.event_changed.send(event, what="cancelled", by=by)


def replan(event: "Event", by: Any) -> None:
    """Plan the reminders anew from the office's rules."""
    outbox.replan(event.owner, reminders.wanted(event), by=by)


def tell(event: "Event", kind: str, by: Any, **more: str) -> None:
    """Say it to planner, leader and representative, but not to whoever does it."""
    outbox.tell(
        [i for i in event.concerned_ids if i != by.person_id], kind=kind, owner=event.owner, url=event.url,
        params={**reminders.params_of(event), **more}, by=by, secret=event.secret,
    )  # fmt: skip
