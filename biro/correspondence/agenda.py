"""The agenda list of any size: the query takes the shape that is cheap for this reader and this question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, union_all

from biro.core.db import among, begin_given, begins, begins_as, escaped, on_sqlite, read
from biro.correspondence import few, queries, senders
from biro.correspondence.models import SECRET, Classification, Correspondent, Letter
from biro.correspondence.rules import number_key
from biro.search import words
from biro.search.rules import question

COMMON = 200  # entries beyond which words are looked for along the book, and not as beginnings
WINDOW, MOST = 500, 20_000  # letters of the book that are asked for common words at once
SORTED = 5_000  # answers that are sooner sorted than looked for along the book


@dataclass(frozen=True)
class Listing:
    """The rows of a list and the values of its parameters; `near` reads them when the words are too common to start
    from (as `keyset` asks)."""

    query: Select[Any]
    given: Mapping[str, Any]
    near: Callable[..., Sequence[Any]] | None = None


def listed(
    actor: Any, book: int | None, text: str, *, own: bool,
    wanted: Sequence[ColumnElement[bool]] = (), year: int | None = None,
) -> Listing:  # fmt: skip
    """The letters of one book or of all. `own`: a book all of whose ordinary letters the actor sees; `wanted`: what
    else each row must be, each of it looked up in an index of its own.

    Who sees few letters starts from these: the way through the book to find fifty of them would be long. Everybody
    else starts from what was asked for when that is little, and otherwise walks along the book and asks each row.
    """
    of_year = () if year is None else (being(Letter.year, year),)  # the book itself is in that order
    query = queries.rows(actor, book, (*of_year, *wanted))
    ids = None if own else queries.few_seen(actor)
    for each in wanted:
        ids = few.of((each,)) if ids is None and not few.are_many(each) else ids
    answers, asked, given = _answers(text.replace("\0", " "))
    many, ways = False, answers
    if asked:
        asked, many = words.shortest(asked, COMMON)
        given |= words.given(asked)
        ways += (words.led(Letter.search_id, asked),)
    if ids is None and ways and not many:
        ids = few.of(ways, **given)
        if ids is not None:
            answers, asked = (), None
    if ids is not None:
        query, given = _of(query), {**given, "ids": ids}
    if asked:
        return Listing(query, given, partial(_near, answers=answers, asked=asked))
    return Listing(query.where(or_(*answers)) if answers else query, given)


def _near(
    query: Select[Any],
    count: int,
    *,
    answers: tuple[ColumnElement[bool], ...],
    asked: words.Question,
    **given: Any,
) -> Sequence[Any]:
    """The first `count` rows that answer: found among the next letters of the book, for words that many hold; else
    all that answer are sorted, or the search goes on along the book, four times as far each time.
    """
    found: list[int] = []
    start, size = 0, WINDOW
    while True:
        rows = read(_ids(query, answers), size=size, start=start, **given)
        held = words.holding([row.search_id for row in rows], asked)
        found += [row.id for row in rows if row.answers or row.search_id in held]
        if len(found) >= count or len(rows) < size:
            return read(_of(query), **{**given, "ids": found[:count]})
        if not start and not words.are_more(asked, SORTED):
            return read(_sorted(query, answers, words.led(Letter.search_id, asked)), most=count, **given)
        start, size = start + size, min(size * 4, MOST)


@lru_cache(maxsize=256)
def _sorted(
    query: Select[Any], answers: tuple[ColumnElement[bool], ...], holds: ColumnElement[bool]
) -> Select[Any]:
    ways = union_all(*[select(Letter.id).where(each) for each in (*answers, holds)])
    return query.where(Letter.id.in_(ways)).limit(bindparam("most"))


@lru_cache(maxsize=256)
def _of(query: Select[Any]) -> Select[Any]:
    return query.where(Letter.id.in_(bindparam("ids", expanding=True)))


@lru_cache(maxsize=256)
def _ids(query: Select[Any], answers: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    columns: tuple[Any, ...] = (Letter.id, Letter.search_id, or_(*answers).label("answers"))
    return query.with_only_columns(*columns).limit(bindparam("size")).offset(bindparam("start"))


def under(code: str) -> ColumnElement[bool]:
    """Letters of a classification and of everything below it: 000.1 is also 000.1.4, but not 000.10."""
    return _under(on_sqlite(), code.strip().rstrip("."))


@lru_cache(maxsize=256)
def _under(_sqlite: bool, code: str) -> ColumnElement[bool]:
    below = begins(Classification.code, f"{code}.")
    return Letter.classification_id.in_(
        select(Classification.id).where(or_(Classification.code == code, below))
    )


@lru_cache(maxsize=256)
def being(column: Any, value: Any) -> ColumnElement[bool]:
    """`column == value`, kept: a list that is asked for again is neither built nor compiled again."""
    return cast(ColumnElement[bool], column == value)


def _answers(
    text: str,
) -> tuple[tuple[ColumnElement[bool], ...], words.Question | None, dict[str, Any]]:
    """What a letter itself answers to, the words that its entry must hold, and the values of the parameters.

    A letter answers by its agenda number, the beginning of the sender's number, or the words of the search. Secret
    letters have no words there: they are read themselves, by whoever may see them. Letters of a sender that others
    were merged into: the search knows them by the name they were written under.
    """
    if text.isdecimal() and len(text) < 9:
        return _numbered(on_sqlite()), None, {"agenda": int(text), **begin_given("key", text)}
    key, wanted = number_key(text), question(text)
    if not wanted:
        return _numbered(on_sqlite())[1:] if key else (), None, begin_given("key", key)
    terms = text.lower().split()
    given: dict[str, Any] = {f"term{i}": f"%{escaped(word)}%" for i, word in enumerate(terms)}
    given |= {"merged": senders.merged_named(text), **begin_given("key", key)}
    return _told(on_sqlite(), len(terms), bool(given["merged"])), words.Question(wanted), given


@lru_cache(maxsize=2)
def _numbered(_sqlite: bool) -> tuple[ColumnElement[bool], ...]:
    return Letter.agenda == bindparam("agenda"), begins_as(Letter.number_key, "key")


@lru_cache(maxsize=32)
def _told(sqlite: bool, count: int, merged: bool) -> tuple[ColumnElement[bool], ...]:
    """The number's beginning, a secret letter with every word in its subject or sender's name, merged senders."""
    held = []
    for i in range(count):
        term: Any = bindparam(f"term{i}")
        named = select(Correspondent.id).where(func.lower(Correspondent.name).like(term, escape="/"))
        held.append(or_(func.lower(Letter.subject).like(term, escape="/"), Letter.sender_id.in_(named)))
    found = *_numbered(sqlite)[1:], and_(Letter.security.in_(SECRET), *held)
    if not merged:  # asked of no sender, SQLite would read the whole table
        return found
    return *found, Letter.sender_id.in_(bindparam("merged", expanding=True)) & ~among(Letter.security, SECRET)
