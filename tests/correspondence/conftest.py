"""A letter as a clerk would write it down."""

from datetime import date, timedelta

import pytest

from biro.core import clock
from biro.core.db import db
from biro.correspondence import services


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
def day():
    """A fixed Friday for arithmetic."""
    return date(2026, 11, 27)
