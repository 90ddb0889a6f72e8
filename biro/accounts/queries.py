"""Named reads of people, units and positions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from biro.accounts.models import Assignment, Delegation, LoginSession, Person, Position, RoleGrant, Unit
from biro.accounts.permissions import ROLES, P, Role
from biro.core import clock
from biro.core.db import db, read


def people(active: bool = True) -> Select[Person]:
    """Everyone of the office (names and positions are no secret among staff)."""
    query = select(Person).options(joinedload(Person.unit))
    return query.where(Person.active) if active else query


def person_named(username: str) -> Person | None:
    """The person who signs in with this name."""
    return db.session.scalars(select(Person).where(Person.username == username.strip().lower())).one_or_none()


def find_people(text: str, limit: int = 12) -> list[Person]:
    """People whose name or NIP holds the text, names that start with it first."""
    needle = text.strip().lower()
    query = (
        people()
        .options(selectinload(Person.assignments).joinedload(Assignment.position))
        .where(or_(func.lower(Person.name).contains(needle, autoescape=True), Person.nip == needle))
    )
    first = func.lower(Person.name).startswith(needle, autoescape=True)
    return list(db.session.scalars(query.order_by(first.desc(), Person.name).limit(limit)))


def person_meant(text: str) -> int | None:
    """The id of the one person a typed text means: username, NIP, whole name, or a part only one name has."""
    needle = text.strip().lower()
    same = or_(Person.username == needle, Person.nip == needle, func.lower(Person.name) == needle)
    exact = list(db.session.scalars(select(Person.id).where(Person.active, same).limit(2)))
    found = exact or ([p.id for p in find_people(needle, limit=2)] if needle else [])
    return found[0] if len(found) == 1 else None


def units() -> list[Unit]:
    """All active units, parents before children."""
    return list(db.session.scalars(select(Unit).where(Unit.active).order_by(Unit.path)))


_UNIT_NAMES = select(Unit.id, Unit.name).where(Unit.active).order_by(Unit.path)


def unit_names() -> Sequence[Any]:
    """(id, name) of all active units, parents before children: for filters that stand on every page of a list."""
    return read(_UNIT_NAMES)


def positions() -> list[Position]:
    """All positions of active units, unit by unit."""
    query = select(Position).join(Unit).options(contains_eager(Position.unit)).where(Unit.active)
    return list(db.session.scalars(query.order_by(Unit.path, Position.rank, Position.id)))


def listed(text: str = "", unit_id: int | None = None, active: bool | None = True) -> Select[Person]:
    """People by part of the name or NIP, in a unit and everything below it, with today's positions at hand."""
    query = people(active=False).options(selectinload(Person.assignments).joinedload(Assignment.position))
    if active is not None:
        query = query.where(Person.active.is_(active))
    needle = text.strip().lower()
    if needle:
        name = func.lower(Person.name).contains(needle, autoescape=True)
        query = query.where(or_(name, Person.nip.startswith(needle, autoescape=True)))
    if unit_id:
        branch = select(Unit.id).where(Unit.path.contains(f"/{unit_id}/"))
        query = query.where(Person.unit_id.in_(branch))
    return query


def roles_of(person_id: int) -> list[RoleGrant]:
    """Roles beside the position that are in force today or later."""
    query = select(RoleGrant).options(joinedload(RoleGrant.unit)).where(RoleGrant.person_id == person_id)
    in_force = or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= clock.today())
    return list(db.session.scalars(query.where(in_force).order_by(RoleGrant.id)))


def delegations_by(person_id: int, now: datetime) -> list[Delegation]:
    """What this person has given and not yet lost its force."""
    query = (
        select(Delegation).options(joinedload(Delegation.receiver)).where(Delegation.giver_id == person_id)
    )
    alive = (Delegation.revoked_at.is_(None)) & (Delegation.ends_at > now)
    return list(db.session.scalars(query.where(alive).order_by(Delegation.starts_at)))


def holders(position_ids: list[int], day: date) -> list[Assignment]:
    """Who sits on these positions on a day."""
    query = (
        select(Assignment)
        .options(joinedload(Assignment.person), joinedload(Assignment.position))
        .where(
            Assignment.position_id.in_(position_ids),
            Assignment.starts_on <= day,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day),
        )
    )
    return list(db.session.scalars(query))


def people_with(permission: P, unit_id: int, day: date | None = None) -> list[Person]:
    """The people who hold a permission for a unit through their position: whom to tell about a request."""
    day = day or clock.today()
    unit = db.session.get(Unit, unit_id)
    above = [int(part) for part in (unit.path if unit else "").split("/") if part]
    roles = [role for role in Role if permission in ROLES[role]]
    query = (
        select(Person)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Position, Assignment.position_id == Position.id)
        .where(
            Person.active,
            Position.role.in_(roles),
            Position.unit_id.in_(above),
            Assignment.starts_on <= day,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day),
        )
        .order_by(Person.id)
        .distinct()
    )
    return list(db.session.scalars(query))


def delegations_to(person_id: int, now: datetime) -> list[Delegation]:
    """In whose name this person may act now."""
    query = (
        select(Delegation)
        .options(joinedload(Delegation.giver))
        .where(
            Delegation.receiver_id == person_id,
            Delegation.revoked_at.is_(None),
            Delegation.starts_at <= now,
            Delegation.ends_at > now,
        )
    )
    return list(db.session.scalars(query))


def live_sessions(person_id: int, now: datetime) -> list[LoginSession]:
    """Browsers in which the person is signed in, newest first."""
    query = select(LoginSession).where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
    rows = db.session.scalars(query.order_by(LoginSession.seen_at.desc()))
    return [row for row in rows if row.is_alive(now)]
