"""Named reads of letters. Every list starts from `visible_to(actor)`; absent and forbidden look the same."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import False_

from biro.accounts.actors import grants_of
from biro.accounts.permissions import P, may_role
from biro.core import clock
from biro.core.db import UTCDateTime, among, db, read
from biro.core.errors import Forbidden
from biro.core.texts import _
from biro.correspondence import few
from biro.correspondence.models import (
    GUARDED,
    SECRET,
    Classification,
    Correspondent,
    Disposition,
    DispositionRecipient,
    Letter,
    OpeningState,
    Register,
    RegisterKind,
    SecretOpening,
    Security,
)

LOOKUP_SIZE = 12
LATELY = 2_000  # letters of the whole house
# Along an index: without saying so SQLite reads the whole table when nearly all its letters are of one unit.
BY_UNIT, BY_BOOK = (Letter.unit_id, Letter.state), (Letter.register_id, Letter.year)


def headed_units(actor: Any) -> list[int]:
    """Units whose head the actor is today, for secret letters: in another's name only when the delegation says so."""
    held = actor.grants
    if actor.behalf_id and not actor.behalf_secret:
        held = grants_of(actor.person_id, clock.today())
    return [g.unit_id for g in held if may_role(g.role, P.LETTER_DISPOSE)]


def _in_chain(ids: tuple[int, ...]) -> ColumnElement[bool]:
    """Whether these people passed the letter on or received it: asked of a letter that nothing else opens."""
    links = (link.where(Disposition.letter_id == Letter.id) for link in _links(ids))
    return or_(*[link.correlate(Letter).exists() for link in links])


def _links(ids: tuple[int, ...]) -> tuple[Select[Any], ...]:
    """Ids of the letters that these people gave, wrote down for another, received."""
    letter_id = select(Disposition.letter_id)
    received = letter_id.join(DispositionRecipient, DispositionRecipient.disposition_id == Disposition.id)
    return (
        letter_id.where(among(Disposition.giver_id, ids)),
        letter_id.where(among(Disposition.written_by_id, ids)),
        received.where(among(DispositionRecipient.person_id, ids)),
    )


def may_see(actor: Any) -> ColumnElement[bool]:
    """Ordinary letters: of the units whose letters they read, of the books they keep, and those of their chain.

    Restricted ones: the same, but of units only for those trusted with them (heads and secretaries). Secret ones: the
    registrar, the head of the addressed unit, the chain, those for whom two persons opened it; of a delegation only
    one "with secret".
    """
    return _sight(actor).condition


def few_seen(actor: Any) -> list[int] | None:
    """The ids of these letters when they are so few that a list had better start from them; None for many."""
    return few.among(_sight(actor).ways)


@dataclass(frozen=True)
class Sight:
    """The one rule of visibility in both shapes: asked of a letter, and as the ids that each way leads to."""

    condition: ColumnElement[bool]
    ways: tuple[Select[Any], ...]


def _sight(actor: Any) -> Sight:
    return _sight_of(
        tuple(actor.ids),
        tuple(actor.secret_ids),
        tuple(actor.units_for(P.LETTER_READ)),
        tuple(actor.units_for(P.LETTER_RESTRICTED)),
        tuple(actor.units_for(P.LETTER_REGISTER)),
        tuple(headed_units(actor)),
        opened_for(actor),
    )


def opened_for(actor: Any) -> tuple[int, ...]:
    """The secret letters that two persons have opened for the actor (never for whom they act for), right now."""
    if actor.person_id is None or not actor.may(P.OPENING_ASK):
        return ()
    return tuple(row.letter_id for row in read(_OPENED, person_id=actor.person_id, now=clock.now()))


_OPENED = select(SecretOpening.letter_id).where(
    SecretOpening.asked_by_id == bindparam("person_id"),
    SecretOpening.until > bindparam("now", type_=UTCDateTime()),
    SecretOpening.state == OpeningState.GRANTED,
)


@lru_cache(maxsize=256)
def _sight_of(
    ids: tuple[int, ...],
    secret_ids: tuple[int, ...],
    readable: tuple[int, ...],
    trusted: tuple[int, ...],
    registering: tuple[int, ...],
    headed: tuple[int, ...],
    opened: tuple[int, ...],
) -> Sight:
    """The rule in SQL, kept: building it costs as much as running it."""
    registered, headed_by = among(Letter.registered_by_id, secret_ids), among(Letter.unit_id, headed)
    secret, restricted = among(Letter.security, SECRET), Letter.security == Security.RESTRICTED
    plain: list[tuple[ColumnElement[bool], tuple[int, ...]]] = [(~secret, readable)]
    if trusted != readable:  # a degree of its own only for those who are not trusted with all they read
        plain = [(~among(Letter.security, GUARDED), readable), (restricted, trusted)]
    rule = (
        *[(degree, ids, _ways(units, registering)) for degree, units in plain],
        (secret, secret_ids, ((registered, ()), (headed_by, ()), (among(Letter.id, opened), ()))),
    )
    condition = [
        and_(degree, or_(*[way for way, _along in ways], _in_chain(people))) for degree, people, ways in rule
    ]
    led = tuple(
        select(Letter.id).where(degree, way).order_by(*along)
        for degree, people, ways in rule
        for way, along in (*ways, *[(Letter.id.in_(link), ()) for link in _links(people)])
        if not isinstance(way, False_)
    )
    return Sight(or_(*condition), led)


