"""Guessing is hopeless: at most 10 wrong tries a quarter of an hour per account, more per network and office."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from biro.accounts.models import LoginAttempt
from biro.core.db import db

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_NETWORK, PER_OFFICE = 10, 100, 2_000
KEEP = timedelta(days=1)


def account_key(username: str) -> str:
    """A name as it is counted; hashed, because people type passwords into the wrong field."""
    return hashlib.sha256(username.strip().lower().encode()).hexdigest()


def note(username: str, network: str, now: datetime) -> LoginAttempt:
    """Write the try down before it is checked, so that fifty at once are fifty; the caller commits."""
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - KEEP))
    row = LoginAttempt(account=account_key(username), network=network, at=now)
    db.session.add(row)
    return row


def is_shut(username: str, network: str, now: datetime) -> bool:
    """Whether this try comes after too many wrong ones (it counts itself)."""

    def tries(*where: ColumnElement[bool]) -> int:
        query = select(func.count()).where(LoginAttempt.failed, LoginAttempt.at > now - WINDOW, *where)
        return db.session.scalar(query) or 0

    return (
        tries(LoginAttempt.account == account_key(username)) > PER_ACCOUNT
        or tries(LoginAttempt.network == network) > PER_NETWORK
        or tries() > PER_OFFICE
    )


def succeeded(attempt_id: int) -> None:
    """A right password is no wrong try."""
    db.session.execute(update(LoginAttempt).where(LoginAttempt.id == attempt_id).values(failed=False))
