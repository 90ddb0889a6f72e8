"""Who could stand a duty, with everything that speaks against it: read once, handed to the pure rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, or_, select

from biro.accounts.models import Assignment, Person, Position, Unit
from biro.allocations.models import Allocation, AllocationState, Resource
from biro.core.db import db
from biro.rosters.models import Duty, Post, Roster, RosterState
from biro.rosters.rules import ORDINARY, REST, Busy, Candidate

LOOK_BACK = timedelta(days=92)  # points older than a quarter weigh no more: newcomers are not flooded
COUNTED = frozenset({RosterState.PUBLISHED, RosterState.APPROVED, RosterState.SUBMITTED})


def pool(units: Iterable[Unit], day: date) -> list[Person]:
    """The people of these units and all below, but for those who head a unit: they decide, they do not stand duty."""
    heads = (
        select(Assignment.person_id)
        .join(Position, Assignment.position_id == Position.id)
        .where(Position.is_head, _holds(day))
    )
    branch = or_(*[Unit.path.startswith(unit.path, autoescape=True) for unit in units])
    query = select(Person).join(Unit, Person.unit_id == Unit.id).where(branch, Person.active)
    return list(db.session.scalars(query.where(Person.id.not_in(heads)).order_by(Person.name, Person.id)))


def _holds(day: date):  # type: ignore[no-untyped-def]
    return (Assignment.starts_on <= day) & or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day)


def candidates(
    people: Sequence[Person], posts: Sequence[Post], start: datetime, end: datetime, day: date,
    *, without: Roster | None = None,
) -> list[Candidate]:  # fmt: skip
    """Each person with carried-over points, posts they suit, and what occupies them from `start` to `end`.

    `day`: the first day of the roster. `without`: the roster being drafted, whose own duties do not count.
    """
    ids = [person.id for person in people]
    busy, titles, carried = (
        _busy(ids, start - REST, end + REST, without),
        _titles(ids, day),
        points_before(ids, day),
    )
    return [
        Candidate(
            person.id, person.name, _suited(posts, titles.get(person.id, "")),
            *carried.get(person.id, (0, 0)), busy=tuple(busy[person.id]),
        )
        for person in people
    ]  # fmt: skip


def _suited(posts: Sequence[Post], title: str) -> frozenset[int] | None:
    suited = frozenset(post.id for post in posts if post.suits(title))
    return None if len(suited) == len(posts) else suited


def _titles(ids: list[int], day: date) -> dict[int, str]:
    query = select(Assignment.person_id, Position.title).join(Position, Assignment.position_id == Position.id)
    titles: dict[int, str] = defaultdict(str)
    for person_id, title in db.session.execute(query.where(Assignment.person_id.in_(ids), _holds(day))):
        titles[person_id] += title + " "
    return titles


def points_before(ids: Sequence[int], day: date) -> dict[int, tuple[int, int]]:
    """(points of weekends and holidays, all points) of each person in the quarter before a day."""
    heavy = func.sum(case((Duty.points > ORDINARY, Duty.points), else_=0))
    query = (
        select(Duty.person_id, heavy, func.sum(Duty.points))
        .join(Roster, Duty.roster_id == Roster.id)
        .where(
            Duty.person_id.in_(ids), Roster.state.in_(COUNTED), Duty.day < day, Duty.day >= day - LOOK_BACK
        )
        .group_by(Duty.person_id)
    )
    return {person_id: (int(h), int(t)) for person_id, h, t in db.session.execute(query) if person_id}


def _busy(ids: list[int], start: datetime, end: datetime, without: Roster | None) -> dict[int, list[Busy]]:
    found: dict[int, list[Busy]] = defaultdict(list)
    duties = (
        select(Duty.person_id, Duty.starts_at, Duty.ends_at, Duty.shift_id)
        .join(Roster, Duty.roster_id == Roster.id)
        .where(Duty.person_id.in_(ids), Duty.starts_at < end, Duty.ends_at > start)
        .where(Roster.state != RosterState.WITHDRAWN)
    )
    if without is not None and without.id is not None:
        duties = duties.where(Duty.roster_id != without.id)
    for person_id, starts_at, ends_at, shift_id in db.session.execute(duties):
        found[person_id or 0].append(Busy(starts_at, ends_at, "duty", shift_id is not None))
    others = (
        select(Resource.person_id, Allocation.starts_at, Allocation.ends_at, Allocation.owner)
        .join(Resource, Allocation.resource_id == Resource.id)
        .where(
            Resource.person_id.in_(ids), Allocation.state != AllocationState.RELEASED,
            Allocation.block_starts_at < end, Allocation.block_ends_at > start,
            Allocation.owner.not_like("duty:%"),
        )
    )  # fmt: skip
    for person_id, starts_at, ends_at, owner in db.session.execute(others):
        found[person_id or 0].append(
            Busy(starts_at, ends_at, "leave" if owner.startswith("leave:") else "busy")
        )
    return found
