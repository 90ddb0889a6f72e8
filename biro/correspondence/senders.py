"""Named reads of senders: the list, probable doubles, who stands under two names."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from biro.core.db import db, escaped, read
from biro.core.errors import Forbidden
from biro.correspondence import addresses
from biro.correspondence.models import Correspondent, CorrespondentMerge, CorrespondentMoved, Letter
from biro.correspondence.rules import likeness, name_key

COMPARED = 5_000  # newest senders that are looked through for doubles
LISTED = 100  # merges on a sender's page
COUNTED = 1_000  # beyond this "how many letters" is "very many"


def listed(text: str, actor: Any) -> Select[Any]:
    """Senders with all the words in their name that the actor may know of."""
    words = [Correspondent.name_key.contains(word, autoescape=True) for word in name_key(text).split()]
    query = select(Correspondent).where(Correspondent.merged_into_id.is_(None), addresses.may_know(actor))
    return query.where(and_(*words)) if words else query


def chosen(ids: Sequence[int], actor: Any) -> list[Correspondent]:
    """These senders, as far as they stand for themselves."""
    query = select(Correspondent).where(Correspondent.id.in_(ids), Correspondent.merged_into_id.is_(None))
    query = query.where(addresses.may_know(actor))
    return list(db.session.scalars(query.order_by(Correspondent.name_key)))


def counts(ids: Sequence[int], actor: Any) -> dict[int, int]:
    """How many letters each has, counted to COUNTED and no further: one of them may have a hundred thousand."""
    return _counted(
        {i: select(Letter.id).where(Letter.sender_id == i, addresses.counted(actor)) for i in ids}
    )


def merges(sender_id: int, actor: Any) -> list[tuple[CorrespondentMerge, int]]:
    """The merges that made others a name of this sender, the newest first, and how many letters each moved."""
    second = CorrespondentMerge.source.has(
        and_(Correspondent.merged_into_id == sender_id, addresses.may_know(actor))
    )
    query = select(CorrespondentMerge).where(second, CorrespondentMerge.undone_at.is_(None))
    whole = [
        joinedload(a) for a in (CorrespondentMerge.source, CorrespondentMerge.target, CorrespondentMerge.by)
    ]
    found = db.session.scalars(
        query.options(*whole).order_by(CorrespondentMerge.id.desc()).limit(LISTED)
    ).all()
    moved = _counted({row.id: _moved(row.id, actor) for row in found})
    return [(row, moved[row.id]) for row in found]


def _moved(merge_id: int, actor: Any) -> Select[Any]:
    letters = CorrespondentMoved.place == str(Letter.__table__.c.sender_id)
    query = select(CorrespondentMoved.row_id).join(Letter, Letter.id == CorrespondentMoved.row_id)
    return query.where(CorrespondentMoved.merge_id == merge_id, letters, addresses.counted(actor))


def merge(merge_id: int, actor: Any) -> CorrespondentMerge:
    """One merge, or 404."""
    found = db.session.get(CorrespondentMerge, merge_id)
    if found is None or addresses.sender(found.source_id, actor) is None:
        raise Forbidden
    return found


def _counted(of: dict[int, Select[Any]]) -> dict[int, int]:
    if not of:
        return {}
    some = [
        select(literal(i).label("id"), func.count().label("n")).select_from(rows.limit(COUNTED).subquery())
        for i, rows in of.items()
    ]
    return {row.id: row.n for row in db.session.execute(union_all(*some))}


def doubles(actor: Any, most: int = 10) -> list[list[Correspondent]]:
    """Groups of senders that are probably one: the same words, abbreviated or not."""
    newest = (
        select(Correspondent)
        .where(Correspondent.merged_into_id.is_(None), addresses.may_know(actor))
        .order_by(Correspondent.id.desc())
    )
    rows = sorted(db.session.scalars(newest.limit(COMPARED)), key=lambda row: (likeness(row.name), row.id))
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: likeness(row.name))]
    return [group for group in groups if len(group) > 1][:most]


def merged_named(text: str) -> list[int]:
    """Senders with these words in their name that others were merged into."""
    terms = {f"term{i}": f"%{escaped(word)}%" for i, word in enumerate(name_key(text).split())}
    return [row.id for row in read(_merged_into(len(terms)), **terms)]


@lru_cache(maxsize=32)
def _merged_into(count: int) -> Select[Any]:
    second = select(Correspondent.merged_into_id).where(Correspondent.merged_into_id.is_not(None))
    named = [Correspondent.name_key.like(bindparam(f"term{i}"), escape="/") for i in range(count)]
    standing = Correspondent.merged_into_id.is_(None), Correspondent.id.in_(second)
    return select(Correspondent.id).where(*standing, *named)
