"""Guessing is hopeless: so many wrong tries at a door in a quarter of an hour, per account or address, per network."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from biro.accounts.models import LoginAttempt
from biro.core.db import db, own_transaction

WINDOW = timedelta(minutes=15)
KEEP = timedelta(days=1)


@dataclass(frozen=True)
class Door:
    """Where wrong tries are counted. `per_account`: of one name, or one address at doors that ask for no name."""

    name: str
    per_account: int
    per_network: int
    per_office: int | None = None


SIGN_IN = Door("masuk", 10, 100, 2_000)


def account_key(username: str) -> str:
    """A name as it is counted; hashed, because people type passwords into the wrong field."""
    return hashlib.sha256(username.strip().lower().encode()).hexdigest()


def note(username: str, network: str, now: datetime) -> LoginAttempt:
    """Write the try down before it is checked, so that fifty at once are fifty; the caller commits."""
    return _write(db.session, SIGN_IN, username, network, now)


def note_alone(door: Door, who: str, network: str, now: datetime) -> None:
    """A wrong try at a door that opens by looking (a GET), written at once. Ends the transaction that is open."""
    db.session.rollback()
    with own_transaction() as session:
        _write(session, door, who, network, now)


def _write(session: Any, door: Door, who: str, network: str, now: datetime) -> LoginAttempt:
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - KEEP))
    row = LoginAttempt(door=door.name, account=account_key(who), network=network, at=now)
    session.add(row)
    return row


def is_shut(username: str, network: str, now: datetime) -> bool:
    """Whether this try comes after too many wrong ones (it counts itself)."""
    return (
        _tries(SIGN_IN, now, LoginAttempt.account == account_key(username)) > SIGN_IN.per_account
        or _tries(SIGN_IN, now, LoginAttempt.network == network) > SIGN_IN.per_network
        or _tries(SIGN_IN, now) > (SIGN_IN.per_office or 0)
    )


def _tries(door: Door, now: datetime, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).where(*_wrong(door, now), *where)
    return db.session.scalar(query) or 0


def _wrong(door: Door, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return LoginAttempt.failed.is_(True), LoginAttempt.door == door.name, LoginAttempt.at > now - WINDOW


def seconds_to_wait(door: Door, who: str, network: str, now: datetime) -> int:
    """How long a door stays shut for this address or its network after too many wrong tries; 0 when it is open."""
    limits = (
        (LoginAttempt.account == account_key(who), door.per_account),
        (LoginAttempt.network == network, door.per_network),
    )
    ends = [end for same, most in limits if (end := _end(door, now, same, most))]
    return max(1, int((max(ends) - now).total_seconds()) + 1) if ends else 0


def _end(door: Door, now: datetime, same: ColumnElement[bool], most: int) -> datetime | None:
    """When the oldest of the last `most` wrong tries is forgotten; None when there were fewer."""
    query = select(LoginAttempt.at).where(same, *_wrong(door, now)).order_by(LoginAttempt.at.desc())
    oldest = db.session.scalar(query.offset(most - 1).limit(1))
    return oldest + WINDOW if oldest else None


def succeeded(attempt_id: int) -> None:
    """A right password is no wrong try."""
    db.session.execute(update(LoginAttempt).where(LoginAttempt.id == attempt_id).values(failed=False))
