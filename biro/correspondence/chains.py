"""Named reads of dispositions: my desk, what I gave, and the tree on a letter's page."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from biro.accounts.models import Assignment, Person, Position, Unit
from biro.accounts.permissions import ROLES, P
from biro.core import clock
from biro.core.db import db, own_transaction
from biro.core.errors import Forbidden
from biro.correspondence import queries
from biro.correspondence.models import (
    SECRET,
    Correspondent,
    Disposition,
    DispositionRecipient,
    Instruction,
    Letter,
    RecipientRole,
    RecipientState,
)
from biro.correspondence.models.dispositions import OPEN

COLUMNS: tuple[Any, ...] = (
    DispositionRecipient.id, DispositionRecipient.disposition_id, DispositionRecipient.role,
    DispositionRecipient.state, DispositionRecipient.due_on, queries.masked(DispositionRecipient.answer),
    Disposition.given_at,
    Person.name.label("person"), Letter.id.label("letter_id"), queries.masked(Letter.subject), Letter.year,
    Letter.agenda, Letter.security, Letter.urgency, queries.masked(Correspondent.name.label("sender")),
)  # fmt: skip


def _lines(person_on: Any, whose: Any, actor: Any) -> Select[Any]:
    """Lines of people (`whose` column), secret ones only for those whom they concern."""
    plain = and_(Letter.security.not_in(SECRET), whose.in_(actor.ids))
    secret = and_(Letter.security.in_(SECRET), whose.in_(actor.secret_ids))
    return (
        select(*COLUMNS)
        .join_from(DispositionRecipient, Disposition)
        .join(Letter, Disposition.letter_id == Letter.id)
        .join(Correspondent, Letter.sender_id == Correspondent.id)
        .join(Person, person_on)
        .where(or_(plain, secret))
    )


def received(actor: Any, *, waiting: bool) -> Select[Any]:
    """What was passed to the actor: still to be read or answered, or over."""
    query = _lines(Person.id == Disposition.giver_id, DispositionRecipient.person_id, actor)
    return query.where(_waits() if waiting else ~_waits())


def _waits() -> ColumnElement[bool]:
    """Something is still to be done: an answer, or for a copy the reading."""
    copy = DispositionRecipient.role == RecipientRole.COPY
    unread = DispositionRecipient.state == RecipientState.NEW
    return or_(and_(~copy, DispositionRecipient.state.in_(OPEN)), and_(copy, unread))


def unread(actor: Any) -> Select[Any]:
    """What the actor has not opened yet."""
    return received(actor, waiting=True).where(DispositionRecipient.state == RecipientState.NEW)


def overdue(actor: Any, today: date) -> Select[Any]:
    """What the actor should have answered before today."""
    return received(actor, waiting=True).where(DispositionRecipient.due_on < today)


def given(actor: Any, *, waiting: bool = False) -> Select[Any]:
    """What the actor passed on, and where each stands; with `waiting` only what is still to be done."""
    query = _lines(Person.id == DispositionRecipient.person_id, Disposition.giver_id, actor)
    open_ = and_(DispositionRecipient.role != RecipientRole.COPY, DispositionRecipient.state.in_(OPEN))
    return query.where(open_) if waiting else query


def counts(actor: Any, today: date) -> dict[str, int]:
    """How many stand in each view of the desk, in two questions."""
    late = case((DispositionRecipient.due_on < today, 1))
    new = case((DispositionRecipient.state == RecipientState.NEW, 1))
    mine = received(actor, waiting=True).with_only_columns(func.count(), func.count(new), func.count(late))
    waits, unread_, late_ = db.session.execute(mine).one()
    awaited = db.session.scalar(given(actor, waiting=True).with_only_columns(func.count())) or 0
    return {"menunggu": waits, "baru": unread_, "lewat": late_, "ditunggu": awaited}


def waiting_count(actor: Any) -> int:
    """How many dispositions wait for the actor."""
    query = received(actor, waiting=True).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def disposition(disposition_id: int, actor: Any) -> Disposition:
    """A disposition on a letter that the actor may see; otherwise the same 404 as for an absent one."""
    found = of_visible_letter(disposition_id, actor)
    if found is None:
        raise Forbidden
    return found


def of_visible_letter(disposition_id: int, actor: Any) -> Disposition | None:
    """A disposition, when the actor may know of its letter."""
    query = (
        select(Disposition)
        .join(Disposition.letter)
        .options(contains_eager(Disposition.letter).joinedload(Letter.sender), joinedload(Disposition.giver))
        .where(Disposition.id == disposition_id, queries.may_see(actor))
    )
    return db.session.scalars(query).one_or_none()


def line(disposition_id: int, line_id: int, actor: Any) -> DispositionRecipient:
    """A recipient's line of a disposition that the actor may see."""
    found = disposition(disposition_id, actor)
    for each in found.recipients:
        if each.id == line_id:
            return each
    raise Forbidden