def _ways(units: tuple[int, ...], registering: tuple[int, ...]) -> tuple[tuple[Any, Any], ...]:
    """Letters to these units, and of the books that they or the registrars' units keep."""
    books = select(Register.id).where(among(Register.unit_id, registering + units))
    return ((among(Letter.unit_id, units), BY_UNIT), (Letter.register_id.in_(books), BY_BOOK))


def masked(column: Any) -> Any:
    """What lists show of a letter: of a secret one nothing, not even to its chain (it is read on its own page).

    Lists lie open on screens; that a secret letter was read is written down, and only its page can do that.
    """
    return case((~among(Letter.security, SECRET), column)).label(column.key)


def title(row: Any) -> str:
    """The subject of a list's row, or what stands in its place."""
    if row.subject is not None:
        return str(row.subject)
    return _("Surat rahasia, agenda %(number)s", number=f"{row.agenda}/{row.year}")


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


def rows(
    actor: Any, register_id: int | None = None, wanted: tuple[ColumnElement[bool], ...] = ()
) -> Select[Any]:
    """The columns of the agenda list, and no more: a page of fifty out of a million must stay cheap."""
    return _rows(may_see(actor), register_id, wanted)


@lru_cache(maxsize=256)
def _rows(
    condition: ColumnElement[bool], register_id: int | None, wanted: tuple[ColumnElement[bool], ...]
) -> Select[Any]:
    columns: list[Any] = [
            Letter.id, Letter.year, Letter.agenda, masked(Letter.number), masked(Letter.letter_date),
            Letter.received_on, masked(Letter.subject), Letter.security, Letter.urgency, Letter.state,
            masked(Correspondent.name.label("sender")),
    ]  # fmt: skip
    query = select(*columns).join(Correspondent, Letter.sender_id == Correspondent.id)
    of_book = () if register_id is None else (Letter.register_id == register_id,)
    return query.where(condition, *of_book, *wanted)


def registers(actor: Any) -> list[Any]:
    """(id, name, unit_id) of the agenda books the actor keeps or reads, their own first."""
    kept = actor.units_for(P.LETTER_REGISTER)
    found = read(_books((*kept, *actor.units_for(P.LETTER_READ))))
    return sorted(found, key=lambda book: (book.unit_id not in kept, book.id))


@lru_cache(maxsize=256)
def _books(units: tuple[int, ...]) -> Select[Any]:
    columns: tuple[Any, ...] = (Register.id, Register.name, Register.unit_id)
    incoming = Register.active, Register.kind == RegisterKind.INCOMING
    return select(*columns).where(*incoming, among(Register.unit_id, units)).order_by(Register.id)


def latest(actor: Any, count: int = 5) -> list[Letter]:
    """What the actor wrote down last, newest first, among the newest letters of the house."""
    newest = select(func.max(Letter.id)).scalar_subquery()
    query = (
        visible_to(actor)
        .where(Letter.id > newest - LATELY, Letter.registered_by_id == actor.person_id)
        .where(Letter.registered_at > clock.now() - timedelta(days=7))  # not what an old book brought
        .options(joinedload(Letter.sender), joinedload(Letter.classification), joinedload(Letter.register))
    )
    return list(db.session.scalars(query.order_by(Letter.id.desc()).limit(count)))


def find_classification(text: str) -> list[Classification]:
    """By code (exact, then prefix) or by all the words of the name, short codes first."""
    needle = text.strip().lower()
    by_code = Classification.code.startswith(needle, autoescape=True)
    by_words = [func.lower(Classification.name).contains(w, autoescape=True) for w in needle.split()]
    query = (
        select(Classification)
        .where(Classification.active, Classification.in_force(clock.today()), or_(by_code, and_(*by_words)))
        .order_by(
            (Classification.code == needle).desc(),
            by_code.desc(),
            func.lower(Classification.name).startswith(needle, autoescape=True).desc(),
            func.length(Classification.code),
            Classification.code,
        )
    )
    return list(db.session.scalars(query.limit(LOOKUP_SIZE)))
