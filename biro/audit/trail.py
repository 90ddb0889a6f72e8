"""Writing and reading the Trail. Entries wait in the session and are chained at commit, so that writers queue at
the head row only for the moment of committing."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session, SessionTransaction

from biro.audit.chain import link
from biro.audit.models import NOBODY, Trail, TrailHead
from biro.core import clock
from biro.core.acts import CATALOGUE, acted
from biro.core.db import db, own_transaction

PENDING = "trail-pending"
MARKS = "trail-marks"


def record(action: str, subject: Any, by: Any = None, **data: Any) -> None:
    """Note that `by` (an Actor, or None for the system) did `action` on `subject`; written when this commits.

    `data` are plain values (str, int, bool, lists of these). A subject with `is_secret` gives its `trail_label`
    only, and its data is left out: the Trail must not tell what the letter must not.
    """
    _note(db.session, action, subject, by, data)


def record_alone(action: str, subject: Any, by: Any) -> None:
    """Like `record`, written at once: what must stand in the Trail though nothing changes (a GET).

    Ends the transaction that is open, so that no request holds two connections; what it has loaded is read anew.
    """
    seen = SimpleNamespace(
        __tablename__=subject.__tablename__, id=subject.id, trail_label=subject.trail_label,
        is_secret=getattr(subject, "is_secret", False),
    )  # fmt: skip
    db.session.rollback()
    with own_transaction() as session:
        _note(session, action, seen, by, {})


def _note(session: Any, action: str, subject: Any, by: Any, data: dict[str, Any]) -> None:
    if action not in CATALOGUE:
        raise LookupError(f"{action} is not in the catalogue of actions")
    session.info.setdefault(PENDING, []).append((action, subject, by, data, clock.now()))


def _row(action: str, subject: Any, by: Any, data: dict[str, Any], at: Any) -> dict[str, Any]:
    behalf = getattr(by, "behalf_id", None)
    secret = bool(getattr(subject, "is_secret", False))
    return {
        "at": at,
        "actor_id": getattr(by, "person_id", None),
        "actor": getattr(by, "name", None) or NOBODY,
        "behalf_id": behalf,
        "behalf": getattr(by, "behalf_name", None) if behalf else None,
        "action": action,
        "subject": getattr(subject, "__tablename__", str(subject)),
        "subject_id": getattr(subject, "id", None),
        "label": str(getattr(subject, "trail_label", "") or "")[:200],
        "data": {} if secret else data,
    }


def _close_chain(session: Session) -> None:
    """Before commit: flush (ids exist), take the head, append. Savepoints are not commits."""
    if session.in_nested_transaction() or not session.info.get(PENDING):
        return
    session.flush()
    pending = session.info.pop(PENDING)
    head = session.execute(
        update(TrailHead).where(TrailHead.id == 1).values(seq=TrailHead.seq + len(pending)).returning(
            TrailHead.seq, TrailHead.hash
        )
    ).one()  # fmt: skip
    seq, previous = head.seq - len(pending), head.hash
    for entry in pending:
        seq += 1
        row = {"seq": seq, **_row(*entry)}
        digest = link(previous, row)
        session.add(Trail(**row, previous=previous, hash=digest))
        previous = digest
    session.execute(update(TrailHead).where(TrailHead.id == 1).values(hash=previous))
    session.flush()


def _mark(session: Session, transaction: SessionTransaction) -> None:
    """Remember how much waited when a savepoint began."""
    if transaction.nested:
        session.info.setdefault(MARKS, {})[transaction] = len(session.info.get(PENDING, []))


def _forget(session: Session, previous: SessionTransaction) -> None:
    """A rollback undoes the acts, so it undoes their record: all of it, or what came since the savepoint."""
    if previous.nested:
        del session.info.get(PENDING, [])[session.info.get(MARKS, {}).get(previous, 0) :]
    else:
        session.info.pop(PENDING, None)


def _unmark(session: Session, transaction: SessionTransaction) -> None:
    """Marks go with the whole transaction: a savepoint ends before its rollback is told."""
    if not transaction.nested:
        session.info.pop(MARKS, None)


def _on_act(subject: Any, *, action: str, by: Any, data: dict[str, Any]) -> None:
    record(action, subject, by, **data)


def history_of(
    subject: Any, limit: int = 50, *, only: Collection[str] = (), without: Collection[str] = ()
) -> list[Trail]:
    """What happened to an object, newest first (the page must already be allowed to show the object): all of it,
    these actions only, or all but these.
    """
    query = select(Trail).where(Trail.subject == subject.__tablename__, Trail.subject_id == subject.id)
    query = query.where(Trail.action.in_(only)) if only else query
    query = query.where(Trail.action.not_in(without)) if without else query
    return list(db.session.scalars(query.order_by(Trail.seq.desc()).limit(limit)))


def init_app(app: Flask) -> None:
    """Connect once per process; the session factory is shared by all apps."""
    acted.connect(_on_act)
    if not event.contains(Session, "before_commit", _close_chain):
        event.listen(Session, "before_commit", _close_chain)
        event.listen(Session, "after_transaction_create", _mark)
        event.listen(Session, "after_soft_rollback", _forget)
        event.listen(Session, "after_transaction_end", _unmark)
