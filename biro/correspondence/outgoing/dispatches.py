"""Named reads of the copies on their way. A secret letter's are for its chain and for who carries them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core.db import among, db
from biro.core.errors import Forbidden
from biro.correspondence.models import SECRET
from biro.correspondence.outgoing import queries
from biro.correspondence.outgoing.models import Dispatch, DispatchState, OutgoingLetter, OutgoingRecipient
from biro.correspondence.outgoing.models.dispatches import SENT, not_carrier, not_sender
from biro.files.models import Attachment

MOST_AT_ONCE = 50


def in_charge(actor: Any) -> ColumnElement[bool]:
    """Those that the actor sends out: `not_dispatcher` as a condition."""
    row = OutgoingLetter
    chain = or_(among(row.author_id, actor.secret_ids), among(row.signer_id, actor.secret_ids))
    secret = among(row.security, SECRET)
    ours = among(row.unit_id, actor.house_units(P.LETTER_DISPATCH))
    return and_(among(row.state, tuple(SENT)), or_(and_(~secret, ours), and_(secret, chain)))


def rows(actor: Any, state: DispatchState, *, mine: bool = False) -> Select[Any]:
    """The columns of the list: what the actor sends out, or (`mine`) carries. Of secret letters the number alone."""
    who = Dispatch.courier_id == actor.effective_id if mine else in_charge(actor)
    columns: list[Any] = [
        Dispatch.id, Dispatch.version, Dispatch.code, Dispatch.way, Dispatch.courier, Dispatch.handed_at,
        Dispatch.received_at, Dispatch.tracking, OutgoingLetter.number, OutgoingLetter.security,
        OutgoingLetter.urgency, OutgoingLetter.sent_on, queries.masked(OutgoingLetter.subject),
        queries.masked(OutgoingRecipient.name), queries.masked(Dispatch.receiver), queries.masked(Dispatch.reason),
        OutgoingRecipient.kind,
    ]  # fmt: skip
    return (
        select(*columns)
        .join(OutgoingLetter, Dispatch.letter_id == OutgoingLetter.id)
        .join(OutgoingRecipient, Dispatch.recipient_id == OutgoingRecipient.id)
        .where(Dispatch.state == state, who)
    )


def picked(ids: Sequence[int], actor: Any) -> list[Dispatch]:
    """Of these those that the actor sends out, in their order."""
    query = _whole().where(Dispatch.id.in_(ids), in_charge(actor)).order_by(Dispatch.id).limit(MOST_AT_ONCE)
    return list(db.session.scalars(query))


def by_code(code: str, actor: Any) -> Dispatch:
    """The copy whose slip carries this code; of a secret letter only for its chain and who carries it, else 404."""
    found = db.session.scalars(_whole().where(Dispatch.code == code)).one_or_none()
    if found is None:
        raise Forbidden
    if found.is_secret and not_carrier(found, actor) and not queries.is_visible(found.letter_id, actor):
        raise Forbidden
    return found


def of_letter(letter: OutgoingLetter) -> dict[int, Dispatch]:
    """Where each recipient's copy is, by the recipient's id."""
    query = _whole().where(Dispatch.letter_id == letter.id)
    return {row.recipient_id: row for row in db.session.scalars(query)}


def open_to(dispatch: Dispatch, actor: Any) -> bool:
    """Whether a page may link to the hand-over: for who sends or carries it."""
    return not_sender(dispatch, actor) is None or dispatch.courier_id in actor.ids


def proofs(found: Sequence[Dispatch]) -> dict[str, list[Attachment]]:
    """What proves the deliveries, by owner: one query."""
    owners = [row.owner for row in found]
    query = select(Attachment).where(Attachment.owner.in_(owners)).order_by(Attachment.id)
    by_owner: dict[str, list[Attachment]] = {}
    for file in db.session.scalars(query) if owners else ():
        by_owner.setdefault(file.owner, []).append(file)
    return by_owner


def shows_proof(dispatch: Dispatch, actor: Any) -> bool:
    """Whoever may know of the letter, sends it or carries it; of a secret one its chain alone."""
    known = queries.is_visible(dispatch.letter_id, actor)
    return known or (not dispatch.is_secret and open_to(dispatch, actor))


def couriers(actor: Any) -> list[str]:
    """Who carries something now, for the filter."""
    query = (
        select(Dispatch.courier)
        .join(OutgoingLetter, Dispatch.letter_id == OutgoingLetter.id)
        .where(Dispatch.state == DispatchState.CARRIED, in_charge(actor))
    )
    return list(db.session.scalars(query.distinct().order_by(Dispatch.courier).limit(100)))


def colleague(text: str) -> int | None:
    """The id of the person with exactly this name, user name or NIP; another name is a courier from outside."""
    said = text.strip().lower()
    same = or_(func.lower(Person.name) == said, Person.username == said, Person.nip == said)
    found = list(db.session.scalars(select(Person.id).where(Person.active, same).limit(2)))
    return found[0] if len(found) == 1 else None


def _whole() -> Select[Dispatch]:
    return (
        select(Dispatch)
        .join(Dispatch.letter)
        .options(
            contains_eager(Dispatch.letter).joinedload(OutgoingLetter.unit), joinedload(Dispatch.recipient)
        )
    )
