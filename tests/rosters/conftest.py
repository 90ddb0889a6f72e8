"""Posts and shifts of the household section, and the span of an evening event."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from biro.core.db import db
from biro.rosters import services
from biro.rosters.models import Cover, DayType, Post, Shift

EVENING = datetime(2026, 12, 3, 11, tzinfo=UTC)  # Thursday 18.00 WIB
THREE_HOURS = timedelta(hours=3)
DECEMBER = date(2026, 12, 1)


def furnish(cast):
    """One post without and one with a competence, three shifts, one person on duty each day."""
    unit = cast.unit("RT")
    guard = Post(name="Pengamanan", unit=unit)
    wheel = Post(name="Pengemudi", unit=unit, competence="Pengemudi")
    day = Shift(name="Pagi", code="P", starts=time(6), minutes=480)
    night = Shift(name="Malam", code="M", starts=time(22), minutes=480)
    db.session.add_all([guard, wheel, day, night])
    db.session.add_all([Cover(post=guard, shift=day, day_type=kind, count=1) for kind in DayType])
    db.session.commit()
    return SimpleNamespace(unit=unit, guard=guard, wheel=wheel, day=day, night=night)


def drafted(place, cast):
    """December of the household section, drafted by its head."""
    return services.draft_month(unit=place.unit, month=DECEMBER, by=cast.as_("household"))


@pytest.fixture
def place(app, cast):
    return furnish(cast)
