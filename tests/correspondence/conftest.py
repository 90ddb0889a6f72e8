"""A letter as a clerk would write it down."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from biro.accounts import services as accounts
from biro.accounts.actors import SYSTEM
from biro.allocations.models import ResourceKind
from biro.core import clock
from biro.core.db import db
from biro.correspondence import services
from tests.support import events as support


def letter_form(**change):
    """What the browser sends for a new letter."""
    today = clock.today()
    return {
        "sender_id": "Dinas Pekerjaan Umum",
        "number": "000.5.6.2/X /2026",
        "letter_date": (today - timedelta(days=2)).isoformat(),
        "received_on": today.isoformat(),
        "subject": "Permohonan peminjaman aula",
        "security": "B",
        "urgency": "segera",
        **change,
    }


@pytest.fixture
def write_letter(app, cast):
    """`write_letter(subject=…)` registers a letter to Biro Umum as the secretary and commits."""

    def write(by="secretary", **change):
        given = {
            "sender_name": "Dinas Pekerjaan Umum",
            "number": "005/1",
            "letter_date": clock.today() - timedelta(days=1),
            "received_on": clock.today(),
            "subject": "Undangan rapat",
            "keep": True,
            **change,
        }
        letter = services.register(**given, by=cast.as_(by))
        db.session.commit()
        return letter

    return write


@pytest.fixture
def lend(app):
    """`lend(giver, receiver)` lets the receiver act in the giver's name today."""

    def run(giver, receiver, with_secret=False):
        now = clock.now()
        row = accounts.delegate(
            giver=giver, receiver=receiver, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=1),
            reason="Dinas luar", with_secret=with_secret, by=SYSTEM,
        )  # fmt: skip
        db.session.commit()
        return row

    return run


@pytest.fixture
def things(app, cast):
    """Two halls and a car of the household section."""
    unit = cast.unit("RT")
    made = SimpleNamespace(
        hall=support.hall(unit),
        other_hall=support.hall(unit, "Aula Barat", 120),
        car=support.thing("B 1 NR", ResourceKind.VEHICLE, unit),
    )
    db.session.commit()
    return made
