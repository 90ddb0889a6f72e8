"""People: adding, correcting, enabling and disabling."""

from typing import Any

from sqlalchemy import select

from biro import audit
from biro.accounts import passwords
from biro.accounts.models import Person
from biro.accounts.services.access import end_sessions
from biro.accounts.services.actions import CHANGED, CREATED, DISABLED, ENABLED, must_manage
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _


def add_person(
    *, name: str, by: Any, username: str | None = None, password: str | None = None, **fields: Any
) -> Person:
    """Someone of the office; with a username and password they can sign in."""
    must_manage(by, fields.get("unit_id"))
    fields = _tidy({"username": username, **fields})
    _refuse_twin(None, fields)
    person = Person(name=name, **fields)
    if password:
        passwords.check_strength(password, name, username)
        person.password = passwords.hash_password(password)
    db.session.add(person)
    db.session.flush()
    audit.record(CREATED, person, by)
    return person


def change_person(person: Person, *, by: Any, version: int | None = None, **fields: Any) -> None:
    """Correct what is written about a person; the Trail keeps which fields, not their values."""
    must_manage(by, person.unit_id)
    must_manage(by, fields.get("unit_id", person.unit_id))
    _change(person, version, fields, by)


def change_profile(
    person: Person,
    *,
    by: Any,
    version: int | None = None,
    email: str | None,
    phone: str | None,
    language: str,
    by_email: bool,
    digest: bool = True,
) -> None:
    """What people may change about themselves."""
    if by.person_id != person.id:
        raise Forbidden
    fields = {"email": email, "phone": phone, "language": language, "by_email": by_email, "digest": digest}
    _change(person, version, fields, by)


def _change(person: Person, version: int | None, fields: dict[str, Any], by: Any) -> None:
    person.expect(version)
    fields = _tidy(fields)
    _refuse_twin(person.id, fields)
    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, fields[name])
    if changed:
        audit.record(CHANGED, person, by, fields=changed)


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    """Empty unique texts are nothing, and user names are lower case."""
    tidy = {k: (v or None) if k in {"nip", "username", "email", "phone"} else v for k, v in fields.items()}
    if tidy.get("username"):
        tidy["username"] = str(tidy["username"]).strip().lower()
    return tidy


def _refuse_twin(person_id: int | None, fields: dict[str, Any]) -> None:
    for name, sentence in (
        ("username", _("Nama pengguna ini sudah dipakai.")),
        ("nip", _("NIP ini sudah terdaftar.")),
    ):
        same = getattr(Person, name) == fields.get(name)
        if fields.get(name) and db.session.scalar(
            select(Person.id).where(same, Person.id != (person_id or 0))
        ):
            raise DomainError(sentence, field=name)


def set_active(person: Person, active: bool, *, by: Any) -> None:
    """Disabling bites on the next request: the session rows end too."""
    must_manage(by, person.unit_id)
    if not active and by.person_id == person.id:
        raise DomainError(_("Anda tidak bisa menonaktifkan akun sendiri."))
    person.active = active
    if not active:
        end_sessions(person, by=by, quiet=True)
    audit.record(ENABLED if active else DISABLED, person, by)
