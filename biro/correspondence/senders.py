"""Named reads of senders: the list, probable doubles, who stands under two names."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select, union_all

from biro.core.db import db, escaped, read
from biro.correspondence.models import Correspondent, Letter
from biro.correspondence.rules import likeness, name_key

COMPARED = 5_000  # newest senders that are looked through for doubles
COUNTED = 1_000  # beyond this "how many letters" is "very many"


def listed(text: str) -> Select[Any]:
    """Senders with all the words in their name."""
    words = [Correspondent.name_key.contains(word, autoescape=True) for word in name_key(text).split()]
    query = select(Correspondent).where(Correspondent.merged_into_id.is_(None))
    return query.where(and_(*words)) if words else query


def chosen(ids: Sequence[int]) -> list[Correspondent]:
    """These senders, as far as they stand for themselves."""
    query = select(Correspondent).where(Correspondent.id.in_(ids), Correspondent.merged_into_id.is_(None))
    return list(db.session.scalars(query.order_by(Correspondent.name_key)))


def counts(ids: Sequence[int]) -> dict[int, int]:
    """How many letters each has, counted to COUNTED and no further: one of them may have a hundred thousand."""
    if not ids:
        return {}
    some = [
        select(literal(i).label("id"), func.count().label("n")).select_from(
            select(Letter.id).where(Letter.sender_id == i).limit(COUNTED).subquery()
        )
        for i in ids
    ]
    return {row.id: row.n for row in db.session.execute(union_all(*some))}


def doubles(most: int = 10) -> list[list[Correspondent]]:
    """Groups of senders that are probably one: the same words, abbreviated or not."""
    newest = (
        select(Correspondent).where(Correspondent.merged_into_id.is_(None)).order_by(Correspondent.id.desc())
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
