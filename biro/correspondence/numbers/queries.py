"""Named reads of books and their ledger. Who takes numbers in a house sees its books; of a secret letter only this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.db import among, db
from biro.core.errors import Forbidden
from biro.correspondence.models import GUARDED, Register, RegisterKind, Security
from biro.correspondence.numbers import rules
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.queries import headed_units


def nearest(kind: str, unit: Unit) -> Register | None:
    """The active book of a kind for a unit: its own, the next one above, or any of the same bureau."""
    path = [int(part) for part in unit.path.split("/") if part]
    house = "/" + "/".join(str(i) for i in path[:2]) + "/"
    query = (
        select(Register)
        .join(Unit, Register.unit_id == Unit.id)
        .where(
            Register.kind == RegisterKind(kind),
            Register.active,
            ~Register.outside,
            or_(Register.unit_id.in_(path), Unit.path.startswith(house, autoescape=True)),
        )
        .order_by(case((Register.unit_id.in_(path), 0), else_=1), Unit.path.desc(), Register.id)
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def has_numbers(register: Register, year: int) -> bool:
    """Whether the book has given (or promised) any number of a year."""
    return bool(
        db.session.scalar(
            select(exists().where(LetterNumber.register_id == register.id, LetterNumber.year == year))
        )
    )


def given_outside(register: Register, year: int, text: str) -> bool:
    """Whether the house of a book has written down this number as one that was given elsewhere."""
    path = [part for part in register.unit.path.split("/") if part]
    kept = select(Register.id).where(Register.outside)
    if len(path) > 1:  # a book of the root is everybody's
        kept = kept.where(Register.unit_id == int(path[1]))
    same = LetterNumber.year == year, LetterNumber.text == text
    return bool(db.session.scalar(select(exists().where(LetterNumber.register_id.in_(kept), *same))))


def same_text(unit: Unit, year: int, text: str) -> LetterNumber | None:
    """The row of this number in any book of the house (or of the root above it)."""
    path = [int(part) for part in unit.path.split("/") if part]
    house = "/" + "/".join(str(i) for i in path[:2]) + "/"
    within = or_(Unit.id.in_(path), Unit.path.startswith(house, autoescape=True))
    ours = select(Register.id).join(Unit, Register.unit_id == Unit.id).where(within)
    query = select(LetterNumber).where(
        LetterNumber.register_id.in_(ours), LetterNumber.year == year, LetterNumber.text == text
    )
    return db.session.scalars(query.order_by(LetterNumber.id).limit(1)).one_or_none()


def books(actor: Any) -> list[Register]:
    """The books that give numbers in the actor's house and above it; closed ones last, for what they hold."""
    units = actor.house_units(P.NUMBER_TAKE)
    query = (
        select(Register)
        .options(joinedload(Register.unit))
        .where(Register.kind != RegisterKind.INCOMING, among(Register.unit_id, units))
        .order_by(Register.active.desc(), Register.outside, Register.id)
    )
    return list(db.session.scalars(query))


def managed(actor: Any) -> list[Register]:
    """Every book that the actor sets up, those of incoming letters too."""
    units = actor.units_for(P.CORRESPONDENCE_MANAGE)
    query = select(Register).options(joinedload(Register.unit)).where(among(Register.unit_id, units))
    return list(db.session.scalars(query.order_by(Register.active.desc(), Register.id)))


def book(register_id: int | None, actor: Any) -> Register:
    """One of these, or the same 404 as for one that does not exist."""
    found = next((row for row in books(actor) if row.id == register_id), None)
    if found is None:
        raise Forbidden
    return found


