"""The clerks' book of addresses, as far as somebody may know it: senders by name, and who is in it at all.

A sender of whom only secret letters speak (`Correspondent.secret`) is there for whoever may see one of these letters
and for nobody else.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from biro.core.db import among, db
from biro.correspondence import queries
from biro.correspondence.models import SECRET, Correspondent, Letter
from biro.correspondence.rules import name_key


def may_know(actor: Any) -> ColumnElement[bool]:
    """Whether somebody may know that this sender writes to us. The letters are asked only of the few secret ones."""
    known = Correspondent.secret.is_(False)
    if actor.person_id is None:  # the house itself is in no letter's chain
        return known
    meant = func.coalesce(Correspondent.merged_into_id, Correspondent.id)
    theirs = select(Letter.id).where(
        Letter.sender_id == meant, among(Letter.security, SECRET), queries.may_see(actor)
    )
    return or_(known, theirs.correlate(Correspondent).exists())


def counted(actor: Any) -> ColumnElement[bool]:
    """The letters that a sender's number of letters counts: it must not tell of secret ones."""
    return or_(Letter.security.not_in(SECRET), queries.may_see(actor))


def sender(sender_id: int | None, actor: Any) -> Correspondent | None:
    """The one with this id."""
    query = select(Correspondent).where(Correspondent.id == (sender_id or 0), may_know(actor))
    return db.session.scalars(query).one_or_none()


def named(name: str, actor: Any) -> Correspondent | None:
    """The one of this name, whatever its case and dots; of a merged one, the one it means."""
    query = select(Correspondent).where(Correspondent.name_key == name_key(name), may_know(actor))
    found = db.session.scalars(query).one_or_none()
    return found.meant if found else None


def found(text: str, actor: Any) -> list[Correspondent]:
    """Exact first, then those that start with the text, whose words do ("din kes"), that hold it."""
    name, words = Correspondent.name_key, name_key(text).split()
    if not words:
        return []
    spaced = literal(" ") + name
    starts = name.startswith(name_key(text), autoescape=True)
    first = name.startswith(words[0], autoescape=True)
    by_words = and_(*[spaced.contains(f" {word}", autoescape=True) for word in words])
    query = (
        select(Correspondent)
        .where(Correspondent.merged_into_id.is_(None), may_know(actor))
        .where(and_(*[name.contains(word, autoescape=True) for word in words]))
        .order_by(
            (name == name_key(text)).desc(),
            starts.desc(),
            and_(first, by_words).desc(),
            by_words.desc(),
            Correspondent.name,
        )
    )
    return list(db.session.scalars(query.limit(queries.LOOKUP_SIZE)))
