"""Dates and hours as people type them, and working days of a real year."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biro.core import workdays
from biro.core.fields import parse_day, parse_hour
from biro.core.schema import read_seed

TODAY = date(2026, 11, 24)
CORE = Path(workdays.__file__)
OFF = frozenset(date.fromisoformat(row["tanggal"]) for row in read_seed(str(CORE), "libur_2026"))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "text", ["2026-11-24", "24/11/2026", "24-11-26", "24.11.2026", "2411", "241126", "24 11"]
)
def test_a_date_is_read_however_it_is_typed(text):
    assert parse_day(text, TODAY) == TODAY


@pytest.mark.parametrize("text", ["", "31/02/2026", "9999", "besok", "24/11/2026/1", "0", "12"])
def test_what_is_no_date_is_none(text):
    assert parse_day(text, TODAY) is None


@given(DAYS)
def test_every_date_comes_back_from_its_own_text(day):
    assert parse_day(day.isoformat(), TODAY) == parse_day(f"{day:%d%m%Y}", TODAY) == day


@pytest.mark.parametrize(
    ("text", "hour"), [("09:30", time(9, 30)), ("9.30", time(9, 30)), ("0930", time(9, 30)), ("9", time(9))]
)
def test_an_hour_is_read_however_it_is_typed(text, hour):
    assert parse_hour(text) == hour


@pytest.mark.parametrize("text", ["", "24.30", "9.60", "pagi", "1:2:3:4"])
def test_what_is_no_hour_is_none(text):
    assert parse_hour(text) is None


def test_the_week_before_christmas_2026_ends_on_wednesday():
    assert workdays.add_workdays(date(2026, 12, 23), 1, OFF) == date(2026, 12, 28)
    assert workdays.next_workday(date(2026, 8, 17), OFF) == date(2026, 8, 18)
    assert workdays.workdays_between(date(2026, 3, 17), date(2026, 3, 25), OFF) == 1


@given(DAYS, st.integers(1, 60))
def test_counting_forward_and_counting_between_agree(day, count):
    end = workdays.add_workdays(day, count, OFF)
    assert workdays.is_workday(end, OFF)
    assert workdays.workdays_between(day, end, OFF) == count
    assert workdays.workdays_between(end, day, OFF) == -count


@given(DAYS)
def test_the_next_workday_is_worked_and_nothing_before_it_is(day):
    found = workdays.next_workday(day, OFF)
    assert workdays.is_workday(found, OFF)
    assert not any(workdays.is_workday(day + timedelta(n), OFF) for n in range((found - day).days))
