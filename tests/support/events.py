"""Halls, cars and posts for the tests of events, made only from rooms below."""

from datetime import date, datetime, time, timedelta
from typing import Any

from biro.accounts.models import Unit
from biro.allocations.models import Resource, ResourceKind
from biro.core import clock
from biro.core.db import db
from biro.events import services
from biro.events.models import Event
from biro.rosters.models import Post

HOUR = timedelta(hours=1)


def soon(days: int = 10, hour: int = 9) -> datetime:
    """A working hour (WIB) some days from now."""
    return clock.instant(clock.today() + timedelta(days=days), time(hour), clock.Zone.WIB)


def thing(name: str, kind: ResourceKind, unit: Unit, **more: Any) -> Resource:
    """A room, car, driver or piece of equipment of a unit."""
    row = Resource(name=name, kind=kind, unit_id=unit.id, active=True, **more)
    db.session.add(row)
    db.session.flush()
    return row


def hall(unit: Unit, name: str = "Aula Timur", capacity: int = 100) -> Resource:
    """A hall."""
    return thing(name, ResourceKind.ROOM, unit, capacity=capacity)


def post(unit: Unit, name: str = "Penerima tamu") -> Post:
    """A post that anybody may stand at."""
    row = Post(name=name, unit_id=unit.id)
    db.session.add(row)
    db.session.flush()
    return row


def planned(by: Any, start: datetime | None = None, hours: float = 2, **more: Any) -> Event:
    """An event planned by the service."""
    start = start or soon()
    given = {"title": "Rapat koordinasi", "zone": clock.Zone.WIB.value, **more}
    return services.plan(starts_at=start, ends_at=start + hours * HOUR, by=by, **given)


def typed(start: datetime, hours: int = 2, **more: Any) -> dict[str, Any]:
    """The event form as a browser sends it."""
    local, end = clock.local(start), clock.local(start + hours * HOUR)
    return {
        "title": "Rapat koordinasi", "day": f"{local:%d/%m/%Y}", "starts": f"{local:%H.%M}",
        "ends": f"{end:%H.%M}", "until": "" if end.date() == local.date() else f"{end:%d/%m/%Y}",
        "zone": clock.Zone.WIB.value, "attendance": "none", **more,
    }  # fmt: skip


def day(offset: int) -> date:
    """A day from today."""
    return clock.today() + timedelta(days=offset)
