"""A hall, a car with its driver, a projector and a post of the household section."""

from types import SimpleNamespace

import pytest

from biro.allocations.models import ResourceKind
from biro.core.db import db
from tests.support import events as support


@pytest.fixture
def things(app, cast):
    unit = cast.unit("RT")
    made = SimpleNamespace(
        hall=support.hall(unit),
        other_hall=support.hall(unit, "Aula Barat", 120),
        car=support.thing("B 1 NR", ResourceKind.VEHICLE, unit),
        driver=support.thing("Ujang", ResourceKind.DRIVER, unit),
        projector=support.thing("Proyektor 1", ResourceKind.EQUIPMENT, unit),
        post=support.post(unit),
    )
    db.session.commit()
    return made
