"""Named reads of the inbox. Absent and forbidden look the same."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from biro.accounts.permissions import P
from biro.core.db import among, db
from biro.core.errors import Forbidden
from biro.correspondence import queries as letters
from biro.correspondence.intake.models import OPEN, InboxItem
from biro.correspondence.models import SECRET, Letter, Register
from biro.files.models import Attachment

TWINS = 5


def may_see(actor: Any) -> ColumnElement[bool]:
    """Of the books that the actor keeps; secret ones only if the actor brought them in."""
    books = select(Register.id).where(among(Register.unit_id, actor.units_for(P.LETTER_REGISTER)))
    mine = or_(InboxItem.secret.is_(False), among(InboxItem.by_id, tuple(actor.secret_ids)))
    return InboxItem.register_id.in_(books) & mine


def visible_to(actor: Any) -> Select[InboxItem]:
    """The items this actor may know of."""
    return select(InboxItem).where(may_see(actor))


def item(item_id: int, actor: Any) -> InboxItem:
    """An item, or the same 404 as for one that does not exist."""
    found = db.session.scalars(visible_to(actor).where(InboxItem.id == item_id)).one_or_none()
    if found is None:
        raise Forbidden
    return found


def is_visible(item_id: int, actor: Any) -> bool:
    """Whether the actor may know of this item (attachments ask)."""
    return db.session.scalar(select(InboxItem.id).where(may_see(actor), InboxItem.id == item_id)) is not None


def neighbours(item: InboxItem, actor: Any) -> tuple[int | None, int | None]:
    """Ids of the waiting items before and after this one, in the order they came."""
    waiting = select(InboxItem.id).where(may_see(actor), InboxItem.state.in_(OPEN), InboxItem.id != item.id)
    before = waiting.where(InboxItem.id < item.id).order_by(InboxItem.id.desc()).limit(1)
    after = waiting.where(InboxItem.id > item.id).order_by(InboxItem.id).limit(1)
    return db.session.scalar(before), db.session.scalar(after)


def next_waiting(after_id: int, actor: Any) -> int | None:
    """The item to go on with: the next one, or the oldest that was passed over."""
    waiting = select(InboxItem.id).where(may_see(actor), InboxItem.state.in_(OPEN), InboxItem.id != after_id)
    return db.session.scalar(waiting.order_by(InboxItem.id < after_id, InboxItem.id).limit(1))


def files_of(items: Sequence[InboxItem]) -> dict[str, list[Attachment]]:
    """The files of these items by owner: one query for a whole page."""
    owners = [each.owner for each in items]
    found: dict[str, list[Attachment]] = defaultdict(list)
    query = select(Attachment).where(Attachment.owner.in_(owners)).order_by(Attachment.id)
    for attachment in db.session.scalars(query):
        found[attachment.owner].append(attachment)
    return found


def same_letters(files: Sequence[Attachment], actor: Any) -> list[Letter]:
    """Letters that carry one of these very files already, among those that lists may show."""
    ids = _owners(files, "letter")
    query = letters.visible_to(actor).where(among(Letter.id, ids), Letter.security.not_in(SECRET))
    return list(db.session.scalars(query.limit(TWINS))) if ids else []


def same_items(item: InboxItem, files: Sequence[Attachment], actor: Any) -> list[InboxItem]:
    """Other items that still wait and carry one of these very files."""
    ids = _owners(files, "inbox")
    query = visible_to(actor).where(
        among(InboxItem.id, ids), InboxItem.id != item.id, InboxItem.state.in_(OPEN)
    )
    return list(db.session.scalars(query.limit(TWINS))) if ids else []


def _owners(files: Sequence[Attachment], kind: str) -> list[int]:
    hashes = [each.blob_sha256 for each in files]
    query = select(Attachment.owner).where(
        Attachment.blob_sha256.in_(hashes), Attachment.owner.startswith(f"{kind}:")
    )
    return [int(owner.partition(":")[2]) for owner in db.session.scalars(query.limit(50))]


def letter_numbered(register_id: int, agenda: int, year: int, actor: Any) -> Letter | None:
    """The letter under this number of a book, if the actor may know of it."""
    query = letters.visible_to(actor).where(
        Letter.register_id == register_id, Letter.agenda == agenda, Letter.year == year
    )
    return db.session.scalars(query).one_or_none()


def shown_letter(item: InboxItem, actor: Any) -> Letter | None:
    """The letter it has become or hangs on, if the actor may know of it."""
    query = letters.visible_to(actor).where(Letter.id == item.letter_id)
    return db.session.scalars(query).one_or_none() if item.letter_id else None


def parts(item: InboxItem, actor: Any) -> list[InboxItem]:
    """The documents that a stack was cut into."""
    query = visible_to(actor).where(InboxItem.parent_id == item.id, InboxItem.source_key.is_not(None))
    return list(db.session.scalars(query.order_by(InboxItem.first_page))) if item.state == "split" else []
