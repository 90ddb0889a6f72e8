"""Putting things into the index and taking them out; a room does so in the same transaction as the act itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from biro.core import bulk
from biro.core.db import db
from biro.search import kinds, words
from biro.search.models import SearchEntry, SearchReader

MOST_TEXT = 20_000  # letters of a body that are kept and indexed
A_LOT = 1_000  # entries a round: SQLite takes at most 32,766 values in a statement


@dataclass(frozen=True)
class Entry:
    """What `put` takes, for many at once. A secret entry is found by `person_ids` only (its chain)."""

    ref: str
    kind: str
    title: str
    body: str
    url: str
    at: datetime
    permission: str | None = None
    unit_id: int | None = None
    person_ids: tuple[int, ...] = ()
    secret: bool = False


def put(
    ref: str,
    *,
    kind: str,
    title: str,
    body: str,
    url: str,
    at: datetime,
    permission: str | None = None,
    unit_id: int | None = None,
    person_ids: Iterable[int] = (),
    secret: bool = False,
) -> None:
    """Make "letter:7" findable, or renew what was there.

    Found by whoever holds `permission` for `unit_id` (anywhere when None) and by the people named; a secret one by
    these alone, through delegations only when they cover secret things. `at` orders the answers, newest first.
    """
    people = tuple(person_ids)
    put_all([Entry(ref, kind, title, body, url, at, permission, unit_id, people, secret)])


def put_all(entries: Sequence[Entry]) -> list[int]:
    """Many at once (imports, demonstration): a handful of statements for every thousand. Refs must differ.

    The ids of the entries, in their order.
    """
    db.session.flush()
    lots = range(0, len(entries), A_LOT)
    return [entry_id for start in lots for entry_id in _put_lot(entries[start : start + A_LOT])]


def load(entries: Sequence[Entry]) -> list[int]:
    """Very many new ones: whether they are there already is not asked. Their ids, in their order."""
    ids = bulk.reserve(SearchEntry, len(entries))
    found = list(zip(ids, entries, strict=True))
    bulk.load(SearchEntry, [{"id": entry_id, **_columns(e)} for entry_id, e in found])
    readers = [
        {"entry_id": entry_id, "person_id": person} for entry_id, e in found for person in set(e.person_ids)
    ]
    bulk.load(SearchReader, readers)
    words.write([(entry_id, *_words(e)) for entry_id, e in found])
    return ids


def remove(ref: str) -> None:
    """Make it findable no more."""
    db.session.execute(delete(SearchEntry).where(SearchEntry.ref == ref))


def _put_lot(entries: Sequence[Entry]) -> list[int]:
    query = select(SearchEntry.ref, SearchEntry.id).where(SearchEntry.ref.in_([e.ref for e in entries]))
    ids = {row.ref: row.id for row in db.session.execute(query)}
    _empty(list(ids.values()))
    known = [{"id": ids[e.ref], **_columns(e)} for e in entries if e.ref in ids]
    fresh = [_columns(e) for e in entries if e.ref not in ids]
    if known:
        db.session.execute(update(SearchEntry), known)
    if fresh:
        added = insert(SearchEntry).returning(SearchEntry.ref, SearchEntry.id)
        ids |= {row.ref: row.id for row in db.session.execute(added, fresh)}
    readers = [
        {"entry_id": ids[e.ref], "person_id": person_id} for e in entries for person_id in set(e.person_ids)
    ]
    if readers:
        db.session.execute(insert(SearchReader), readers)
    words.write([(ids[e.ref], *_words(e)) for e in entries])
    return [ids[e.ref] for e in entries]


def _empty(ids: list[int]) -> None:
    if ids:
        db.session.execute(delete(SearchReader).where(SearchReader.entry_id.in_(ids)))
        words.erase(ids)


def _words(entry: Entry) -> tuple[str, str]:
    return kinds.known(entry.kind), f"{entry.title} {entry.body[:MOST_TEXT]}"


def _columns(entry: Entry) -> dict[str, object]:
    return {
        "ref": entry.ref,
        "kind": kinds.known(entry.kind),
        "title": entry.title[:300],
        "body": entry.body[:MOST_TEXT],
        "url": entry.url,
        "at": entry.at,
        "permission": None if entry.secret else entry.permission,
        "unit_id": entry.unit_id,
        "secret": entry.secret,
    }
