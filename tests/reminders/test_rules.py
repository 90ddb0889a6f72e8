"""When reminders are due: pure rules, no database."""

from datetime import UTC, datetime, time, timedelta

import pytest

from biro.core.clock import Zone
from biro.reminders import kinds
from biro.reminders.rules import Rule, Wanted, due_at, key_of, retry_after, useful_until

STARTS = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)  # 07.30 WIB and 09.30 WIT of 1 December


def test_a_rule_with_a_wall_time_counts_days_of_the_zone_the_event_is_in():
    rule = Rule("x", days_before=1, at=time(8))
    assert due_at(rule, STARTS, Zone.WIB) == datetime(2026, 11, 30, 1, tzinfo=UTC)
    assert due_at(rule, STARTS, Zone.WIT) == datetime(2026, 11, 29, 23, tzinfo=UTC)


def test_a_rule_without_a_wall_time_counts_minutes():
    assert due_at(Rule("x", minutes_before=60), STARTS) == STARTS - timedelta(hours=1)


def test_a_reminder_is_of_use_until_the_event_starts_or_the_day_of_the_deadline_ends():
    due = STARTS - timedelta(hours=1)
    assert useful_until(Wanted("x", due, 1, "/", {"starts_at": STARTS.isoformat()})) == STARTS
    deadline = Wanted("x", due, 1, "/", {"due_on": "2026-12-01", "zone": Zone.WITA})
    assert useful_until(deadline) == datetime(2026, 12, 1, 16, tzinfo=UTC)
    assert useful_until(Wanted("x", due, 1, "/")) == due + timedelta(hours=24)


def test_retries_come_after_1_2_5_15_30_and_then_every_60_minutes_for_a_day():
    minutes = [int(retry_after(n).total_seconds() / 60) for n in range(1, 9)]
    assert minutes == [1, 2, 5, 15, 30, 60, 60, 60]
    spent = 0
    tries = 1
    while (pause := retry_after(tries)) is not None:
        spent += pause.total_seconds()
        tries += 1
    assert 23 * 3600 < spent <= 24 * 3600


def test_the_key_tells_apart_what_is_different_and_nothing_else():
    one = key_of("event:5", "event.soon", STARTS, 7, "email")
    assert one == key_of("event:5", "event.soon", STARTS.astimezone(), 7, "email")
    assert (
        len(
            {
                one,
                key_of("event:5", "event.soon", STARTS, 8, "email"),
                key_of("event:5", "x", STARTS, 7, "email"),
            }
        )
        == 3
    )


def test_words_show_instants_in_the_zone_of_the_event_and_in_the_language_of_the_reader(app):
    kinds.declare("test.words", label="x", subject="%(title)s: %(starts_at)s", body="%(due_on)s %(nothing)s")
    params = {"title": "100% siap", "starts_at": STARTS.isoformat(), "zone": Zone.WIT, "due_on": "2026-12-01"}
    words = kinds.render("test.words", params, "id")
    assert words.subject == "100% siap: Selasa, 1 Desember 2026 pukul 09.30 WIT"
    assert words.body == "Selasa, 1 Desember 2026 –"
    assert "Tuesday, 1 December 2026" in kinds.render("test.words", params, "en").subject


def test_a_kind_that_nobody_declared_is_the_programmers_mistake():
    with pytest.raises(LookupError):
        kinds.kind("test.never")
