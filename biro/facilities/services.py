"""Asking for a facility, and moving or taking back what an event asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from biro import audit
from biro.accounts.permissions import P
from biro.allocations import services as allocations
from biro.allocations.models import AllocationState, Resource, ResourceKind
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.facilities import queries, words
from biro.facilities.models import Booking

ASKED = declare("booking.asked", _l("mengajukan peminjaman"))
DESCRIBED = declare("booking.described", _l("mengubah keterangan peminjaman"))
SHORTENED = declare("booking.shortened", _l("mempersingkat peminjaman"))
BOOKABLE = frozenset(
    {ResourceKind.ROOM, ResourceKind.VEHICLE, ResourceKind.DRIVER, ResourceKind.EQUIPMENT},
)


def book(
    *, resource: Resource, starts_at: datetime, ends_at: datetime, purpose: str, by: Any,
    attendees: int | None = None, note: str = "", source: str | None = None, among: Sequence[Resource] = (),
) -> Booking:  # fmt: skip
    """Ask for a resource (aware instants, half open). Its slot is held at once; raises Clash with alternatives.

    `source` is what it is for ("event:5"); `among` where alternatives are looked for (default: all of that kind).
    """
    if resource.kind not in BOOKABLE or resource.unit_id is None or not may_ask(by, resource):
        raise Forbidden
    if not purpose.strip():
        raise DomainError(_("Tuliskan keperluannya."), field="purpose")
    allocation = allocations.allocate(
        resource, starts_at=starts_at, ends_at=ends_at, title=purpose.strip(), owner="booking:0", by=by,
        state=AllocationState.HELD, among=among or queries.resources(resource.kind, by),
    )  # fmt: skip
    booking = Booking(
        resource=resource, allocation=allocation, unit_id=resource.unit_id, purpose=purpose.strip()[:200],
        note=note.strip()[:1000], attendees=attendees, asked_by_id=by.effective_id, entered_by_id=by.person_id,
        source=source,
    )  # fmt: skip
    db.session.add(booking)
    db.session.flush()
    allocation.owner = f"booking:{booking.id}"
    audit.record(ASKED, booking, by, purpose=booking.purpose)
    words.tell_approvers(booking, by=by)
    return booking


def may_ask(by: Any, resource: Resource) -> bool:
    """Whoever works in the bureau that owns the resource; the machine for whom it was told to."""
    return by.person_id is None or resource.unit_id in by.house_units(P.BOOKING_REQUEST)


def move_source(source: str, *, starts_at: datetime, ends_at: datetime, by: Any) -> list[Booking]:
    """Everything that was asked for `source`, at another time. An approval lasts only inside the time approved."""
    rows = queries.bookings_of(source)
    for booking in rows:
        inside = booking.starts_at <= starts_at and ends_at <= booking.ends_at
        among = queries.resources(booking.resource.kind, by)
        allocations.move(booking.allocation, starts_at=starts_at, ends_at=ends_at, by=by, among=among)
        if inside:
            audit.record(SHORTENED, booking, by)
        else:
            booking.ask_again(by=by)
            words.tell_approvers(booking, by=by)
        flag_modified(booking, "note")  # its version counts its hours too: an older page decided about others
    return rows


def describe_source(source: str, *, purpose: str, attendees: int | None, by: Any) -> list[Booking]:
    """What `source` is called now and how many come; time, state and decision stay. The caller has checked who may."""
    rows = [b for b in queries.bookings_of(source) if (b.purpose, b.attendees) != (purpose, attendees)]
    for booking in rows:
        booking.purpose, booking.attendees = purpose[:200], attendees
        allocations.rename(booking.allocation, purpose, by=by)
        audit.record(DESCRIBED, booking, by, purpose=booking.purpose)
    return rows


def cancel_source(source: str, *, reason: str, by: Any) -> list[Booking]:
    """Take back everything that was asked for `source`; the caller has checked who may."""
    rows = queries.bookings_of(source)
    for booking in rows:
        booking.withdraw(by=by, reason=reason)
    return rows
