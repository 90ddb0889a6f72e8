"""Numbers, deadlines and impossible dates."""

from datetime import date, timedelta

import pytest

from biro.core.errors import DomainError
from biro.correspondence import rules


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("000.5.6.2/X /2025", "000 5 6 2/x/2025"),
        ("B-215/000.1.5/UM/2026", "B–215/00015/UM/2026"),
        (" 005 / 12 ", "005/12"),
    ],
)
def test_numbers_that_differ_only_in_noise_are_twins(left, right):
    assert rules.number_key(left) == rules.number_key(right)


def test_numbers_that_differ_in_a_digit_are_no_twins():
    assert rules.number_key("005/12/2026") != rules.number_key("005/13/2026")


def test_senders_are_one_whatever_their_dots_and_case():
    assert rules.name_key("PT. Maju  Jaya") == rules.name_key("pt maju jaya")


@pytest.mark.parametrize(
    ("urgency", "given", "due"),
    [
        ("kilat", date(2026, 11, 27), date(2026, 11, 27)),
        ("kilat", date(2026, 11, 28), date(2026, 11, 30)),  # Saturday: the next working day
        ("segera", date(2026, 11, 27), date(2026, 12, 1)),
        ("biasa", date(2026, 12, 21), date(2026, 12, 30)),  # over Christmas, its joint leave and a weekend
    ],
)
def test_due_dates_count_working_days_after_the_day_of_giving(urgency, given, due):
    holidays = {date(2026, 12, 24), date(2026, 12, 25)}
    assert rules.due_on(urgency, given, holidays) == due


@pytest.mark.parametrize(
    ("letter_date", "received_on", "field"),
    [
        (date(2026, 11, 25), date(2026, 11, 24), "letter_date"),
        (date(2026, 11, 20), date(2026, 11, 25), "received_on"),
        (date(2026, 11, 20), date(2026, 11, 19), "received_on"),
        (date(2020, 11, 20), date(2026, 11, 24), "letter_date"),
    ],
)
def test_impossible_dates_are_refused_beside_their_field(letter_date, received_on, field):
    with pytest.raises(DomainError) as refused:
        rules.check_dates(letter_date, received_on, date(2026, 11, 24))
    assert refused.value.field == field


def test_five_years_before_a_leap_day_is_still_a_day():
    rules.check_dates(date(2023, 2, 28), date(2028, 2, 29), date(2028, 2, 29) + timedelta(days=1))
