"""Letters that are few: a list had better start from them than look for fifty of them along the book."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, select, union_all

from biro.core.db import read
from biro.correspondence.models import Letter

LIMIT = 1_000  # letters that are sooner sorted than looked for


def of(answers: tuple[ColumnElement[bool], ...], **given: Any) -> list[int] | None:
    """The letters that answer to one of these (kept) conditions, or None when they are more than LIMIT."""
    return among(_led(answers), **given)


def are_many(answer: ColumnElement[bool]) -> bool:
    """Whether more than LIMIT letters answer: asked before, as a thousand ids that nobody needs are dear to fetch."""
    return bool(read(_beyond(_led((answer,)), LIMIT)))


@lru_cache(maxsize=256)
def _led(answers: tuple[ColumnElement[bool], ...]) -> tuple[Select[Any], ...]:
    return tuple(select(Letter.id).where(each) for each in answers)


def among(ways: tuple[Select[Any], ...], **given: Any) -> list[int] | None:
    """The letters that these selects of ids lead to, or None when they are more than LIMIT."""
    found = read(_one_of(ways, LIMIT + 1), **given)
    return list({row.id for row in found}) if len(found) <= LIMIT else None


@lru_cache(maxsize=256)
def _one_of(ways: tuple[Select[Any], ...], most: int) -> CompoundSelect[Any]:
    return union_all(*[select(way.limit(most).subquery().c.id) for way in ways]).limit(most)


@lru_cache(maxsize=256)
def _beyond(ways: tuple[Select[Any], ...], most: int) -> CompoundSelect[Any]:
    return _one_of(ways, most + 1).limit(1).offset(most)
