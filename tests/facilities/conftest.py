"""The household section's hall, a smaller room, a car with its driver, and a morning to book."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from biro.accounts.actors import SYSTEM
from biro.core.db import db
from biro.facilities import inventory, services

NINE = datetime(2027, 3, 2, 2, tzinfo=UTC)  # Tuesday 09.00 WIB
HOUR = timedelta(hours=1)


def furnish(cast):
    """Two rooms, a car, a driver, a projector: all of the household section."""
    unit = cast.unit("RT")
    made = SimpleNamespace(
        unit=unit,
        hall=inventory.add_room(
            name="Aula Timur", unit=unit, by=SYSTEM, capacity=200, building="Gedung A", floor="Lt. 1"
        ),
        small=inventory.add_room(name="Ruang Rapat", unit=unit, by=SYSTEM, capacity=20, building="Gedung A"),
        car=inventory.add_vehicle(name="Innova", plate="D 1 NR", unit=unit, by=SYSTEM, capacity=7),
        driver=inventory.add_driver(person=cast.driver, unit=unit, by=SYSTEM),
        projector=inventory.add_equipment(name="Proyektor 1", code="PR-01", unit=unit, by=SYSTEM),
    )
    db.session.commit()
    return made


@pytest.fixture
def place(app, cast):
    return furnish(cast)


@pytest.fixture
def ask(place, cast):
    """`ask("secretary")` books the hall for an hour at nine, or what is given instead."""

    def book(username="secretary", thing=None, at=NINE, hours=1.0, **more):
        given = {"purpose": "Rapat anggaran", "by": cast.as_(username), **more}
        found = services.book(
            resource=(thing or place.hall).resource, starts_at=at, ends_at=at + hours * HOUR, **given
        )
        db.session.commit()
        return found

    return book
