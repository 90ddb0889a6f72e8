"""Keeping the list of facilities: adding and changing a thing together with its Resource."""

from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from biro import audit
from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.allocations.models import Resource, ResourceKind
from biro.allocations.services import person_resource
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.facilities.models import Driver, EquipmentUnit, Facility, Room, Vehicle

ADDED = declare("facility.added", _l("menambahkan fasilitas"))
CHANGED = declare("facility.changed", _l("mengubah data fasilitas"))
ON_RESOURCE = frozenset({"name", "capacity", "buffer_before", "buffer_after", "active"})
F = TypeVar("F", bound=Facility)


def add_room(*, name: str, unit: Unit, by: Any, **fields: Any) -> Room:
    """A room; fields: capacity, buffer_before, buffer_after (minutes), building, floor, layouts, equipment, note."""
    return _add(Room, _resource(ResourceKind.ROOM, name, unit), by, fields)


def add_vehicle(*, name: str, plate: str, unit: Unit, by: Any, **fields: Any) -> Vehicle:
    """A vehicle; fields: capacity (seats), buffers, body, use, note."""
    return _add(Vehicle, _resource(ResourceKind.VEHICLE, name, unit), by, {"plate": plate, **fields})


def add_driver(*, person: Person, unit: Unit, by: Any, **fields: Any) -> Driver:
    """A driver: the person's own calendar becomes bookable, so leave and duties keep others out too."""
    if db.session.scalar(select(Driver.id).where(Driver.person_id == person.id)):
        raise DomainError(_("%(name)s sudah terdaftar sebagai pengemudi.", name=person.name), field="person")
    row = person_resource(person)
    row.kind, row.unit_id = ResourceKind.DRIVER, unit.id
    return _add(Driver, row, by, {"person_id": person.id, **fields})


def add_equipment(*, name: str, code: str, unit: Unit, by: Any, **fields: Any) -> EquipmentUnit:
    """A piece of equipment; fields: sort, buffers, note."""
    return _add(EquipmentUnit, _resource(ResourceKind.EQUIPMENT, name, unit), by, {"code": code, **fields})


def change(thing: Facility, *, by: Any, version: int | None = None, **fields: Any) -> None:
    """Other details. New buffers count for what is booked from now on."""
    _check(thing.resource, by)
    thing.expect(version)
    _fill(thing, thing.resource, fields)
    flag_modified(thing, "note")  # the row's version counts the Resource's changes too
    db.session.flush()
    audit.record(CHANGED, thing, by)


def _resource(kind: ResourceKind, name: str, unit: Unit) -> Resource:
    return Resource(kind=kind, name=name, unit_id=unit.id, zone=unit.zone, buffer_before=0, buffer_after=0,
                    active=True)  # fmt: skip


def _add(model: type[F], resource: Resource, by: Any, fields: dict[str, Any]) -> F:
    _check(resource, by)
    thing = model()
    thing.resource = resource
    _fill(thing, resource, fields)
    db.session.add(thing)
    db.session.flush()
    audit.record(ADDED, thing, by)
    return thing


def _check(resource: Resource, by: Any) -> None:
    if not by.may(P.FACILITY_MANAGE, resource.unit_id):
        raise Forbidden


def _fill(thing: Facility, resource: Resource, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name in ("plate", "code"):
            _refuse_twin(thing, name, value)
        setattr(resource if name in ON_RESOURCE else thing, name, value)


def _refuse_twin(thing: Facility, name: str, value: str) -> None:
    column = getattr(type(thing), name)
    query = select(type(thing).id).where(
        func.lower(column) == value.lower(), type(thing).id != (thing.id or 0)
    )
    with db.session.no_autoflush:
        if db.session.scalar(query):
            raise DomainError(_("%(value)s sudah terdaftar.", value=value), field=name)
