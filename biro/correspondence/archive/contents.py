"""Named reads of what lies in files: letters that came in, letters that this office wrote, papers described here.

Of a secret letter, and of one that the reader may not see, only place and form leave the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import joinedload

from biro.core.db import among, db
from biro.core.errors import Forbidden
from biro.correspondence import queries as incoming
from biro.correspondence.archive.models import CaseFile, CaseItem, CopyForm
from biro.correspondence.models import SECRET, Correspondent, Letter, LetterState
from biro.correspondence.outgoing import queries as outgoing
from biro.correspondence.outgoing.models import (
    OutgoingLetter,
    OutgoingRecipient,
    OutgoingState,
    RecipientKind,
)

# Asked in the negative, so that SQLite looks letters up by their day and not by their state.
NOT_OVER = (LetterState.RECEIVED, LetterState.DISPOSED, LetterState.VOID)
LYING: ColumnElement[bool] = CaseItem.removed_at.is_(None)
Paper = Letter | OutgoingLetter


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two books whose letters lie in files: its letters, the item's reference, who may see them."""

    letter: Any
    reference: Any
    may_see: Callable[[Any], ColumnElement[bool]]
    is_visible: Callable[[int, Any], bool]

    @property
    def here(self) -> ColumnElement[bool]:
        """Whether an item is a letter of this book."""
        found: ColumnElement[bool] = self.reference.is_not(None)
        return found

    @property
    def is_secret(self) -> ColumnElement[bool]:
        """Whether the letter is secret."""
        return among(self.letter.security, SECRET)

    def told(self, actor: Any) -> ColumnElement[bool]:
        """Whether a list may say to this reader what the letter is about."""
        return and_(self.here, ~self.is_secret, self.may_see(actor))

    def unseen(self, actor: Any) -> ColumnElement[bool]:
        """Whether the letter is not for this reader."""
        return and_(self.here, ~self.may_see(actor))


CAME = Side(Letter, CaseItem.letter_id, incoming.may_see, incoming.is_visible)
WENT = Side(OutgoingLetter, CaseItem.outgoing_id, outgoing.may_see, outgoing.is_visible)
SIDES = (CAME, WENT)
DESCRIBED: ColumnElement[bool] = and_(CaseItem.letter_id.is_(None), CaseItem.outgoing_id.is_(None))


def side_of(letter: Paper) -> Side:
    """The book of a letter."""
    return CAME if isinstance(letter, Letter) else WENT


def _secret_letters(side: Side) -> Select[Any]:
    """Ids of the secret letters of a book that lie in the file at hand."""
    joined = select(CaseItem.id).join(side.letter, side.reference == side.letter.id)
    return joined.where(CaseItem.case_file_id == CaseFile.id, LYING, side.is_secret)


def is_secret() -> ColumnElement[bool]:
    """Whether a secret letter lies in the file: then no list shows its title, to nobody."""
    return or_(*[_secret_letters(side).correlate(CaseFile).exists() for side in SIDES])


def sealed(actor: Any) -> ColumnElement[bool]:
    """Whether one lies there that this reader may not see: then its title is not for them on its own page either."""
    hidden = [_secret_letters(side).where(~side.may_see(actor)) for side in SIDES]
    return or_(*[letters.correlate(CaseFile).exists() for letters in hidden])


def is_sealed(file: CaseFile, actor: Any) -> bool:
    """Whether the file's title is not for this reader."""
    return bool(db.session.scalar(select(sealed(actor)).select_from(CaseFile).where(CaseFile.id == file.id)))


def secrets_in(file: CaseFile) -> int:
    """How many secret letters lie in it."""
    inside = [_secret_letters(side).correlate(None).join(CaseFile, CaseFile.id == CaseItem.case_file_id)
              for side in SIDES]  # fmt: skip
    return sum(len(db.session.scalars(query.where(CaseFile.id == file.id)).all()) for query in inside)


def with_letters(query: Select[Any]) -> Select[Any]:
    """Beside the items of a query, the letters that they refer to."""
    for side in SIDES:
        query = query.outerjoin(side.letter, side.reference == side.letter.id)
    return query


