"""Letters that wait for a disposition of the actor, in the order in which a head should take them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, tuple_
from sqlalchemy.orm import joinedload

from biro.accounts.permissions import P, may_role
from biro.core.db import db
from biro.correspondence import queries
from biro.correspondence.models import Letter, LetterState, Urgency

RANKS = {Urgency.IMMEDIATE: 0, Urgency.URGENT: 1, Urgency.NORMAL: 2}
MOST_AT_ONCE = 50


def headed(actor: Any) -> list[int]:
    """The units whose head the actor is (or acts for): their letters wait for the actor."""
    return [grant.unit_id for grant in actor.grants if may_role(grant.role, P.LETTER_DISPOSE)]


def rank() -> ColumnElement[int]:
    """The urgent first."""
    return case((Letter.urgency == Urgency.IMMEDIATE, 0), (Letter.urgency == Urgency.URGENT, 1), else_=2)


def waiting(actor: Any) -> Select[Any]:
    """The columns of the agenda list of every letter that waits, the urgent first, then the oldest."""
    columns = queries.rows(actor).add_columns(Letter.version, rank().label("rank"))
    return columns.where(*_here(actor)).order_by(rank(), Letter.received_on, Letter.id)


def _here(actor: Any) -> tuple[ColumnElement[bool], ...]:
    return (Letter.state == LetterState.RECEIVED, Letter.unit_id.in_(headed(actor)))


def picked(letter_ids: Collection[int], actor: Any) -> list[Letter]:
    """Of these letters those that wait for the actor, in the same order."""
    query = queries.visible_to(actor).where(*_here(actor), Letter.id.in_(letter_ids))
    query = query.options(joinedload(Letter.sender), joinedload(Letter.unit))
    return list(db.session.scalars(query.order_by(rank(), Letter.received_on, Letter.id).limit(MOST_AT_ONCE)))


@dataclass(frozen=True)
class Place:
    """Where a letter stands in the line: how many wait from it on (itself included), and which comes next."""

    left: int
    next_id: int | None


def place_of(letter: Letter, actor: Any) -> Place:
    """The letter's place, also when it has just been disposed of and waits no more."""
    mark = tuple_(literal(RANKS[letter.urgency]), literal(letter.received_on), literal(letter.id))
    order = (rank(), Letter.received_on, Letter.id)
    after = select(Letter.id).where(queries.may_see(actor), *_here(actor), tuple_(*order) > mark)
    next_id = db.session.scalar(after.order_by(*order).limit(1))
    left = db.session.scalar(select(func.count()).select_from(after.subquery())) or 0
    return Place(left + (letter.state is LetterState.RECEIVED), next_id)


def is_waiting(letter: Letter, actor: Any) -> bool:
    """Whether it waits for the actor (a letter that was passed to them does not)."""
    return letter.state is LetterState.RECEIVED and letter.unit_id in headed(actor)
