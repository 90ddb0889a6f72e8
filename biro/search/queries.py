"""Asking the index. The filter of who may see stands in the query itself, so neither lists nor counts tell more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, or_, select

from biro.accounts.actors import Actor
from biro.accounts.permissions import P
from biro.core.db import among, read
from biro.search import kinds, rules, words
from biro.search.kinds import Kind
from biro.search.models import SearchEntry, SearchReader
from biro.search.words import Question, search_words

A_FEW = 6  # of each kind on the first page
A_PAGE = 50
MOST = 500  # answers of one kind that can be leafed through
GLANCE = 2_000  # letters of the body in which the excerpt is looked for


@dataclass(frozen=True)
class Hit:
    """One answer, with the pieces of title and text and whether each is to be marked."""

    title: list[tuple[str, bool]]
    text: list[tuple[str, bool]]
    url: str
    at: datetime


@dataclass(frozen=True)
class Group:
    """Answers of one kind; `more` when there are others that the reader may see."""

    kind: Kind
    hits: list[Hit]
    more: bool


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The entries this actor may find."""
    by_units: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for permission in P:
        if actor.may(permission):
            by_units[tuple(sorted(actor.units_for(permission)))].append(permission.value)
    held = tuple((units, tuple(permissions)) for units, permissions in by_units.items())
    return _visible(held, tuple(actor.ids), tuple(actor.secret_ids))


@lru_cache(maxsize=256)
def _visible(
    held: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...],
    ids: tuple[int, ...],
    secret_ids: tuple[int, ...],
) -> ColumnElement[bool]:
    """The rule in SQL, kept: building it costs more than asking it."""
    return or_(
        false(),
        *[
            and_(
                among(SearchEntry.permission, permissions),
                or_(SearchEntry.unit_id.is_(None), among(SearchEntry.unit_id, units)),
            )
            for units, permissions in held
        ],
        and_(SearchEntry.secret.is_(False), _reads(ids)),
        and_(SearchEntry.secret.is_(True), _reads(secret_ids)),
    )


def _reads(ids: Sequence[int]) -> ColumnElement[bool]:
    return exists().where(SearchReader.entry_id == SearchEntry.id, among(SearchReader.person_id, ids))


def groups(text: str, actor: Actor) -> list[Group]:
    """A few answers of every kind, for the first page."""
    wanted = rules.question(text)
    if not wanted:
        return []
    visible = visible_to(actor)
    found = [(kind, _find(kind.name, wanted, visible, A_FEW + 1)) for kind in kinds.all_kinds()]
    return [
        Group(kind, [_hit(row, wanted) for row in rows[:A_FEW]], len(rows) > A_FEW)
        for kind, rows in found
        if rows
    ]


def group(text: str, kind: Kind, actor: Actor, number: int = 1) -> Group:
    """Page `number` of the answers of one kind."""
    wanted = rules.question(text)
    start = (max(number, 1) - 1) * A_PAGE
    if not wanted or start >= MOST:
        return Group(kind, [], False)
    rows = _find(kind.name, wanted, visible_to(actor), start + A_PAGE + 1)[start:]
    return Group(kind, [_hit(row, wanted) for row in rows[:A_PAGE]], len(rows) > A_PAGE)


def _find(kind: str, wanted: tuple[str, ...], visible: ColumnElement[bool], limit: int) -> list[Any]:
    """Exact answers, then those by stem or beginning; the newest first in each."""
    first = _read(Question(wanted, kind, stems=False, begin=False), visible, limit)
    if len(first) >= limit:
        return first
    seen = {row.id for row in first}
    rest = _read(Question(wanted, kind), visible, limit + len(first))
    return [*first, *[row for row in rest if row.id not in seen]][:limit]


def _read(asked: Question, visible: ColumnElement[bool], limit: int) -> list[Any]:
    return list(read(_query(words.condition(asked), visible), most=limit, **words.given(asked)))


@lru_cache(maxsize=256)
def _query(answer: ColumnElement[bool], visible: ColumnElement[bool]) -> Select[Any]:
    body = func.substr(SearchEntry.body, 1, GLANCE).label("body")
    return (
        select(SearchEntry.id, SearchEntry.title, body, SearchEntry.url, SearchEntry.at)
        .select_from(search_words)
        .join(SearchEntry, SearchEntry.id == search_words.c.rowid)
        .where(answer, visible)
        .order_by(search_words.c.rowid.desc())
        .limit(bindparam("most"))
    )


def _hit(row: Any, wanted: tuple[str, ...]) -> Hit:
    text = rules.excerpt(row.body, wanted)
    return Hit(rules.marked(row.title, wanted), rules.marked(text, wanted), row.url, row.at)
