"""The full-text table on each engine: the only place that knows them. Words reach it as letters and digits alone."""

from collections.abc import Iterable, Iterator, Sequence
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


def exactly(kind: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    """Entries of a kind that hold every word as it was typed."""
    if on_sqlite():
        return _match([_of(kind), *[f'words : "{w}"' for w in wanted]])
    return and_(SearchEntry.kind == kind, _holds("words", " & ".join(f"'{w}'" for w in wanted)))


def roughly(kind: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    """Entries of a kind that hold, for every word, its stem or a word that begins with it."""
    if on_sqlite():
        return _match([_of(kind), *[_lite(w) for w in wanted]])
    return and_(SearchEntry.kind == kind, *[_either(w) for w in wanted])


@dataclass(frozen=True)
class Question:
    """Words that must all occur: as they are or by their stem, and with `begin` also as beginnings of longer words."""

    wanted: tuple[str, ...]
    begin: bool = True


def fewest(asked: Question | None, most: int) -> tuple[Question | None, list[int] | None]:
    """The shorter question if it finds enough, and its entries when they are `most` or fewer (none without words).

    Beginnings are for words that are not yet typed to the end: whoever finds more than `most` with the words as they
    are is not helped by more, and SQLite gathers all beginnings before it gives the first.
    """
    for each in (replace(asked, begin=False), asked) if asked else ():
        if read(_entries(on_sqlite(), len(each.wanted), most), **_given(each)):
            return each, None
    found = read(_entries(on_sqlite(), len(asked.wanted)), **_given(asked)) if asked else ()
    return asked, [row.rowid for row in found]


def among(entry_id: ColumnElement[int | None], wanted: Sequence[str]) -> ColumnElement[bool]:
    """Rows whose entry holds the words `roughly`: the words lead to the rows. For words that few entries hold."""
    asked = Question(tuple(wanted))
    return entry_id.in_(_entries(on_sqlite(), len(wanted)).params(_given(asked)))


def holding(entries: Iterable[int | None], asked: Question) -> set[int]:
    """Which of these entries answer. Asked by stretches of ids that lie together: each costs a look into the index."""
    query, given = _between(on_sqlite(), len(asked.wanted)), _given(asked)
    known = sorted(entry for entry in entries if entry is not None)
    return {row.rowid for a, b in _stretches(known) for row in read(query, first=a, last=b, **given)}


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
def _entries(sqlite: bool, count: int, beyond: int | None = None) -> Select[Any]:
    """The entries that answer to `count` words, or only the one after the first `beyond`."""
    if sqlite:
        rough = [_matches(bindparam("match"))]
    else:
        each = [
            (_asks("words", bindparam(f"word{i}")), _asks("stems", bindparam(f"stem{i}")))
            for i in range(count)
        ]
        rough = [or_(*either) for either in each]
    query = select(search_words.c.rowid).where(*rough)
    return query if beyond is None else query.limit(1).offset(beyond)


@lru_cache(maxsize=64)
def _between(sqlite: bool, count: int) -> Select[Any]:
    return _entries(sqlite, count).where(search_words.c.rowid.between(bindparam("first"), bindparam("last")))


def _given(asked: Question) -> dict[str, str]:
    """What the engine calls these words."""
    if on_sqlite():
        return {"match": " AND ".join([_lite(word, asked.begin) for word in asked.wanted])}
    given = {f"stem{i}": f"'{stem(word)}'" for i, word in enumerate(asked.wanted)}
    return given | {
        f"word{i}": f"'{word}'{_star(word, asked.begin, ':*')}" for i, word in enumerate(asked.wanted)
    }


def _of(kind: str) -> str:
    return f'kind : "{kind}"'


def _lite(word: str, begin: bool = True) -> str:
    return f'(words : "{word}"{_star(word, begin, " *")} OR stems : "{stem(word)}")'


def _star(word: str, begin: bool, star: str) -> str:
    return star if begin and len(word) >= LEAST_PREFIX else ""


def _either(word: str) -> ColumnElement[bool]:
    star = _star(word, True, ":*")
    return or_(_holds("words", f"'{word}'{star}"), _holds("stems", f"'{stem(word)}'"))


def _match(terms: Sequence[str]) -> ColumnElement[bool]:
    return _matches(literal(" AND ".join(terms)))


def _matches(terms: Any) -> ColumnElement[bool]:
    return search_words.c[WORDS].op("MATCH", is_comparison=True)(terms)


def _holds(name: str, question: str) -> ColumnElement[bool]:
    return _asks(name, literal(question))


def _asks(name: str, question: Any) -> ColumnElement[bool]:
    return search_words.c[name].op("@@", is_comparison=True)(cast(question, TSQUERY))
