"""The worker's side of the outbox: claim, mark, try again, fail. Each function is one short transaction.

A claim is a lease. Whoever marks a row must still hold it (the fence): a sender that was asleep for too long, or whose
row was withdrawn meanwhile, changes nothing any more.
"""

import logging
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update

from biro.core import clock
from biro.core.db import db
from biro.reminders import kinds
from biro.reminders.models import Channel, Notice, Outbox, OutboxState, insert_new
from biro.reminders.rules import retry_after

log = logging.getLogger("biro")

BATCH = 20
LEASE = timedelta(seconds=30)
SKEW = timedelta(seconds=10)
"""So much may the clocks of two machines differ before one takes the other's lease for one of a clock put back."""


def lapsed(now: datetime) -> ColumnElement[bool]:
    """Rows whose sender died, or whose lease ends impossibly late because the clock was put back."""
    return and_(
        Outbox.state == OutboxState.SENDING,
        or_(Outbox.lease_until < now, Outbox.lease_until > now + LEASE + SKEW),
    )


def due(channel: Channel, now: datetime) -> ColumnElement[bool]:
    """What is to be delivered now and is still of use."""
    waiting = and_(Outbox.state == OutboxState.WAITING, Outbox.next_try_at <= now)
    return and_(Outbox.channel == channel, or_(waiting, lapsed(now)), Outbox.useful_until >= now)


def claim(me: str) -> list[int]:
    """Take up to 20 due mails for 30 seconds; returns their ids, the oldest first."""
    now = clock.now()
    picked = (
        select(Outbox.id)
        .where(due(Channel.EMAIL, now))
        .order_by(Outbox.next_try_at, Outbox.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    statement = (
        update(Outbox)
        .where(Outbox.id.in_(select(picked.c.id)))
        .values(state=OutboxState.SENDING, lease_owner=me, lease_until=now + LEASE)
        .returning(Outbox.next_try_at, Outbox.id)
        .execution_options(synchronize_session=False)
    )
    taken = sorted((row.next_try_at, row.id) for row in db.session.execute(statement))
    db.session.commit()
    return [row_id for _at, row_id in taken]


def held(row_id: int, me: str) -> Outbox | None:
    """The claimed row as it is now, or None when it is ours no more (withdrawn, or taken by another)."""
    row = db.session.get(Outbox, row_id, populate_existing=True)
    mine = row is not None and row.state is OutboxState.SENDING and row.lease_owner == me
    return row if mine else None


def close(row_id: int, me: str, state: OutboxState, why: str = "") -> bool:
    """Sent, or skipped for a reason; False when the lease was lost."""
    done = _fenced(row_id, me, state=state, last_error=why[:300], done_at=clock.now())
    db.session.commit()
    return done


def release(row_ids: list[int], me: str) -> None:
    """Give back what there is no time for."""
    for row_id in row_ids:
        _fenced(row_id, me, state=OutboxState.WAITING)
    db.session.commit()


def again(row_id: int, me: str, error: str) -> None:
    """Try later; after a day of trying it is a failure."""
    row = held(row_id, me)
    pause = retry_after(row.attempts + 1) if row else None
    if row is not None and pause is not None:
        later = {"attempts": row.attempts + 1, "next_try_at": clock.now() + pause, "last_error": error[:300]}
        _fenced(row_id, me, state=OutboxState.WAITING, **later)
    elif row is not None:
        _fail(row, me, error)
    db.session.commit()


def fail(row_id: int, me: str, error: str) -> None:
    """Give up at once, and tell whoever caused the mail."""
    row = held(row_id, me)
    if row is not None:
        _fail(row, me, error)
    db.session.commit()


def _fail(row: Outbox, me: str, error: str) -> None:
    values = {"state": OutboxState.FAILED, "attempts": row.attempts + 1, "done_at": clock.now()}
    if _fenced(row.id, me, last_error=error[:300], **values):
        tell_cause(row, error)


def tell_cause(row: Outbox, error: str) -> None:
    """A notice for the person in whose name the mail was to go, so that they can call instead."""
    if row.by_id is None:
        return
    now = clock.now()
    about = "–" if row.secret else kinds.label_of(row.kind)
    params = {"name": row.person.name, "about": about, "error": error[:160]}
    notice = {
        "key": f"failed:{row.id}:{now.isoformat()}",
        "person_id": row.by_id,
        "at": now,
        "params": params,
    }
    insert_new(
        Notice, [{**notice, "owner": row.owner, "kind": kinds.FAILED, "url": row.url, "secret": row.secret}]
    )


def _fenced(row_id: int, me: str, **values: Any) -> bool:
    """Change the row only while it is ours, and give up the lease with it."""
    statement = (
        update(Outbox)
        .where(Outbox.id == row_id, Outbox.state == OutboxState.SENDING, Outbox.lease_owner == me)
        .values(lease_owner=None, lease_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    ours = cast(CursorResult[Any], db.session.execute(statement)).rowcount == 1
    if not ours:
        log.warning("reminder %s was no longer ours to mark", row_id)
    return ours