def note_read(found: Disposition, actor: Any) -> None:
    """Opening the page is reading it: from here on it cannot be recalled. A GET, so in a transaction of its own."""
    ids = actor.secret_ids if found.is_secret else actor.ids
    if not any(x.person_id in ids and x.state is RecipientState.NEW for x in found.recipients):
        return
    unread = update(DispositionRecipient).where(
        DispositionRecipient.disposition_id == found.id,
        DispositionRecipient.person_id.in_(ids),
        DispositionRecipient.state == RecipientState.NEW,
    )
    values = {
        "state": RecipientState.READ,
        "read_at": clock.now(),
        "version": DispositionRecipient.version + 1,
    }
    db.session.rollback()
    with own_transaction() as session:
        session.execute(unread.values(values).execution_options(synchronize_session=False))


@dataclass
class Node:
    """A disposition with those that continue it."""

    disposition: Disposition
    children: list["Node"] = field(default_factory=list)


def tree(letter_id: int) -> list[Node]:
    """All dispositions of a letter (the page must already be allowed to show it)."""
    return trees([letter_id])[letter_id]


def trees(letter_ids: Collection[int]) -> dict[int, list[Node]]:
    """The same for several letters: three queries however many."""
    query = (
        select(Disposition)
        .options(
            joinedload(Disposition.giver),
            joinedload(Disposition.written_by),
            joinedload(Disposition.letter),
            selectinload(Disposition.instructions),
            selectinload(Disposition.recipients).joinedload(DispositionRecipient.person),
        )
        .where(Disposition.letter_id.in_(letter_ids))
        .order_by(Disposition.id)
    )
    nodes = {d.id: Node(d) for d in db.session.scalars(query)}
    roots: dict[int, list[Node]] = {letter_id: [] for letter_id in letter_ids}
    for node in nodes.values():
        above = nodes.get(node.disposition.parent_id or 0)
        (above.children if above else roots[node.disposition.letter_id]).append(node)
    return roots


def candidates(actor: Any, today: date) -> list[tuple[int, str]]:
    """(id, name and position) of the people the actor may pass letters to: those of the units below, heads first."""
    return _people_of(actor.units_for(P.LETTER_DISPOSE), today, besides=actor.ids)


def candidates_of(letter: Letter, day: date) -> list[tuple[int, str]]:
    """The same for whoever disposes of this letter: the people of its unit and everything below it."""
    branch = select(Unit.id).where(Unit.path.startswith(letter.unit.path))
    return _people_of(list(db.session.scalars(branch)), day)


def _people_of(unit_ids: list[int], day: date, besides: Collection[int] = ()) -> list[tuple[int, str]]:
    head = case((Position.is_head, 0), else_=1)
    query = (
        select(Person.id, Person.name, Position.title)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Position, Assignment.position_id == Position.id)
        .where(
            Person.active,
            Person.id.not_in(besides),
            Position.unit_id.in_(unit_ids),
            Assignment.starts_on <= day,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day),
        )
        .order_by(head, Position.rank, Person.name)
    )
    found: dict[int, str] = {}
    for person_id, name, title in db.session.execute(query):
        found.setdefault(person_id, f"{name} · {title}")
    return list(found.items())


def signers(letter: Letter, since: date, until: date) -> list[Person]:
    """Who could dispose of the letter between two days: the heads of its unit first, then of those above it."""
    above = [int(part) for part in letter.unit.path.split("/") if part]
    query = (
        select(Person, Unit.path)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Position, Assignment.position_id == Position.id)
        .join(Unit, Position.unit_id == Unit.id)
        .where(
            Position.unit_id.in_(above),
            Position.role.in_([role for role, held in ROLES.items() if P.LETTER_DISPOSE in held]),
            Assignment.starts_on <= until,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= since),
        )
        .options(selectinload(Person.assignments).joinedload(Assignment.position))
        .order_by(Unit.path.desc(), Position.rank, Person.id)
    )
    found = {person.id: person for person, _path in db.session.execute(query)}
    return list(found.values())


def instructions() -> list[Instruction]:
    """The lines of the disposition sheet."""
    return list(
        db.session.scalars(
            select(Instruction).where(Instruction.active).order_by(Instruction.rank, Instruction.id)
        )
    )


def all_instructions() -> list[Instruction]:
    """The whole list of the office, what the sheet does not offer included."""
    return list(db.session.scalars(select(Instruction).order_by(Instruction.rank, Instruction.id)))


def abbreviations() -> dict[str, str]:
    """What a short word in a note stands for: {"UDK": "Untuk diketahui"}."""
    query = select(Instruction.abbreviation, Instruction.text).where(Instruction.abbreviation != "")
    return {
        row.abbreviation: row.text for row in db.session.execute(query.order_by(Instruction.abbreviation))
    }
