"""Named reads of outgoing letters. Every list starts from `visible_to(actor)`; absent and forbidden look the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from biro.accounts.models import Assignment, Person, Position, Unit
from biro.accounts.permissions import ROLES, P
from biro.core.db import among, db
from biro.core.errors import Forbidden
from biro.correspondence.models import SECRET, Letter, Security
from biro.correspondence.outgoing.models import (
    Letterhead,
    LetterKind,
    OutgoingLetter,
    OutgoingRecipient,
    OutgoingState,
    Paraf,
    ParafKind,
    ParafState,
    RecipientKind,
)
from biro.correspondence.queries import headed_units
from biro.events.models import Event
from biro.search import words
from biro.search.rules import question

WITH_AUTHOR = (joinedload(OutgoingLetter.kind), joinedload(OutgoingLetter.author))
# What a dispatcher of the bureau sees of letters that other units drafted: those that are on their way out.
ON_THE_WAY = (OutgoingState.READY, OutgoingState.SIGNED, OutgoingState.SENT, OutgoingState.DONE)


def may_see(actor: Any) -> ColumnElement[bool]:
    """Ordinary letters: of the units whose letters they read, their own, those they paraf or sign, and on their way
    out for whoever dispatches for the bureau. Restricted ones: the same, but of units only for those trusted with
    them. Secret ones: author, paraf chain, signer, head of the unit.
    """
    row = OutgoingLetter
    way_out = and_(among(row.unit_id, actor.house_units(P.LETTER_DISPATCH)), among(row.state, ON_THE_WAY))
    trusted = or_(among(row.unit_id, actor.units_for(P.LETTER_RESTRICTED)), way_out, _concerns(actor.ids))
    readable = and_(row.security != Security.RESTRICTED, among(row.unit_id, actor.units_for(P.LETTER_READ)))
    secret = or_(among(row.unit_id, headed_units(actor)), _concerns(actor.secret_ids))
    guarded = among(row.security, SECRET)
    return or_(and_(~guarded, or_(trusted, readable)), and_(guarded, secret))


def _concerns(ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether these people wrote it, sign it or paraf it."""
    asked = select(Paraf.id).where(Paraf.letter_id == OutgoingLetter.id, among(Paraf.person_id, ids))
    return or_(
        among(OutgoingLetter.author_id, ids),
        among(OutgoingLetter.signer_id, ids),
        asked.correlate(OutgoingLetter).exists(),
    )


def visible_to(actor: Any) -> Select[OutgoingLetter]:
    """The outgoing letters this actor may know of."""
    return select(OutgoingLetter).where(may_see(actor))