def number(number_id: int, actor: Any) -> LetterNumber:
    """A number with what its page shows."""
    shown = LetterNumber.register, LetterNumber.unit, LetterNumber.made_by, LetterNumber.used_by
    query = (
        select(LetterNumber)
        .options(*[joinedload(each) for each in shown])
        .where(LetterNumber.id == number_id)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None or found.register.unit_id not in actor.house_units(P.NUMBER_TAKE):
        raise Forbidden
    return found


def listed_to(actor: Any) -> ColumnElement[bool]:
    """Of which numbers lists and searches may say what they are for: never of a secret one, whoever looks.

    Lists lie open on screens. Of a restricted one its taker, and who is trusted with the letters of that unit.
    """
    own = or_(
        among(LetterNumber.used_by_id, actor.ids),
        among(LetterNumber.unit_id, actor.units_for(P.LETTER_RESTRICTED)),
    )
    return or_(
        ~among(LetterNumber.security, GUARDED), and_(LetterNumber.security == Security.RESTRICTED, own)
    )


def knows(number: LetterNumber, actor: Any) -> bool:
    """Whether the number's own page says it: of a secret one to its taker and the head of the unit."""
    if number.is_secret:
        return number.used_by_id in actor.secret_ids or number.unit_id in headed_units(actor)
    trusted = number.used_by_id in actor.ids or number.unit_id in actor.units_for(P.LETTER_RESTRICTED)
    return number.security is not Security.RESTRICTED or trusted


def ledger(register: Register, year: int, actor: Any, state: str = "", text: str = "") -> Select[Any]:
    """The rows of a book's year. What a secret number is for does not leave the database, nor is it searched."""
    known = listed_to(actor)
    masked = [
        case((known, column)).label(column.key) for column in (LetterNumber.note, LetterNumber.addressee)
    ]
    columns: list[Any] = [
        LetterNumber.id, LetterNumber.scope_key, LetterNumber.seq, LetterNumber.sub, LetterNumber.insertion,
        LetterNumber.text, LetterNumber.letter_date, LetterNumber.state, LetterNumber.security, LetterNumber.manual,
        LetterNumber.auto, LetterNumber.void_reason, LetterNumber.reason, LetterNumber.owner, known.label("known"),
        Unit.name.label("unit"), *masked,
    ]  # fmt: skip
    query = select(*columns).join(Unit, LetterNumber.unit_id == Unit.id)
    query = query.where(LetterNumber.register_id == register.id, LetterNumber.year == year)
    if state in set(NumberState):
        query = query.where(LetterNumber.state == NumberState(state))
    return query.where(_holds(text, known)) if text else query


def _holds(text: str, known: ColumnElement[bool]) -> ColumnElement[bool]:
    needle = text.replace("\0", " ").lower()
    said = [
        func.lower(column).contains(needle, autoescape=True)
        for column in (LetterNumber.note, LetterNumber.addressee)
    ]
    by_number = func.lower(LetterNumber.text).contains(needle, autoescape=True)
    seq = LetterNumber.seq == int(needle) if needle.isdecimal() and len(needle) < 9 else false()
    return or_(seq, by_number, and_(known, or_(*said)))


@dataclass(frozen=True)
class Few:
    """A book in which a unit's reserve or today's block runs out (`unit` empty: the block)."""

    book: Register
    left: int
    unit: str = ""


def few_left(books: Sequence[Register], today: date) -> list[Few]:
    """What is under its book's limit, in two questions for all of them."""
    watched = {book.id: book for book in books if book.active and book.alarm_below}
    found = [
        Few(watched[book_id], left, unit)
        for book_id, unit, left in _reserves(list(watched), today.year)
        if 0 < left < watched[book_id].alarm_below
    ]
    daily = {i: rules.block(today, book.day_quota) for i, book in watched.items() if book.day_quota}
    taken = dict(_taken_of(daily, today.year)) if daily else {}
    left_today = {i: len(span) - taken.get(i, 0) for i, span in daily.items() if watched[i].scope == "book"}
    return found + [Few(watched[i], n) for i, n in left_today.items() if n < watched[i].alarm_below]


def _reserves(book_ids: list[int], year: int) -> Sequence[Any]:
    left = func.sum(case((LetterNumber.state == NumberState.RESERVED, 1), else_=0))
    query = (
        select(LetterNumber.register_id, Unit.name, left)
        .join(Unit, LetterNumber.unit_id == Unit.id)
        .where(among(LetterNumber.register_id, book_ids), LetterNumber.year == year, LetterNumber.auto)
        .group_by(LetterNumber.register_id, Unit.name)
        .order_by(LetterNumber.register_id, Unit.name)
    )
    return db.session.execute(query).all()


def _taken_of(spans: Mapping[int, range], year: int) -> Sequence[Any]:
    in_block = [
        and_(LetterNumber.register_id == book_id, LetterNumber.seq.between(span[0], span[-1]))
        for book_id, span in spans.items()
    ]
    query = select(LetterNumber.register_id, func.count()).where(
        LetterNumber.year == year,
        LetterNumber.insertion == 0,
        LetterNumber.state != NumberState.FREE,
        or_(*in_block),
    )
    return db.session.execute(query.group_by(LetterNumber.register_id)).all()
