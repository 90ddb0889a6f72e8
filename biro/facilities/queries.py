"""Named reads of facilities and bookings; lists start from `visible_to`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.allocations.models import Allocation, AllocationState, Resource, ResourceKind
from biro.core.db import db
from biro.facilities.models import Booking, BookingState, Driver, EquipmentUnit, Facility, Room, Vehicle
from biro.facilities.models.bookings import LIVE

F = TypeVar("F", bound=Facility)
KINDS: dict[ResourceKind, type[Facility]] = {
    ResourceKind.ROOM: Room,
    ResourceKind.VEHICLE: Vehicle,
    ResourceKind.DRIVER: Driver,
    ResourceKind.EQUIPMENT: EquipmentUnit,
}


def readable(actor: Any) -> ColumnElement[bool]:
    """Resources of the bureaus one works in; the machine reads all."""
    if actor.person_id is None:
        return Resource.id.is_not(None)
    return Resource.unit_id.in_(actor.house_units(P.BOOKING_READ))


def things(model: type[F], actor: Any = None, *, active: bool = True) -> Select[F]:
    """Rooms, vehicles, drivers or equipment that `actor` may read (None: all), by name."""
    query = select(model).join(Resource, model.resource_id == Resource.id).order_by(Resource.name, model.id)
    query = query if actor is None else query.where(readable(actor))
    return query.where(Resource.active) if active else query


def rooms(actor: Any = None) -> list[Room]:
    """Active rooms."""
    return list(db.session.scalars(things(Room, actor)))


def vehicles(actor: Any = None) -> list[Vehicle]:
    """Active vehicles."""
    return list(db.session.scalars(things(Vehicle, actor)))


def drivers(actor: Any = None) -> list[Driver]:
    """Active drivers."""
    return list(db.session.scalars(things(Driver, actor)))


def equipment(actor: Any = None) -> list[EquipmentUnit]:
    """Active pieces of equipment."""
    return list(db.session.scalars(things(EquipmentUnit, actor)))


def of_kind(kind: ResourceKind, actor: Any) -> list[Facility]:
    """Active rooms, vehicles, drivers or equipment that `actor` may read."""
    return list(db.session.scalars(things(KINDS[kind], actor)))


def thing(actor: Any, resource_id: int) -> Facility | None:
    """The facility behind a resource, if it may be seen (also when out of use)."""
    found = resource(actor, resource_id)
    if found is None:
        return None
    model = KINDS[found.kind]
    return db.session.scalars(select(model).where(model.resource_id == found.id)).one_or_none()


def resources(kind: ResourceKind, actor: Any) -> list[Resource]:
    """Active resources of a kind that `actor` may read: among these alternatives are looked for."""
    query = select(Resource).where(Resource.kind == kind, Resource.active, readable(actor))
    return list(db.session.scalars(query.order_by(Resource.name, Resource.id)))


def bookable(actor: Any) -> list[Resource]:
    """Every active facility that `actor` may ask for, by kind and name."""
    query = select(Resource).where(
        Resource.kind.in_(list(KINDS)),
        Resource.active,
        Resource.unit_id.in_(actor.house_units(P.BOOKING_REQUEST)),
    )
    rows, order = db.session.scalars(query.order_by(Resource.name, Resource.id)), list(KINDS)
    return sorted(rows, key=lambda row: order.index(row.kind))


def resource(actor: Any, resource_id: int | None) -> Resource | None:
    """One bookable resource, if it may be seen."""
    query = select(Resource).where(
        Resource.id == resource_id, Resource.kind.in_(list(KINDS)), readable(actor)
    )
    return db.session.scalars(query).one_or_none()


def visible_to(actor: Any) -> Select[Booking]:
    """Bookings of the bureaus one works in, and one's own."""
    unit_id = (
        Booking.unit_id + 0
    )  # keeps SQLite from gathering and sorting all by this index; the list goes by key
    return select(Booking).where(
        or_(
            unit_id.in_(actor.house_units(P.BOOKING_READ)),
            Booking.asked_by_id.in_(actor.ids),
            Booking.entered_by_id.in_(actor.ids),
        )
    )


def asked_by(actor: Any) -> Select[Booking]:
    """One's own requests, and the giver's while acting in their name."""
    return visible_to(actor).where(
        or_(Booking.asked_by_id.in_(actor.ids), Booking.entered_by_id.in_(actor.ids))
    )


def booking(actor: Any, booking_id: int) -> Booking | None:
    """One booking, if it may be seen."""
    query = visible_to(actor).options(
        joinedload(Booking.allocation), joinedload(Booking.resource), joinedload(Booking.asked_by)
    )
    return db.session.scalars(query.where(Booking.id == booking_id)).one_or_none()


def bookings_of(source: str) -> list[Booking]:
    """What still stands for a source ("event:5")."""
    query = (
        select(Booking)
        .options(joinedload(Booking.allocation), joinedload(Booking.resource))
        .where(Booking.source == source, Booking.state.in_(list(LIVE)))
    )
    return list(db.session.scalars(query.order_by(Booking.id)))


def to_decide(actor: Any) -> Select[Booking]:
    """Requests this actor may decide about: never their own."""
    query = visible_to(actor).where(
        Booking.state == BookingState.ASKED, Booking.unit_id.in_(actor.units_for(P.BOOKING_APPROVE))
    )
    for column in (Booking.asked_by_id, Booking.entered_by_id):
        query = query.where(or_(column.is_(None), column.not_in(actor.ids)))
    return query


def upcoming(resource_id: int, now: datetime, limit: int = 20) -> list[Allocation]:
    """What occupies a resource from now on, whatever the cause."""
    query = (
        select(Allocation)
        .options(joinedload(Allocation.by))
        .where(
            Allocation.resource_id == resource_id,
            Allocation.block_ends_at > now,
            Allocation.state != AllocationState.RELEASED,
        )
    )
    return list(db.session.scalars(query.order_by(Allocation.starts_at).limit(limit)))


class Busy(NamedTuple):
    """What the timeline needs of an allocation."""

    resource_id: int
    starts_at: datetime
    ends_at: datetime
    state: AllocationState
    title: str
    owner: str
    by: str | None


def busy(resource_ids: Sequence[int], start: datetime, end: datetime) -> list[Busy]:
    """What occupies these resources in a span, as plain rows: one range query, whatever their number."""
    query = (
        select(
            Allocation.resource_id, Allocation.starts_at, Allocation.ends_at, Allocation.state, Allocation.title,
            Allocation.owner, Person.name,
        )
        .outerjoin(Person, Allocation.by_id == Person.id)
        .where(
            Allocation.resource_id.in_(resource_ids),
            Allocation.state != AllocationState.RELEASED,
            Allocation.block_ends_at > start,
            Allocation.block_starts_at < end,
        )
        .order_by(Allocation.starts_at)
    )  # fmt: skip
    return [Busy(*row) for row in db.session.execute(query)]