def letter(letter_id: int, actor: Any) -> OutgoingLetter:
    """A letter with what its page shows, or the same 404 as for one that does not exist."""
    shown = (
        OutgoingLetter.unit, OutgoingLetter.kind, OutgoingLetter.classification, OutgoingLetter.author,
        OutgoingLetter.signer, OutgoingLetter.position, OutgoingLetter.signed_by, OutgoingLetter.pdf,
    )  # fmt: skip
    query = (
        visible_to(actor)
        .where(OutgoingLetter.id == letter_id)
        .options(
            *[joinedload(a) for a in shown],
            selectinload(OutgoingLetter.recipients).joinedload(OutgoingRecipient.unit),
            selectinload(OutgoingLetter.parafs).joinedload(Paraf.person),
        )
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise Forbidden
    return found


def is_visible(letter_id: int, actor: Any) -> bool:
    """Whether the actor may know of this letter (attachments ask)."""
    query = select(OutgoingLetter.id).where(may_see(actor), OutgoingLetter.id == letter_id)
    return db.session.scalar(query) is not None


def masked(column: Any) -> Any:
    """What lists show of a letter: of a secret one nothing, not even to its chain (it is read on its own page)."""
    return case((~among(OutgoingLetter.security, SECRET), column)).label(column.key)


def rows(actor: Any, *, text: str = "", mine: bool = False) -> Select[Any]:
    """The columns of the list. Of secret letters no word is in the search, so words do not lead to them."""
    columns: list[Any] = [
        OutgoingLetter.id, OutgoingLetter.number, masked(OutgoingLetter.subject), OutgoingLetter.security,
        OutgoingLetter.urgency, OutgoingLetter.state, OutgoingLetter.signed_on, OutgoingLetter.created_at,
        LetterKind.name.label("kind"), Person.name.label("author"), Unit.name.label("unit"),
    ]  # fmt: skip
    query = (
        select(*columns)
        .join(LetterKind, OutgoingLetter.kind_id == LetterKind.id)
        .join(Person, OutgoingLetter.author_id == Person.id)
        .join(Unit, OutgoingLetter.unit_id == Unit.id)
        .where(may_see(actor))
    )
    if mine:
        query = query.where(OutgoingLetter.author_id.in_(actor.ids))
    wanted, entry = question(text.replace("\0", " ")), OutgoingLetter.__table__.c.search_id
    return query.where(words.among(entry, wanted)) if wanted else query


def first_recipients(letter_ids: Sequence[int]) -> dict[int, str]:
    """To whom each of these letters goes, the first name and how many more: one query for a whole list page."""
    query = (
        select(OutgoingRecipient.letter_id, func.min(OutgoingRecipient.rank), func.count())
        .where(OutgoingRecipient.letter_id.in_(letter_ids), OutgoingRecipient.kind == RecipientKind.MAIN)
        .group_by(OutgoingRecipient.letter_id)
        .subquery()
    )
    named = select(OutgoingRecipient.letter_id, OutgoingRecipient.name, query.c[2]).join(
        query,
        and_(OutgoingRecipient.letter_id == query.c[0], OutgoingRecipient.rank == query.c[1]),
    )
    found = db.session.execute(named.where(OutgoingRecipient.kind == RecipientKind.MAIN))
    return {row[0]: row[1] if row[2] == 1 else f"{row[1]} +{row[2] - 1}" for row in found}


def to_paraf(actor: Any) -> Select[Any]:
    """Drafts that wait for the actor's paraf now: it is their turn."""
    mine = (
        select(OutgoingLetter)
        .join(Paraf, Paraf.letter_id == OutgoingLetter.id)
        .where(
            OutgoingLetter.state == OutgoingState.IN_PARAF,
            Paraf.person_id == actor.effective_id,
            Paraf.state != ParafState.GIVEN,
            or_(Paraf.kind == ParafKind.CONSULTED, ~_below_waits()),
        )
    )
    return _open_to(mine, actor).order_by(OutgoingLetter.id)


def _below_waits() -> ColumnElement[bool]:
    lower = Paraf.__table__.alias("lower")
    return (
        select(lower.c.id)
        .where(
            lower.c.letter_id == Paraf.letter_id,
            lower.c.kind == ParafKind.LINE,
            lower.c.rank < Paraf.rank,
            lower.c.state != ParafState.GIVEN,
        )
        .correlate(Paraf)
        .exists()
    )


def to_sign(actor: Any) -> Select[Any]:
    """Letters that wait for the actor's signature."""
    mine = select(OutgoingLetter).where(
        OutgoingLetter.state == OutgoingState.READY, OutgoingLetter.signer_id == actor.effective_id
    )
    return _open_to(mine, actor).order_by(OutgoingLetter.id)


def _open_to(query: Select[Any], actor: Any) -> Select[Any]:
    """In another's name secret ones only when the delegation says so."""
    if actor.effective_id in actor.secret_ids:
        return query
    return query.where(OutgoingLetter.security.not_in(SECRET))


def kinds(*, active: bool = True) -> list[LetterKind]:
    """The kinds of letters in their order."""
    query = select(LetterKind).order_by(LetterKind.rank, LetterKind.id)
    return list(db.session.scalars(query.where(LetterKind.active) if active else query))


def letterheads() -> list[Letterhead]:
    """All letterheads, unit by unit."""
    return list(db.session.scalars(select(Letterhead).join(Unit).order_by(Unit.path)))


def letterhead_of(unit: Unit) -> Letterhead | None:
    """The letterhead of the nearest unit that has one, from this one upwards."""
    above = [int(part) for part in unit.path.split("/") if part]
    query = (
        select(Letterhead)
        .join(Unit)
        .where(Unit.id.in_(above))
        .order_by(func.length(Unit.path).desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def signers(unit: Unit, today: date) -> list[Assignment]:
    """Who may sign for a unit today: those who hold a signing position in it or above it, the nearest first."""
    above = [int(part) for part in unit.path.split("/") if part]
    roles = [role for role, held in ROLES.items() if P.LETTER_SIGN in held]
    query = _held(today).where(Position.unit_id.in_(above), Position.role.in_(roles) | Position.is_head)
    return list(db.session.scalars(query.order_by(func.length(Unit.path).desc(), Position.rank)))


def heads_between(low: Unit, high: Unit, today: date) -> list[Assignment]:
    """Heads of the units from `low` upwards, below `high`, from below upwards."""
    above = [int(part) for part in low.path.split("/") if part]
    query = _held(today).where(
        Position.unit_id.in_(above), Position.is_head, func.length(Unit.path) > len(high.path)
    )
    return list(db.session.scalars(query.order_by(func.length(Unit.path).desc(), Position.rank)))


def officials(today: date) -> list[Assignment]:
    """Everyone who may be asked for a paraf: heads and section heads of the whole office."""
    roles = [role for role, held in ROLES.items() if P.LETTER_SIGN in held]
    query = _held(today).where(Position.is_head | Position.role.in_(roles))
    return list(db.session.scalars(query.order_by(Unit.path, Position.rank)))


def assignment(assignment_id: int) -> Assignment | None:
    """A holding of a position."""
    return db.session.get(Assignment, assignment_id)


def _held(today: date) -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Position, Assignment.position_id == Position.id)
        .join(Unit, Position.unit_id == Unit.id)
        .join(Person, Assignment.person_id == Person.id)
        .options(joinedload(Assignment.person), joinedload(Assignment.position).joinedload(Position.unit))
        .where(
            Person.active,
            Unit.active,
            Assignment.starts_on <= today,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= today),
        )
    )


def replies_to(incoming: Letter, actor: Any) -> list[OutgoingLetter]:
    """Answers to a letter that came in, as far as the actor may know of them."""
    query = visible_to(actor).where(OutgoingLetter.reply_to_id == incoming.id)
    return list(db.session.scalars(query.order_by(OutgoingLetter.id)))


def for_event(event: Event, actor: Any) -> list[OutgoingLetter]:
    """Letters that invite to an event, as far as the actor may know of them."""
    query = visible_to(actor).where(OutgoingLetter.event_id == event.id)
    return list(db.session.scalars(query.order_by(OutgoingLetter.id)))


def origin_of(incoming: Letter, actor: Any) -> OutgoingLetter | None:
    """The outgoing letter that arrived as this one, for those who may know of it."""
    sent = select(OutgoingRecipient.letter_id).where(OutgoingRecipient.arrived_id == incoming.id)
    return db.session.scalars(visible_to(actor).where(OutgoingLetter.id.in_(sent))).one_or_none()


def by_code(code: str) -> OutgoingLetter | None:
    """The issued (or voided) letter behind a code of the public page."""
    return db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.code == code)).one_or_none()
