"""What an administrator and a person do with accounts. Nothing here commits or reads the request."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update

from biro import audit
from biro.accounts import passwords
from biro.accounts.models import (
    Assignment,
    AssignmentKind,
    Delegation,
    LoginSession,
    Person,
    Position,
    RoleGrant,
    Unit,
)
from biro.accounts.permissions import Role
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _, _l

CREATED = declare("person.created", _l("menambahkan pegawai"))
CHANGED = declare("person.changed", _l("mengubah data pegawai"))
DISABLED = declare("person.disabled", _l("menonaktifkan akun"))
ENABLED = declare("person.enabled", _l("mengaktifkan akun"))
PASSWORD_SET = declare("person.password_set", _l("mengganti kata sandi"))
SIGNED_IN = declare("person.signed_in", _l("masuk"))
SIGNED_OUT = declare("person.signed_out", _l("keluar"))
SESSIONS_ENDED = declare("person.sessions_ended", _l("mengakhiri sesi"))
ASSIGNED = declare("assignment.made", _l("menetapkan penugasan jabatan"))
ASSIGNMENT_ENDED = declare("assignment.ended", _l("mengakhiri penugasan jabatan"))
ROLE_GRANTED = declare("role_grant.made", _l("memberikan peran"))
ROLE_ENDED = declare("role_grant.ended", _l("mencabut peran"))
DELEGATED = declare("delegation.made", _l("memberi kuasa atas nama"))
DELEGATION_ENDED = declare("delegation.revoked", _l("mencabut kuasa atas nama"))
ACTING = declare("delegation.used", _l("mulai bertindak atas nama"))
UNIT_MADE = declare("unit.created", _l("menambahkan unit"))
UNIT_CHANGED = declare("unit.changed", _l("mengubah unit"))
POSITION_MADE = declare("position.created", _l("menambahkan jabatan"))
POSITION_CHANGED = declare("position.changed", _l("mengubah jabatan"))


def add_unit(
    *, name: str, code: str, parent: Unit | None = None, zone: str = clock.Zone.WIB, by: Any
) -> Unit:
    """A unit below `parent`; its path is written once it has an id."""
    if db.session.scalar(select(Unit.id).where(Unit.code == code)):
        raise DomainError(_("Kode unit ini sudah dipakai."), field="code")
    unit = Unit(name=name, code=code, parent_id=parent.id if parent else None, zone=zone)
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record(UNIT_MADE, unit, by)
    return unit


def add_position(
    *,
    title: str,
    unit: Unit,
    role: Role,
    is_head: bool = False,
    single: bool = False,
    rank: int = 50,
    by: Any,
) -> Position:
    """A chair in a unit."""
    position = Position(title=title, unit_id=unit.id, role=role, is_head=is_head, single=single, rank=rank)
    db.session.add(position)
    db.session.flush()
    audit.record(POSITION_MADE, position, by)
    return position


def add_person(
    *, name: str, by: Any, username: str | None = None, password: str | None = None, **fields: Any
) -> Person:
    """Someone of the office; with a username and password they can sign in."""
    username = username.strip().lower() if username else None
    if username and db.session.scalar(select(Person.id).where(Person.username == username)):
        raise DomainError(_("Nama pengguna ini sudah dipakai."), field="username")
    if fields.get("nip") and db.session.scalar(select(Person.id).where(Person.nip == fields["nip"])):
        raise DomainError(_("NIP ini sudah terdaftar."), field="nip")
    person = Person(name=name, username=username, **fields)
    if password:
        passwords.check_strength(password, name, username)
        person.password = passwords.hash_password(password)
    db.session.add(person)
    db.session.flush()
    audit.record(CREATED, person, by)
    return person


def set_password(person: Person, password: str, *, by: Any, keep_session: int | None = None) -> None:
    """A new password ends every other session of the person."""
    passwords.check_strength(password, person.name, person.username)
    person.password = passwords.hash_password(password)
    person.must_change = False
    end_sessions(person, by=by, keep=keep_session, quiet=True)
    audit.record(PASSWORD_SET, person, by)


def set_active(person: Person, active: bool, *, by: Any) -> None:
    """Disabling bites on the next request: the session rows end too."""
    if not active and by.person_id == person.id:
        raise DomainError(_("Anda tidak bisa menonaktifkan akun sendiri."))
    person.active = active
    if not active:
        end_sessions(person, by=by, quiet=True)
    audit.record(ENABLED if active else DISABLED, person, by)


def end_sessions(person: Person, *, by: Any, keep: int | None = None, quiet: bool = False) -> int:
    """End the person's live sessions but `keep`; returns how many."""
    query = update(LoginSession).where(LoginSession.person_id == person.id, LoginSession.ended_at.is_(None))
    if keep is not None:
        query = query.where(LoginSession.id != keep)
    ended = cast("CursorResult[Any]", db.session.execute(query.values(ended_at=clock.now()))).rowcount
    if not quiet:
        audit.record(SESSIONS_ENDED, person, by, count=ended)
    return int(ended)


