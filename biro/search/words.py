"""The full-text table on each engine: the only place that knows them. Words reach it as letters and digits alone."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, cast, column, delete, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY

from biro.core.db import db
from biro.search.models import WORDS, SearchEntry
from biro.search.rules import LEAST_PREFIX, stem, words_of

search_words = table(WORDS, column("rowid"), column("kind"), column("words"), column("stems"), column(WORDS))

_SQLITE = text("INSERT INTO search_words (rowid, kind, words, stems) VALUES (:rowid, :kind, :words, :stems)")
_POSTGRESQL = text(  # one statement for all of them: words of letters and digits alone are read as they are
    "INSERT INTO search_words (rowid, words, stems) SELECT rowid, CAST(words AS tsvector), CAST(stems AS tsvector)"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:words AS text[]), CAST(:stems AS text[])) AS t (rowid, words, stems)"
)


def _on_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


def write(entries: Sequence[tuple[int, str, str]]) -> None:
    """Put (entry id, kind, text) into the table; ids that are there already must be erased before."""
    ids, kinds = [e[0] for e in entries], [e[1] for e in entries]
    split = [words_of(content) for _id, _kind, content in entries]
    words = [" ".join(each) for each in split]
    stems = [" ".join([stem(word) for word in each]) for each in split]
    if not entries:
        return
    if _on_sqlite():
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
    if _on_sqlite():
        return _match([_of(kind), *[f'words : "{w}"' for w in wanted]])
    return and_(SearchEntry.kind == kind, _holds("words", " & ".join(f"'{w}'" for w in wanted)))


def roughly(kind: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    """Entries of a kind that hold, for every word, its stem or a word that begins with it."""
    if _on_sqlite():
        return _match([_of(kind), *[_lite(w) for w in wanted]])
    return and_(SearchEntry.kind == kind, *[_either(w) for w in wanted])


def among(entry_id: ColumnElement[int | None], wanted: Sequence[str]) -> ColumnElement[bool]:
    """Rows whose entry holds the words `roughly`: the words lead to the rows. For words that few entries hold."""
    return entry_id.in_(select(search_words.c.rowid).where(*_rough(wanted)))


def each(entry_id: ColumnElement[int | None], wanted: Sequence[str]) -> ColumnElement[bool]:
    """The same asked of one row after the other, in whatever order they come. For words that many entries hold."""
    if _on_sqlite():  # one set, made once; without the sum SQLite would start from it after all
        return (entry_id + 0).in_(select(search_words.c.rowid).where(*_rough(wanted)))
    # A row's own value, not EXISTS: PostgreSQL would rather read all that match than these few.
    asked = select(and_(*_rough(wanted))).where(search_words.c.rowid == entry_id)
    return asked.scalar_subquery()


def _rough(wanted: Sequence[str]) -> list[ColumnElement[bool]]:
    return [_match([_lite(w) for w in wanted])] if _on_sqlite() else [_either(w) for w in wanted]


def _of(kind: str) -> str:
    return f'kind : "{kind}"'


def _lite(word: str) -> str:
    star = " *" if len(word) >= LEAST_PREFIX else ""
    return f'(words : "{word}"{star} OR stems : "{stem(word)}")'


def _either(word: str) -> ColumnElement[bool]:
    star = ":*" if len(word) >= LEAST_PREFIX else ""
    return or_(_holds("words", f"'{word}'{star}"), _holds("stems", f"'{stem(word)}'"))


def _match(terms: Sequence[str]) -> ColumnElement[bool]:
    return search_words.c[WORDS].op("MATCH", is_comparison=True)(" AND ".join(terms))


def _holds(name: str, question: str) -> ColumnElement[bool]:
    return search_words.c[name].op("@@", is_comparison=True)(cast(question, TSQUERY))
