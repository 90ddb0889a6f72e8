"""Which part of the Trail a reader may see, and what it is narrowed by."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db


def visible_to(actor: Any) -> Select[Trail]:
    """Acts of people in the units whose Trail the actor may read; all of it only from the root."""
    units = actor.units_for(P.AUDIT_READ)
    if len(units) == db.session.scalar(select(func.count(Unit.id))):
        return select(Trail)
    mine = select(Person.id).where(Person.unit_id.in_(units))
    return select(Trail).where(or_(Trail.actor_id.in_(mine), Trail.behalf_id.in_(mine)))


def narrowed(
    query: Select[Trail], *, person_id: int | None, action: str | None, since: date | None, until: date | None
) -> Select[Trail]:
    """By who did it (or in whose name), what was done, and days (WIB, both included)."""
    if person_id:
        query = query.where(or_(Trail.actor_id == person_id, Trail.behalf_id == person_id))
    if action:
        query = query.where(Trail.action == action)
    if since:
        query = query.where(Trail.at >= clock.day_bounds(since)[0])
    if until:
        query = query.where(Trail.at < clock.day_bounds(until)[1])
    return query
