"""Units, positions, who sits on them, and roles beside them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from biro import audit
from biro.accounts.models import (
    Assignment,
    AssignmentKind,
    Person,
    Position,
    RoleGrant,
    Unit,
)
from biro.accounts.permissions import Role
from biro.accounts.services.actions import (
    ASSIGNED,
    ASSIGNMENT_ENDED,
    POSITION_MADE,
    ROLE_ENDED,
    ROLE_GRANTED,
    UNIT_MADE,
    must_manage,
)
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _


def add_unit(
    *, name: str, code: str, parent: Unit | None = None, zone: str = clock.Zone.WIB, by: Any
) -> Unit:
    """A unit below `parent`; its path is written once it has an id."""
    must_manage(by, parent.id if parent else None)
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
    must_manage(by, unit.id)
    position = Position(title=title, unit_id=unit.id, role=role, is_head=is_head, single=single, rank=rank)
    db.session.add(position)
    db.session.flush()
    audit.record(POSITION_MADE, position, by)
    return position


def assign(
    *, person: Person, position: Position, kind: AssignmentKind, starts_on: date, ends_on: date | None = None,
    decree: str = "", by: Any,
) -> Assignment:  # fmt: skip
    """Put a person on a position from a day to a day; a single chair has one definitive holder at a time."""
    must_manage(by, position.unit_id)
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
    must_manage(by, row.position.unit_id)
    if ends_on < row.starts_on:
        raise DomainError(_("Tanggal selesai mendahului tanggal mulai."), field="ends_on")
    row.ends_on = ends_on
    audit.record(ASSIGNMENT_ENDED, row, by, ends_on=ends_on.isoformat())


def grant_role(
    *,
    person: Person,
    role: Role,
    unit: Unit,
    by: Any,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleGrant:
    """A role beside the position."""
    must_manage(by, unit.id)
    starts_on = starts_on or clock.today()
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("Tanggal selesai mendahului tanggal mulai."), field="ends_on")
    row = RoleGrant(person=person, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on)
    db.session.add(row)
    db.session.flush()
    audit.record(ROLE_GRANTED, row, by, role=role.value)
    return row


def end_role(row: RoleGrant, *, by: Any) -> None:
    """Take a role back: yesterday was its last day, so it is gone at once."""
    must_manage(by, row.unit_id)
    row.ends_on = clock.today() - timedelta(days=1)
    audit.record(ROLE_ENDED, row, by, role=row.role.value)
