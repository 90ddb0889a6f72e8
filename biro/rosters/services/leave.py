"""Leave recorded and cancelled."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.allocations.models import AllocationState
from biro.allocations.services import allocate, person_resource, release_owned
from biro.audit.trail import record
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l, rentang, tanggal_pendek
from biro.rosters.models import EDITABLE, Duty, Leave, LeaveKind, Roster, RosterState
from biro.rosters.services.holding import unhold

RECORDED = declare("leave.recorded", _l("mencatat cuti"))
CANCELLED = declare("leave.cancelled", _l("membatalkan cuti"))
LONGEST = timedelta(days=3 * 366)  # unpaid leave, PP 11/2017 art. 311: three years
FARTHEST = timedelta(days=3 * 366)


def record_leave(
    *, person: Person, kind: LeaveKind, starts_on: date, ends_on: date, reason: str = "", by: Any
) -> Leave:
    """Block a person's days. Drafts give the person up; a duty the head has seen must be changed first."""
    if not by.may(P.LEAVE_RECORD, person.unit_id):
        raise Forbidden
    _check(person, starts_on, ends_on)
    zone = person.unit.zone if person.unit else clock.Zone.WIB
    span = clock.day_bounds(starts_on, zone)[0], clock.day_bounds(ends_on, zone)[1]
    _leave_drafts(_duties(person, *span))
    leave = Leave(
        person=person, kind=kind, starts_on=starts_on, ends_on=ends_on, reason=reason.strip(),
        recorded_by_id=by.person_id,
    )  # fmt: skip
    db.session.add(leave)
    db.session.flush()
    allocate(
        person_resource(person), starts_at=span[0], ends_at=span[1], title="Cuti", owner=leave.owner, by=by,
        state=AllocationState.BLOCKED,
    )  # fmt: skip
    record(RECORDED, leave, by)
    return leave


def _check(person: Person, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise DomainError(_("Hari terakhir cuti sebelum hari pertamanya."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise DomainError(_("Cuti paling lama tiga tahun. Periksa tanggalnya."), field="ends_on")
    if abs(starts_on - clock.today()) > FARTHEST:
        raise DomainError(_("Tanggal ini terlalu jauh dari hari ini. Periksa tahunnya."), field="starts_on")
    other = db.session.scalars(
        select(Leave).where(
            Leave.person_id == person.id, Leave.cancelled_at.is_(None), Leave.starts_on <= ends_on,
            Leave.ends_on >= starts_on,
        )
    ).first()  # fmt: skip
    if other is not None:
        raise DomainError(
            _(
                "%(name)s sudah cuti %(start)s sampai %(end)s.", name=person.name,
                start=tanggal_pendek(other.starts_on), end=tanggal_pendek(other.ends_on),
            ),
            field="starts_on",
        )  # fmt: skip


def _duties(person: Person, start: Any, end: Any) -> list[Duty]:
    query = (
        select(Duty)
        .join(Duty.roster)
        .options(joinedload(Duty.roster), joinedload(Duty.post), joinedload(Duty.shift))
        .where(Duty.person_id == person.id, Duty.starts_at < end, Duty.ends_at > start)
        .where(Roster.state != RosterState.WITHDRAWN)
        .order_by(Duty.starts_at)
    )
    return list(db.session.scalars(query))


def _leave_drafts(duties: list[Duty]) -> None:
    fixed = [d for d in duties if d.roster.state not in EDITABLE]
    if fixed:
        listed = "; ".join(f"{d.name} ({rentang(d.span, d.roster.zone)})" for d in fixed[:10])
        raise DomainError(
            _("Masih ada tugas piket pada hari-hari itu: %(duties)s. Ganti petugasnya dulu.", duties=listed),
            field="starts_on", code="duties",
        )  # fmt: skip
    unhold(duties)
    for duty in duties:
        duty.person, duty.why = None, {"code": "leave"}
    db.session.flush()


def cancel_leave(leave: Leave, *, by: Any) -> None:
    """The person is there after all."""
    if not by.may(P.LEAVE_RECORD, leave.unit_id):
        raise Forbidden
    if leave.cancelled_at is not None:
        raise DomainError(_("Cuti ini sudah dibatalkan."))
    leave.cancelled_at = clock.now()
    release_owned(leave.owner, by=by)
    record(CANCELLED, leave, by)