def assign(
    *, person: Person, position: Position, kind: AssignmentKind, starts_on: date, ends_on: date | None = None,
    decree: str = "", by: Any,
) -> Assignment:  # fmt: skip
    """Put a person on a position from a day to a day; a single chair has one definitive holder at a time."""
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("Tanggal selesai mendahului tanggal mulai."), field="ends_on")
    if kind in (AssignmentKind.PLT, AssignmentKind.PLH) and ends_on is None:
        raise DomainError(_("Plt. dan Plh. harus punya tanggal selesai."), field="ends_on")
    if position.single and kind in (AssignmentKind.DEFINITIVE, AssignmentKind.PJ):
        _refuse_second_holder(position, starts_on, ends_on)
    row = Assignment(
        person=person, position=position, kind=kind, starts_on=starts_on, ends_on=ends_on, decree=decree
    )
    db.session.add(row)
    db.session.flush()
    audit.record(ASSIGNED, row, by, kind=kind.value, starts_on=starts_on.isoformat())
    return row


def _refuse_second_holder(position: Position, starts_on: date, ends_on: date | None) -> None:
    query = select(Assignment).where(
        Assignment.position_id == position.id,
        Assignment.kind.in_([AssignmentKind.DEFINITIVE, AssignmentKind.PJ]),
        or_(Assignment.ends_on.is_(None), Assignment.ends_on >= starts_on),
    )
    if ends_on is not None:
        query = query.where(Assignment.starts_on <= ends_on)
    other = db.session.scalars(query).first()
    if other is not None:
        raise DomainError(
            _("Jabatan ini masih dipegang %(name)s. Akhiri dulu penugasannya.", name=other.person.name),
            field="position_id",
        )


def end_assignment(row: Assignment, *, ends_on: date, by: Any) -> None:
    """The last day on which the position is held."""
    if ends_on < row.starts_on:
        raise DomainError(_("Tanggal selesai mendahului tanggal mulai."), field="ends_on")
    row.ends_on = ends_on
    audit.record(ASSIGNMENT_ENDED, row, by, ends_on=ends_on.isoformat())


def grant_role(
    *, person: Person, role: Role, unit: Unit, by: Any, starts_on: date | None = None
) -> RoleGrant:
    """A role beside the position."""
    row = RoleGrant(person=person, role=role, unit=unit, starts_on=starts_on or clock.today())
    db.session.add(row)
    db.session.flush()
    audit.record(ROLE_GRANTED, row, by, role=role.value)
    return row


def delegate(
    *,
    giver: Person,
    receiver: Person,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    with_secret: bool,
    by: Any,
) -> Delegation:
    """Let `receiver` act in `giver`'s name for a time (at most 90 days)."""
    if giver.id == receiver.id:
        raise DomainError(_("Kuasa diberikan kepada orang lain."), field="receiver_id")
    if ends_at <= starts_at:
        raise DomainError(_("Waktu selesai mendahului waktu mulai."), field="ends_on")
    if (ends_at - starts_at).days > 90:
        raise DomainError(_("Kuasa paling lama 90 hari; perpanjang bila perlu."), field="ends_on")
    row = Delegation(
        giver=giver,
        receiver=receiver,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        with_secret=with_secret,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(DELEGATED, row, by, with_secret=with_secret)
    return row


def revoke(row: Delegation, *, by: Any) -> None:
    """Take the delegation back at once."""
    row.revoked_at = clock.now()
    db.session.execute(
        update(LoginSession).where(LoginSession.delegation_id == row.id).values(delegation_id=None)
    )
    audit.record(DELEGATION_ENDED, row, by)
