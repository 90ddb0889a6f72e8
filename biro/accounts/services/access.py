"""Passwords and sessions."""

from typing import Any, cast

from sqlalchemy import CursorResult, update

from biro import audit
from biro.accounts import passwords, queries
from biro.accounts.models import LoginSession, Person
from biro.accounts.services.actions import PASSWORD_RESET, PASSWORD_SET, SESSIONS_ENDED, must_manage
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _


def set_password(person: Person, password: str, *, by: Any, keep_session: int | None = None) -> None:
    """A new password ends every other session of the person."""
    passwords.check_strength(password, person.name, person.username)
    person.password = passwords.hash_password(password)
    person.must_change = False
    end_sessions(person, by=by, keep=keep_session, quiet=True)
    audit.record(PASSWORD_SET, person, by)


def change_password(person: Person, *, current: str, password: str, by: Any) -> None:
    """One's own new password; this browser stays signed in, all others are signed out."""
    if by.person_id != person.id:
        raise Forbidden
    if not passwords.verify(person.password, current):
        raise DomainError(_("Kata sandi sekarang tidak cocok."), field="current")
    if current == password:
        raise DomainError(_("Kata sandi baru harus lain dari yang lama."), field="password")
    set_password(person, password, by=by, keep_session=by.session_id)


def reset_password(person: Person, password: str, *, by: Any) -> None:
    """A password for the first time or a forgotten one; its owner must change it at once."""
    must_manage(by, person.unit_id)
    if not person.username:
        raise DomainError(_("Isi dulu nama penggunanya."), field="password")
    passwords.check_strength(password, person.name, person.username)
    person.password, person.must_change = passwords.hash_password(password), True
    end_sessions(person, by=by, quiet=True)
    audit.record(PASSWORD_RESET, person, by)


def end_sessions(person: Person, *, by: Any, keep: int | None = None, quiet: bool = False) -> int:
    """End the person's live sessions but `keep`; returns how many."""
    query = update(LoginSession).where(LoginSession.person_id == person.id, LoginSession.ended_at.is_(None))
    if keep is not None:
        query = query.where(LoginSession.id != keep)
    ended = cast("CursorResult[Any]", db.session.execute(query.values(ended_at=clock.now()))).rowcount
    if not quiet:
        audit.record(SESSIONS_ENDED, person, by, count=ended)
    return int(ended)


def end_session(row: LoginSession, *, by: Any) -> None:
    """Sign one browser out; one's own, or as an administrator anyone's."""
    if row.person_id != by.person_id:
        must_manage(by, row.person.unit_id)
    if row.ended_at is None:
        row.ended_at = clock.now()
        audit.record(SESSIONS_ENDED, row.person, by, count=1)


def sessions_of(person: Person, *, by: Any) -> list[LoginSession]:
    """Live sessions that `by` may see: their own, or anyone's as an administrator."""
    if by.person_id != person.id:
        must_manage(by, person.unit_id)
    return queries.live_sessions(person.id, clock.now())
