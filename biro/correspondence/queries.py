"""Named reads of letters. Every list starts from `visible_to(actor)`; absent and forbidden look the same."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, union
from sqlalchemy.orm import joinedload

from biro.accounts.actors import grants_of
from biro.accounts.permissions import P, may_role
from biro.core import clock
from biro.core.db import db, read
from biro.core.errors import Forbidden
from biro.correspondence.models import (
    SECRET,
    Classification,
    Correspondent,
    Disposition,
    DispositionRecipient,
    Letter,
    Register,
)
from biro.correspondence.rules import name_key, number_key

LOOKUP_SIZE = 12


def headed_units(actor: Any) -> list[int]:
    """Units whose head the actor is today, for secret letters: in another's name only when the delegation says so."""
    held = actor.grants
    if actor.behalf_id and not actor.behalf_secret:
        held = grants_of(actor.person_id, clock.today())
    return [g.unit_id for g in held if may_role(g.role, P.LETTER_DISPOSE)]


def _chain(ids: tuple[int, ...]) -> Any:
    """Ids of the letters that these people passed on or received."""
    given = select(Disposition.letter_id).where(
        or_(Disposition.giver_id.in_(ids), Disposition.written_by_id.in_(ids))
    )
    received = (
        select(Disposition.letter_id)
        .join(DispositionRecipient, DispositionRecipient.disposition_id == Disposition.id)
        .where(DispositionRecipient.person_id.in_(ids))
    )
    return union(given, received)


def may_see(actor: Any) -> ColumnElement[bool]:
    """Ordinary letters: of the units whose letters they read, of the books they keep, and those of their chain.

    Secret ones: the registrar, the head of the addressed unit, the chain; of a delegation only one "with secret".
    """
    return _may_see(
        tuple(actor.ids),
        tuple(actor.secret_ids),
        tuple(actor.units_for(P.LETTER_READ)),
        tuple(actor.units_for(P.LETTER_REGISTER)),
        tuple(headed_units(actor)),
    )


@lru_cache(maxsize=256)
def _may_see(
    ids: tuple[int, ...],
    secret_ids: tuple[int, ...],
    readable: tuple[int, ...],
    registering: tuple[int, ...],
    headed: tuple[int, ...],
) -> ColumnElement[bool]:
    """The condition in SQL, kept: building it costs as much as running it."""
    kept = select(Register.id).where(Register.unit_id.in_(registering + readable))
    ordinary = or_(Letter.unit_id.in_(readable), Letter.register_id.in_(kept), Letter.id.in_(_chain(ids)))
    secret = or_(
        Letter.registered_by_id.in_(secret_ids),
        Letter.unit_id.in_(headed),
        Letter.id.in_(_chain(secret_ids)),
    )
    return or_(and_(Letter.security.not_in(SECRET), ordinary), and_(Letter.security.in_(SECRET), secret))


def visible_to(actor: Any) -> Select[Letter]:
    """The letters this actor may know of."""
    return select(Letter).where(may_see(actor))


def letter(letter_id: int, actor: Any) -> Letter:
    """A letter with what its page shows, or the same 404 as for one that does not exist."""
    query = visible_to(actor).where(Letter.id == letter_id)
    shown = (
        Letter.sender, Letter.classification, Letter.register, Letter.unit, Letter.registered_by, Letter.event
    )  # fmt: skip
    found = db.session.scalars(query.options(*[joinedload(a) for a in shown])).one_or_none()
    if found is None:
        raise Forbidden
    return found


def is_visible(letter_id: int, actor: Any) -> bool:
    """Whether the actor may know of this letter (attachments ask)."""
    query = select(Letter.id).where(may_see(actor), Letter.id == letter_id)
    return db.session.scalar(query) is not None


def rows(actor: Any, register_id: int | None = None) -> Select[Any]:
    """The columns of the agenda list, and no more: a page of fifty out of a million must stay cheap."""
    return _rows(may_see(actor), register_id)


@lru_cache(maxsize=256)
def _rows(condition: ColumnElement[bool], register_id: int | None) -> Select[Any]:
    columns: list[Any] = [
            Letter.id, Letter.year, Letter.agenda, Letter.number, Letter.letter_date, Letter.received_on,
            Letter.subject, Letter.security, Letter.urgency, Letter.state, Correspondent.name.label("sender"),
    ]  # fmt: skip
    query = select(*columns).join(Correspondent, Letter.sender_id == Correspondent.id)
    of_book = () if register_id is None else (Letter.register_id == register_id,)
    return query.where(condition, *of_book)


def matching(text: str) -> ColumnElement[bool]:
    """An agenda number, the beginning of the sender's number, or words of subject and sender."""
    if text.isdigit() and len(text) < 9:
        return or_(Letter.agenda == int(text), Letter.number_key.startswith(text))
    words = [
        or_(
            func.lower(Letter.subject).contains(word, autoescape=True),
            func.lower(Correspondent.name).contains(word, autoescape=True),
        )
        for word in text.lower().split()
    ]
    return or_(Letter.number_key.startswith(number_key(text), autoescape=True), and_(*words))


_BOOKS = (
    select(Register.id, Register.name, Register.unit_id)
    .where(Register.active, Register.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(Register.id)
)


def registers(actor: Any) -> list[Any]:
    """(id, name, unit_id) of the agenda books the actor keeps or reads, their own first."""
    kept = actor.units_for(P.LETTER_REGISTER)
    found = read(_BOOKS, units=kept + actor.units_for(P.LETTER_READ))
    return sorted(found, key=lambda book: (book.unit_id not in kept, book.id))


def twins(sender_id: int, number: str, letter_date: date, actor: Any) -> list[Letter]:
    """Letters that are probably the same one: sender, number without its noise, date."""
    query = visible_to(actor).where(
        Letter.number_key == number_key(number),
        Letter.letter_date == letter_date,
        Letter.sender_id == sender_id,
    )
    return list(db.session.scalars(query.order_by(Letter.id).limit(3)))


def sender_named(name: str) -> Correspondent | None:
    """The sender of this name, whatever its case and dots."""
    return db.session.scalars(
        select(Correspondent).where(Correspondent.name_key == name_key(name))
    ).one_or_none()


def find_senders(text: str) -> list[Correspondent]:
    """Exact first, then those that start with the text, then those that hold it."""
    key = name_key(text)
    starts = Correspondent.name_key.startswith(key, autoescape=True)
    query = (
        select(Correspondent)
        .where(Correspondent.name_key.contains(key, autoescape=True))
        .order_by((Correspondent.name_key == key).desc(), starts.desc(), Correspondent.name)
    )
    return list(db.session.scalars(query.limit(LOOKUP_SIZE)))


def find_classification(text: str) -> list[Classification]:
    """By code (exact, then prefix) or by all the words of the name, short codes first."""
    needle = text.strip().lower()
    by_code = Classification.code.startswith(needle, autoescape=True)
    by_words = [func.lower(Classification.name).contains(w, autoescape=True) for w in needle.split()]
    query = (
        select(Classification)
        .where(Classification.active, or_(by_code, and_(*by_words)))
        .order_by(
            (Classification.code == needle).desc(),
            by_code.desc(),
            func.lower(Classification.name).startswith(needle, autoescape=True).desc(),
            func.length(Classification.code),
            Classification.code,
        )
    )
    return list(db.session.scalars(query.limit(LOOKUP_SIZE)))
