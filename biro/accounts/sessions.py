"""Server-side sessions: the cookie carries a random token, the row decides. Logout ends it everywhere."""

import hashlib
import ipaddress
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import aliased

from biro.accounts.actors import Actor, Anonymous, actor_of
from biro.accounts.models import Delegation, LoginSession, Person
from biro.core import clock
from biro.core.db import SAFE_METHODS, db, own_transaction, read

TOUCH = timedelta(minutes=1)  # how stale `seen_at` may be: a write a minute, not one a page


_GIVER = aliased(Person)
# Built once, as columns: every request asks this.
_SESSION = (
    select(
        LoginSession.id, LoginSession.started_at, LoginSession.seen_at, LoginSession.ended_at,
        Person.id.label("person_id"), Person.name, Person.active, Person.must_change,
        Delegation.starts_at, Delegation.ends_at, Delegation.revoked_at, Delegation.with_secret,
        _GIVER.id.label("giver_id"), _GIVER.name.label("giver_name"),
    )
    .join(Person, LoginSession.person_id == Person.id)
    .outerjoin(Delegation, LoginSession.delegation_id == Delegation.id)
    .outerjoin(_GIVER, and_(Delegation.giver_id == _GIVER.id, _GIVER.active))
    .where(LoginSession.token_hash == bindparam("hash"))
)  # fmt: skip


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def load(token: str) -> Actor | None:
    """The actor behind a cookie, None when the session is over or the person disabled."""
    row = next(iter(read(_SESSION, hash=token_hash(token))), None)
    now = clock.now()
    if row is None or not row.active or not LoginSession.is_alive(row, now):
        return None
    if now - row.seen_at > TOUCH:
        _touch(row.id, now)
        return load(token)
    return _actor(row, token, now)


def _actor(row: Any, token: str, now: datetime) -> Actor:
    """Whoever the session belongs to, in the giver's name while the delegation stands and the giver is active."""
    found = actor_of(row.person_id, row.name, must_change=row.must_change)
    found.token, found.session_id = token, row.id
    if row.giver_id is not None and Delegation.is_active(row, now):
        found.act_for(row.giver_id, row.giver_name, with_secret=row.with_secret)
    return found


def _touch(session_id: int, now: datetime) -> None:
    """Note the visit: in the request's own transaction, or in a short one of its own where that may only read."""
    seen = update(LoginSession).where(LoginSession.id == session_id).values(seen_at=now)
    if request.method not in SAFE_METHODS:
        db.session.execute(seen)
        return
    db.session.rollback()
    with own_transaction() as mine:
        mine.execute(seen)


def begin(person: Person, *, token: str) -> LoginSession:
    """A new session row; the caller commits, then calls `enter`."""
    row = LoginSession(
        token_hash=token_hash(token),
        person_id=person.id,
        address=request.remote_addr or "",
        agent=(request.user_agent.string or "")[:200],
    )
    db.session.add(row)
    return row


def enter(actor: Actor) -> None:
    """Put the token into a fresh cookie (a planted session id is not adopted)."""
    language = session.get("bahasa")
    session.clear()
    if language:
        session["bahasa"] = language
    login_user(actor)


def leave() -> None:
    """Empty the cookie."""
    language = session.get("bahasa")
    logout_user()
    session.clear()
    if language:
        session["bahasa"] = language


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def network_of(address: str | None) -> str:
    """The /24 (IPv4) or /56 (IPv6) that an address belongs to: what a guesser can easily change inside."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    prefix = 24 if ip.version == 4 else 56
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))


def init_app(app: Flask) -> None:
    """Flask-Login with our own loader."""
    manager = LoginManager(app)
    manager.session_protection = None  # the row is the protection; addresses change on mobile networks
    manager.anonymous_user = Anonymous
    manager.user_loader(load)
