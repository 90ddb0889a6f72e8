"""Very many letters at once: rows as the services would have written them, without the human acts around them."""

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select

from biro.accounts.demo import Office
from biro.core import bulk, clock, numbering
from biro.core.db import db
from biro.correspondence.models import (
    Classification,
    Correspondent,
    Letter,
    LetterState,
    Register,
    Security,
    Urgency,
)
from biro.correspondence.rules import name_key, number_key
from biro.correspondence.services import indexing
from biro.search import services as search

CHUNK = 10_000
STATES = (LetterState.FILED, LetterState.DONE, LetterState.FILED)
URGENCIES = (Urgency.NORMAL,) * 7 + (Urgency.URGENT, Urgency.URGENT, Urgency.IMMEDIATE)
SECURITIES = (Security.OPEN,) * 47 + (Security.RESTRICTED, Security.RESTRICTED, Security.SECRET)
FINDABLE = ("id", "year", "agenda", "number", "subject", "security", "received_on")


def write(
    office: Office, book: Register, count: int, senders: Sequence[str], subjects: Sequence[tuple[str, str]]
) -> None:
    """`count` letters spread over the office's years, oldest first, their counters set to the last number given.

    They end a month ago: what follows them comes through the services. They are found like any other.
    """
    known = _ids(senders)
    rows = _rows(office, book, count, list(known), subjects)
    heads = indexing.heads(office.unit("UM").id)
    taken: Tally[int] = Tally()
    for start in office.progress("surat lama", range(0, count, CHUNK)):
        chunk = list(islice(rows, min(CHUNK, count - start)))
        for row, letter_id in zip(chunk, bulk.reserve(Letter, len(chunk)), strict=True):
            taken[row["year"]] += 1
            row |= {"id": letter_id, "agenda": taken[row["year"]]}
        entries = search.load([_entry(row, book, known[row["sender_id"]], heads) for row in chunk])
        bulk.load(Letter, [row | {"search_id": found} for row, found in zip(chunk, entries, strict=True)])
    for year, number in taken.items():
        numbering.take(f"register:{book.id}:{year}", number)


def _entry(row: dict[str, Any], book: Register, sender: str, heads: Sequence[int]) -> search.Entry:
    letter = Letter(**{name: row[name] for name in FINDABLE})
    people = {row["registered_by_id"], *heads}
    return indexing.entry(letter, sender=sender, kept_by=book.unit_id, zone=clock.Zone.WIB, people=people)


def _ids(senders: Sequence[str]) -> dict[int, str]:
    """Their names by id, new ones written down first."""
    known = dict(db.session.execute(select(Correspondent.name_key, Correspondent.id)).all())
    for name in senders:
        if name_key(name) not in known:
            row = Correspondent(name=name, name_key=name_key(name))
            db.session.add(row)
            db.session.flush()
            known[row.name_key] = row.id
    return {known[name_key(name)]: name for name in senders}


def _rows(
    office: Office, book: Register, count: int, senders: list[int], subjects: Sequence[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    codes = dict(db.session.execute(select(Classification.code, Classification.id)).all())
    unit_id, by_id, rng = office.unit("UM").id, office.person("sekretaris").id, office.rng
    first = office.today - timedelta(days=365 * office.years + 32)
    days = 365 * office.years
    for number in range(count):
        day = first + timedelta(days=number * days // count)
        subject, code = subjects[rng.randrange(len(subjects))]
        written = f"{code}/{number % 997 + 1}/{day.year}"
        yield {
            "register_id": book.id, "year": day.year, "sender_id": senders[rng.randrange(len(senders))],
            "number": written, "number_key": number_key(written), "letter_date": day - timedelta(days=number % 5),
            "received_on": day, "subject": subject, "enclosures": "", "classification_id": codes.get(code),
            "security": SECURITIES[number % 50], "urgency": URGENCIES[number % 10], "unit_id": unit_id,
            "state": STATES[number % 3], "registered_by_id": by_id, "registered_at": _noon(day), "srikandi_id": "",
            "version": 1, "event_id": None, "medium": None,
            "void_reason": "",
        }  # fmt: skip


def _noon(day: date) -> datetime:
    return clock.instant(day, time(12))