def secret_item() -> ColumnElement[bool]:
    """Whether an item is a secret letter (nothing for a paper described here)."""
    return or_(*[and_(side.here, side.is_secret) for side in SIDES])


def told(actor: Any, name: str, paper: Any, came: Any, went: Any) -> Any:
    """What a list says of an item: of a paper, of a letter that came in, of one that went out."""
    return case((DESCRIBED, paper), (CAME.told(actor), came), (WENT.told(actor), went)).label(name)


def items(file_ids: Sequence[int], actor: Any) -> Select[Any]:
    """What lies in these files. Of a secret letter, and of one that the reader may not see, only place and form."""
    unseen = or_(*[side.unseen(actor) for side in SIDES])
    query = select(
        CaseItem.id, CaseItem.case_file_id, CaseItem.number, CaseItem.form, CaseItem.amount, CaseItem.note,
        unseen.label("unseen"),
        secret_item().label("secret"),
        case((~unseen, _is_void())).label("void"),
        case((~unseen, CaseItem.letter_id)).label("letter_id"),
        case((~unseen, CaseItem.outgoing_id)).label("outgoing_id"),
        told(actor, "day", CaseItem.day, Letter.letter_date, OutgoingLetter.signed_on),
        told(actor, "reference", CaseItem.reference, Letter.number, OutgoingLetter.number),
        told(actor, "title", CaseItem.title, Letter.subject, OutgoingLetter.subject),
        case((CAME.told(actor), Correspondent.name)).label("sender"),
        case((WENT.told(actor), _first_recipient())).label("recipient"),
    )  # fmt: skip
    return (
        with_letters(query)
        .outerjoin(Correspondent, Letter.sender_id == Correspondent.id)
        .where(among(CaseItem.case_file_id, file_ids), LYING)
    )


def _is_void() -> ColumnElement[bool]:
    """A letter that was voided after it was filed stays where it is, and says so."""
    return or_(Letter.state == LetterState.VOID, OutgoingLetter.state == OutgoingState.VOID)


def _first_recipient() -> Any:
    row = OutgoingRecipient
    mains = select(row.name).where(row.letter_id == OutgoingLetter.id, row.kind == RecipientKind.MAIN)
    return mains.order_by(row.rank).limit(1).correlate(OutgoingLetter).scalar_subquery()


def item(file: CaseFile, item_id: int) -> CaseItem:
    """Something that lies in this file."""
    query = select(CaseItem).where(CaseItem.id == item_id, CaseItem.case_file_id == file.id, LYING)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Forbidden
    return found


def files_with(letter: Paper) -> list[tuple[CaseFile, CopyForm]]:
    """The files in which a letter lies, the original first."""
    query = (
        select(CaseFile, CaseItem.form)
        .join(CaseItem, CaseItem.case_file_id == CaseFile.id)
        .options(joinedload(CaseFile.unit), joinedload(CaseFile.classification))
        .where(side_of(letter).reference == letter.id, LYING)
        .order_by(CaseItem.form, CaseItem.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def unfiled(actor: Any, since: date, until: date) -> Select[Any]:
    """Letters of a period with which nothing more is to be done and that lie in no file yet."""
    return (
        incoming.rows(actor)
        .add_columns(Letter.classification_id, Letter.unit_id)
        .where(Letter.received_on.between(since, until), Letter.state.not_in(NOT_OVER), ~_lies(CAME))
    )


def unfiled_outgoing(actor: Any, since: date, until: date) -> Select[Any]:
    """Letters of this office that went out in a period and lie in no file yet."""
    return (
        outgoing.rows(actor)
        .add_columns(OutgoingLetter.sent_on)
        .where(OutgoingLetter.sent_on.between(since, until), OutgoingLetter.state != OutgoingState.VOID)
        .where(~_lies(WENT))
    )


def _lies(side: Side) -> ColumnElement[bool]:
    return exists().where(side.reference == side.letter.id, LYING).correlate(side.letter)
