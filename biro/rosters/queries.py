"""Named reads of rosters, duties and leave; lists start from `visible_to`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import joinedload

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.core.db import db
from biro.rosters import rules, staffing
from biro.rosters.models import Cover, Duty, Leave, Post, Roster, RosterKind, RosterState, Shift


def visible_to(actor: Any) -> Select[Roster]:
    """Rosters of the units that one reads for, events' of the whole bureau, and published ones one stands on."""
    mine = select(Duty.roster_id).where(Duty.person_id.in_(actor.ids))
    units = actor.units_for(P.ROSTER_READ)
    return select(Roster).where(
        or_(
            Roster.unit_id.in_(units),
            (Roster.kind == RosterKind.EVENT) & Roster.unit_id.in_(_bureau(units)),
            (Roster.state == RosterState.PUBLISHED) & Roster.id.in_(mine),
        )
    )


def _bureau(unit_ids: Sequence[int]) -> Select[int]:
    """The units of the bureaus (second level of the tree) to which these units belong."""
    own = select(Unit.path).where(Unit.id.in_(unit_ids))
    tops = {"/".join(path.split("/")[:3]) + "/" for path in db.session.scalars(own) if path.count("/") > 2}
    return select(Unit.id).where(or_(false(), *[Unit.path.startswith(top) for top in sorted(tops)]))


def roster(actor: Any, roster_id: int) -> Roster | None:
    """One roster, if it may be seen."""
    query = visible_to(actor).options(joinedload(Roster.unit), joinedload(Roster.author))
    return db.session.scalars(query.where(Roster.id == roster_id)).one_or_none()


def roster_of(source: str) -> Roster | None:
    """The standing roster of an event ("event:5")."""
    query = select(Roster).where(Roster.source == source, Roster.state != RosterState.WITHDRAWN)
    return db.session.scalars(query.order_by(Roster.id.desc()).limit(1)).one_or_none()


def month_roster(unit_id: int, month: date) -> Roster | None:
    """The roster of a unit for a month."""
    query = select(Roster).where(Roster.unit_id == unit_id, Roster.month == month.replace(day=1))
    return db.session.scalars(query).one_or_none()


def duties(roster_id: int) -> list[Duty]:
    """All places of a roster with post, shift and person, in order of time."""
    query = (
        select(Duty)
        .options(joinedload(Duty.post), joinedload(Duty.shift), joinedload(Duty.person))
        .where(Duty.roster_id == roster_id)
    )
    return list(db.session.scalars(query.order_by(Duty.starts_at, Duty.post_id, Duty.id)))


def duties_of(person_ids: Sequence[int], start: datetime, end: datetime) -> list[Duty]:
    """Published duties of these people that touch the span, in order."""
    query = (
        select(Duty)
        .join(Duty.roster)
        .options(
            joinedload(Duty.post), joinedload(Duty.shift), joinedload(Duty.roster), joinedload(Duty.person)
        )
        .where(Duty.person_id.in_(person_ids), Duty.ends_at > start, Duty.starts_at < end)
        .where(Roster.state == RosterState.PUBLISHED)
    )
    return list(db.session.scalars(query.order_by(Duty.starts_at, Duty.id)))


def posts(unit_ids: Sequence[int] | None = None, *, active: bool = True) -> list[Post]:
    """Posts of all units or of the given ones, by name."""
    query = select(Post).options(joinedload(Post.unit)).order_by(Post.name, Post.id)
    query = query.where(Post.active) if active else query
    return list(db.session.scalars(query if unit_ids is None else query.where(Post.unit_id.in_(unit_ids))))


def shifts(*, active: bool = True) -> list[Shift]:
    """Shifts by the hour they start."""
    query = select(Shift).order_by(Shift.starts, Shift.id)
    return list(db.session.scalars(query.where(Shift.active) if active else query))


def covers(unit: Unit) -> list[Cover]:
    """What the posts of a unit need, for posts and shifts in use."""
    query = (
        select(Cover)
        .join(Cover.post)
        .join(Cover.shift)
        .options(joinedload(Cover.post), joinedload(Cover.shift))
        .where(Post.unit_id == unit.id, Post.active, Shift.active)
    )
    return list(db.session.scalars(query.order_by(Shift.starts, Post.name, Cover.id)))


@dataclass(frozen=True)
class Hindrance:
    """What keeps a person from a duty: "leave", "busy", "duty", "rest" or "skill", and the span it takes."""

    code: str
    busy: rules.Busy | None = None


def hindrance(duty: Duty, person: Person, *, without: Roster | None = None) -> Hindrance | None:
    """Why this person cannot stand this duty, None when they can."""
    return hindrances(duty, [person], without=without).get(person.id)


def hindrances(
    duty: Duty, people: Sequence[Person], *, without: Roster | None = None
) -> dict[int, Hindrance]:
    """By person id, only of those who cannot."""
    found = staffing.candidates(people, [duty.post], duty.starts_at, duty.ends_at, duty.day, without=without)
    post_id = duty.post_id or duty.post.id
    slot = rules.Slot(0, post_id, duty.starts_at, duty.ends_at, 1, duty.shift is not None)
    result: dict[int, Hindrance] = {}
    for each in found:
        busy = rules.obstacle(slot, each.busy)
        if busy is not None:
            result[each.id] = Hindrance(rules.why_not(slot, busy), busy)
        elif each.posts is not None and post_id not in each.posts:
            result[each.id] = Hindrance("skill")
    return result


def leaves_visible_to(actor: Any) -> Select[Leave]:
    """Leave of oneself and of the units for which one records it."""
    units = actor.units_for(P.LEAVE_RECORD)
    return (
        select(Leave)
        .join(Leave.person)
        .options(joinedload(Leave.person))
        .where(or_(Leave.person_id.in_(actor.ids), Person.unit_id.in_(units)))
    )
