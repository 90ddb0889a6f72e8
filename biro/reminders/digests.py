"""The daily digest: in the morning of a working day one message about what waits, instead of one for each piece.

A room above says what waits for whom; this room decides when, and that it is said once.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from threading import Event

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from biro.accounts.models import Person, Unit
from biro.core import clock, workdays
from biro.core.db import db
from biro.reminders import queries
from biro.reminders.channels import channels_of, message_id
from biro.reminders.models import Channel, DigestDay, Outbox, OutboxState, insert_new
from biro.reminders.rules import key_of

Builder = Callable[[Collection[int], date], Mapping[int, Mapping[str, str | int]]]
SUBJECT = "digest"
_builders: dict[str, tuple[Builder, str]] = {}


def gather(kind: str, build: Builder, url: str) -> None:
    """Let a room fill a kind of digest: `build(person_ids, day)` gives the parameters for who has anything waiting."""
    _builders[kind] = (build, url)


def is_on() -> bool:
    """Whether the office has a digest at all; without its rule every piece of news is a mail again."""
    return bool(queries.rules_for(SUBJECT))


def sweep(_stop: Event) -> None:
    """Make today's digest in every zone where its hour has come: once, however many workers there are."""
    now = clock.now()
    rules = {rule.kind: rule for rule in queries.rules_for(SUBJECT)}
    for zone in clock.Zone:
        day = clock.today(zone)
        due = [(kind, rule.at) for kind, rule in rules.items() if kind in _builders and rule.at is not None]
        due = [(kind, at) for kind, at in due if clock.instant(day, at, zone) <= now]
        if due and workdays.is_workday(day, workdays.days_off(day)) and _first_today(day, zone, now):
            for kind, at in due:
                _make(kind, day, at, zone)
        db.session.commit()


def _first_today(day: date, zone: str, now: datetime) -> bool:
    """Whether this worker is the first: another one waits here for the row and then finds it there."""
    if db.session.get(DigestDay, (day, zone)) is not None:
        return False
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = insert(DigestDay).values(day=day, zone=zone, at=now).on_conflict_do_nothing()
    return db.session.scalar(made.returning(DigestDay.day)) is not None


def _make(kind: str, day: date, at: time, zone: str) -> None:
    build, url = _builders[kind]
    people = select(Person.id).outerjoin(Unit, Person.unit_id == Unit.id).where(Person.active, Person.digest)
    where = (Unit.zone == zone) if zone != clock.Zone.WIB else (Unit.zone == zone) | Unit.id.is_(None)
    found = build(list(db.session.scalars(people.where(where))), day)
    due_at, until = clock.instant(day, at, zone), clock.day_bounds(day, zone)[1]
    rows = []
    for person_id, ways in channels_of(found).items():
        for channel in ways:
            owner = f"{SUBJECT}:{person_id}"
            key = key_of(owner, kind, due_at, person_id, channel)
            rows.append(
                {
                    "key": key, "owner": owner, "kind": kind, "person_id": person_id, "by_id": None, "channel": channel,
                    "planned": False, "secret": False, "due_at": due_at, "next_try_at": due_at, "useful_until": until,
                    "params": {**found[person_id], "zone": zone}, "url": url, "state": OutboxState.WAITING,
                    "message_id": message_id(key) if channel is Channel.EMAIL else "",
                }
            )  # fmt: skip
    insert_new(Outbox, rows)
