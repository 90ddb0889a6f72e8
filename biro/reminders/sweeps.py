"""What the worker does at each tick. Every sweep may run twice, or in several workers at once, with one result."""

import logging
import secrets
from collections import Counter
from datetime import timedelta
from threading import Event

from flask import current_app
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import selectinload

from biro.core import clock
from biro.core.db import db
from biro.core.forms import FormNonce
from biro.core.texts import _
from biro.reminders import kinds, mail, outbox
from biro.reminders.checks import refusal
from biro.reminders.models import Channel, Notice, Outbox, OutboxState, insert_new

log = logging.getLogger("biro")

NOTICES = 200
"""Notices in one transaction."""
BATCH_S = outbox.LEASE.total_seconds() * 0.6
"""No mail is begun later than this after its claim: with its 12 seconds it ends inside the lease."""
NONCE_DAYS, SENT_DAYS = 2, 180


def sweep_notices(stop: Event) -> None:
    """Put due reminders into inboxes; notice and mark are one transaction, so exactly one appears."""
    while not stop.is_set():
        now = clock.now()
        query = select(Outbox).where(outbox.due(Channel.IN_APP, now)).order_by(Outbox.next_try_at, Outbox.id)
        rows = list(db.session.scalars(_locked(query).limit(NOTICES)))
        notices = []
        for row in rows:
            why = refusal(row)
            row.state = OutboxState.SKIPPED if why else OutboxState.SENT
            row.last_error, row.done_at = why or "", now
            if not why:
                notices.append(_notice(row))
        insert_new(Notice, notices)
        db.session.commit()
        if len(rows) < NOTICES:
            return


def sweep_missed(_stop: Event) -> None:
    """List what is of no use any more (the office was off): one notice a person, however many they are."""
    now = clock.now()
    open_rows = or_(Outbox.state == OutboxState.WAITING, outbox.lapsed(now))
    rows = list(db.session.scalars(_locked(select(Outbox).where(open_rows, Outbox.useful_until < now))))
    for row in rows:
        row.state = OutboxState.FAILED if row.attempts else OutboxState.MISSED
        row.lease_owner, row.lease_until, row.done_at = None, None, now
        if row.attempts:
            outbox.tell_cause(row, row.last_error)
    missed = Counter(r.person_id for r in rows if r.channel is Channel.IN_APP)
    insert_new(Notice, [
        {
            "key": f"missed:{person_id}:{now.isoformat()}", "person_id": person_id, "owner": "reminders", "at": now,
            "kind": kinds.MISSED, "params": {"count": count}, "url": "/pengingat?lihat=terlewat",
        }
        for person_id, count in missed.items()
    ])  # fmt: skip
    db.session.commit()


def sweep_mail(stop: Event) -> None:
    """Send due mails, batch after batch, until nothing is due or the server is in trouble."""
    if not current_app.config["SMTP_URL"]:
        return _skip_mail()
    me = secrets.token_hex(8)
    courier = mail.Courier(current_app.config["SMTP_URL"])
    try:
        while not stop.is_set():
            batch = outbox.claim(me)
            if not batch or not _deliver(batch, me, courier, stop):
                return None
    finally:
        courier.close()
    return None


def sweep_old(_stop: Event) -> None:
    """Forget what nobody needs: carried-out forms after two days, delivered rows after half a year."""
    now = clock.now()
    db.session.execute(delete(FormNonce).where(FormNonce.at < now - timedelta(days=NONCE_DAYS)))
    over = [s for s in OutboxState if s not in (OutboxState.WAITING, OutboxState.SENDING)]
    old = now - timedelta(days=SENT_DAYS)
    db.session.execute(delete(Outbox).where(Outbox.state.in_(over), Outbox.due_at < old))
    db.session.commit()


def _deliver(batch: list[int], me: str, courier: mail.Courier, stop: Event) -> bool:
    """Send what there is time for; False when the server is in trouble (then the whole batch waits)."""
    until = clock.ticks() + BATCH_S
    for place, row_id in enumerate(batch):
        if stop.is_set() or clock.ticks() > until:
            outbox.release(batch[place:], me)
            return True
        try:
            _send(row_id, me, courier)
        except mail.Refused as no:
            outbox.fail(row_id, me, str(no))
        except mail.Trouble as trouble:
            late = batch[place:] if trouble.whole else [row_id]
            for waiting in late:
                outbox.again(waiting, me, str(trouble))
            if trouble.whole:
                return False
    return True


def _send(row_id: int, me: str, courier: mail.Courier) -> None:
    """Ask once more, write, close the transaction, send, mark."""
    row = outbox.held(row_id, me)
    why = refusal(row) if row else None
    if row is None or why:
        db.session.commit()
        if why:
            outbox.close(row_id, me, OutboxState.SKIPPED, why)
        return
    try:
        letter = mail.compose(row)
    except Exception as error:
        log.exception("mail of reminder %s cannot be written", row_id)
        raise mail.Refused(f"{type(error).__name__}: {error}") from error
    finally:
        db.session.commit()
    courier.hand_over(letter)
    outbox.close(row_id, me, OutboxState.SENT)


def _skip_mail() -> None:
    """The office has no mail server any more: what was planned for it is in the inboxes."""
    query = _locked(select(Outbox).where(outbox.due(Channel.EMAIL, clock.now())))
    for row in db.session.scalars(query):
        row.state, row.last_error = OutboxState.SKIPPED, _("Surel tidak diatur.")
        row.lease_owner, row.lease_until, row.done_at = None, None, clock.now()
    db.session.commit()


def _locked(query):  # type: ignore[no-untyped-def]
    """Rows that no other worker is at (PostgreSQL; SQLite's writers are alone), with their people."""
    return query.options(selectinload(Outbox.person)).with_for_update(skip_locked=True)


def _notice(row: Outbox) -> dict[str, object]:
    same = ("key", "person_id", "owner", "kind", "params", "url", "secret")
    return {**{name: getattr(row, name) for name in same}, "at": row.due_at}
