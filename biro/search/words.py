"""The full-text table on each engine: the only place that knows them. Words reach it as letters and digits alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    cast,
    column,
    delete,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from biro.core.db import db, on_sqlite, read
from biro.search.models import WORDS, SearchEntry
from biro.search.rules import LEAST_PREFIX, stem, words_of

search_words = table(WORDS, column("rowid"), column("kind"), column("words"), column("stems"), column(WORDS))

GAP = 500  # ids of other things between two entries, still sooner read over than looked for anew

_SQLITE = text("INSERT INTO search_words (rowid, kind, words, stems) VALUES (:rowid, :kind, :words, :stems)")
_POSTGRESQL = text(  # one statement for all of them: words of letters and digits alone are read as they are
    "INSERT INTO search_words (rowid, words, stems) SELECT rowid, CAST(words AS tsvector), CAST(stems AS tsvector)"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:words AS text[]), CAST(:stems AS text[])) AS t (rowid, words, stems)"
)


def write(entries: Sequence[tuple[int, str, str]]) -> None:
    """Put (entry id, kind, text) into the table; ids that are there already must be erased before."""
    ids, kinds = [e[0] for e in entries], [e[1] for e in entries]
    split = [words_of(content) for _id, _kind, content in entries]
    words = [" ".join(each) for each in split]
    stems = [" ".join([stem(word) for word in each]) for each in split]
    if not entries:
        return
    if on_sqlite():
        rows = zip(ids, kinds, words, stems, strict=True)
        names = ("rowid", "kind", "words", "stems")
        db.session.execute(_SQLITE, [dict(zip(names, row, strict=True)) for row in rows])
    else:
        db.session.execute(_POSTGRESQL, {"ids": ids, "words": words, "stems": stems})


def erase(ids: Sequence[int]) -> None:
    """Take entries out of the table."""
    db.session.execute(delete(search_words).where(search_words.c.rowid.in_(ids)))


@dataclass(frozen=True)
class Question:
    """Words that must all occur in an entry (of a kind): as they were typed, with `stems` also by their stem, with
    `begin` also as beginnings of longer words."""

    wanted: tuple[str, ...]
    kind: str | None = None
    stems: bool = True
    begin: bool = True


def condition(asked: Question) -> ColumnElement[bool]:
    """Whether an entry answers; kept, with parameters whose values are `given(asked)`."""
    return _condition(on_sqlite(), len(asked.wanted), asked.stems, asked.kind is not None)


@lru_cache(maxsize=64)
def _condition(sqlite: bool, count: int, stems: bool, of_kind: bool) -> ColumnElement[bool]:
    return _asking(bindparam, sqlite, count, stems, of_kind)


def _asking(
    value: Callable[[str], Any], sqlite: bool, count: int, stems: bool, of_kind: bool
) -> ColumnElement[bool]:
    """The condition, with `value(name)` where a value of `given` belongs."""
    if sqlite:
        return search_words.c[WORDS].op("MATCH", is_comparison=True)(value("match"))
    each = [_holds("words", value(f"word{i}")) for i in range(count)]
    if stems:
        each = [or_(plain, _holds("stems", value(f"stem{i}"))) for i, plain in enumerate(each)]
    return and_(*each, *([SearchEntry.kind == value("kind")] if of_kind else []))


def _holds(name: str, word: Any) -> ColumnElement[bool]:
    return search_words.c[name].op("@@", is_comparison=True)(cast(word, TSQUERY))


def given(asked: Question) -> dict[str, str]:
    """What the engine calls these words; they hold letters and digits alone."""
    if on_sqlite():
        kind = [f'kind : "{asked.kind}"'] if asked.kind else []
        return {"match": " AND ".join([*kind, *[_lite(word, asked) for word in asked.wanted]])}
    found = {"kind": asked.kind} if asked.kind else {}
    for i, word in enumerate(asked.wanted):
        found |= {
            f"word{i}": f"'{word}'{':*' if _begins(word, asked) else ''}",
            f"stem{i}": f"'{stem(word)}'",
        }
    return found


def _lite(word: str, asked: Question) -> str:
    typed = f'words : "{word}"{" *" if _begins(word, asked) else ""}'
    return f'({typed} OR stems : "{stem(word)}")' if asked.stems else typed


def _begins(word: str, asked: Question) -> bool:
    return asked.begin and len(word) >= LEAST_PREFIX


def shortest(asked: Question, enough: int) -> tuple[Question, bool]:
    """The question without beginnings if that is answered more than `enough` times; whether the one chosen is.

    Beginnings are for words that are not yet typed to the end: who has found so much is not helped by more, and SQLite
    gathers all beginnings before it gives the first.
    """
    plain = replace(asked, begin=False)
    return (plain, True) if are_more(plain, enough) else (asked, are_more(asked, enough))


def are_more(asked: Question, than: int) -> bool:
    """Whether more entries answer than that."""
    return bool(read(_entries(condition(asked), than), **given(asked)))


def among(entry_id: ColumnElement[int | None], wanted: Sequence[str]) -> ColumnElement[bool]:
    """Rows whose entry holds the words by stem or beginning: for words that few of them hold."""
    asked = Question(tuple(wanted))
    values = given(asked)
    answer = _asking(lambda name: literal(values[name]), on_sqlite(), len(wanted), True, False)
    return entry_id.in_(select(search_words.c.rowid).where(answer))


def led(entry_id: Any, asked: Question) -> ColumnElement[bool]:
    """The same of any question, with `given(asked)` as parameters: the words lead to the rows."""
    return _led(entry_id, condition(asked))


@lru_cache(maxsize=64)
def _led(entry_id: ColumnElement[int | None], answer: ColumnElement[bool]) -> ColumnElement[bool]:
    return entry_id.in_(_entries(answer))


def holding(entries: Iterable[int | None], asked: Question) -> set[int]:
    """Which of these entries answer. Asked by stretches of ids that lie together: each costs a look into the index."""
    query, values = _between(condition(asked)), given(asked)
    known = sorted(entry for entry in entries if entry is not None)
    return {row.rowid for a, b in _stretches(known) for row in read(query, first=a, last=b, **values)}


def _stretches(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of ids with no wide gap between them."""
    if not ids:
        return
    first = before = ids[0]
    for each in ids[1:]:
        if each - before > GAP:
            yield first, before
            first = each
        before = each
    yield first, before


@lru_cache(maxsize=64)
def _entries(answer: ColumnElement[bool], beyond: int | None = None) -> Select[Any]:
    """The entries that answer, or only the one after the first `beyond`."""
    query = select(search_words.c.rowid).where(answer)
    return query if beyond is None else query.limit(1).offset(beyond)


@lru_cache(maxsize=64)
def _between(answer: ColumnElement[bool]) -> Select[Any]:
    return _entries(answer).where(search_words.c.rowid.between(bindparam("first"), bindparam("last")))
