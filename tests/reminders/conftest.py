"""A small world for reminders: a clock that stands, a mail server that is only named."""

from collections.abc import Iterator

import pytest
import time_machine

from biro.reminders import checks
from tests.support.reminders import NOW


@pytest.fixture
def clock_at() -> Iterator[time_machine.Traveller]:
    """The clock stands at 08.00 WIB of 24 November 2026; `clock_at.shift(hours)` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mail_on(app, monkeypatch) -> None:
    """The office has a mail server (nobody answers there)."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "MAIL_FROM", "Biro Umum <biro@biro.test>")


@pytest.fixture(autouse=True)
def _fresh_checks(monkeypatch) -> None:
    monkeypatch.setattr(checks, "_checks", {})
