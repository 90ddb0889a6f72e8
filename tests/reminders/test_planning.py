"""Planning: what is wanted is what waits, whatever happened before."""

from datetime import timedelta

import pytest

from biro.core import clock
from biro.core.db import db
from biro.reminders import queries, services
from biro.reminders.models import Channel
from tests.support.reminders import HOUR, MOVED, NOW, notices, outbox, plan, states, wanted


def test_planning_twice_is_planning_once(cast, clock_at):
    for _again in range(2):
        plan(wanted(cast.staff), wanted(cast.staff))
    assert states() == ["waiting"]


def test_two_duties_of_a_day_are_two_reminders_of_the_same_hour(cast, clock_at):
    plan(wanted(cast.staff, about="pagi"), wanted(cast.staff, about="malam"))
    assert states() == ["waiting", "waiting"]


def test_a_moved_object_takes_its_old_reminder_back_and_gets_a_new_one(cast, clock_at):
    plan(wanted(cast.staff))
    plan(wanted(cast.staff, 3 * HOUR))
    assert states() == ["withdrawn", "waiting"]
    assert [row.due_at - NOW for row in outbox()] == [HOUR, 3 * HOUR]


def test_moved_and_moved_back_the_first_reminder_waits_again(cast, clock_at):
    plan(wanted(cast.staff))
    plan(wanted(cast.staff, 3 * HOUR))
    plan(wanted(cast.staff))
    assert states() == ["waiting", "withdrawn"]


def test_a_changed_title_reaches_the_reminder_that_waits(cast, clock_at):
    plan(wanted(cast.staff))
    plan(wanted(cast.staff, title="Rapat besar"))
    assert [row.params["title"] for row in outbox()] == ["Rapat besar"]


def test_what_is_past_is_not_planned_any_more(cast, clock_at):
    plan(wanted(cast.staff, -HOUR), wanted(cast.staff, timedelta()))
    assert states() == []


def test_a_waiting_reminder_stays_when_the_object_is_planned_again_after_its_time(cast, clock_at):
    plan(wanted(cast.staff))
    clock_at.shift(HOUR * 1.5)
    plan(wanted(cast.staff))
    assert states() == ["waiting"]


def test_withdrawing_leaves_other_objects_alone_and_keeps_the_reason(cast, clock_at):
    plan(wanted(cast.staff))
    plan(wanted(cast.staff), owner="test:6")
    services.withdraw("test:5", reason="Acara dibatalkan", by=cast.as_("head"))
    db.session.commit()
    assert states(owner="test:5") == ["withdrawn"]
    assert states(owner="test:6") == ["waiting"]
    assert outbox(owner="test:5")[0].last_error == "Acara dibatalkan"


def test_an_undeclared_kind_is_refused_at_once(cast):
    with pytest.raises(LookupError):
        services.tell(
            [cast.staff.id], kind="test.never", owner="test:5", url="/", params={}, by=cast.as_("head")
        )


def test_news_is_in_the_inbox_with_the_same_commit_and_undone_by_a_rollback(cast, clock_at):
    services.tell(
        [cast.staff.id, cast.staff.id], kind=MOVED, owner="test:5", url="/acara/5", params={"title": "Rapat"},
        by=cast.as_("head"),
    )  # fmt: skip
    assert [n.message.subject for n in notices(cast.staff)] == ["Rapat dipindah"]
    assert queries.waiting(cast.as_("staff"), clock.now()) == (1, None)
    assert queries.waiting(cast.as_("outsider"), clock.now()) == (0, None)
    db.session.rollback()
    assert notices(cast.staff) == []


def test_without_a_mail_server_only_notices_are_planned(cast, clock_at):
    plan(wanted(cast.staff))
    services.tell(
        [cast.staff.id], kind=MOVED, owner="test:5", url="/", params={"title": "x"}, by=cast.as_("head")
    )
    assert states(Channel.EMAIL) == []


def test_mail_is_planned_only_for_people_with_an_address_who_want_it(cast, clock_at, mail_on):
    cast.driver.by_email = False
    plan(*[wanted(person) for person in (cast.staff, cast.driver, cast.admin)])
    assert [row.person_id for row in outbox(channel=Channel.EMAIL)] == [cast.staff.id]
    assert len(states(Channel.IN_APP)) == 3


def test_withdrawing_the_plan_does_not_stop_the_mail_that_says_so(cast, clock_at, mail_on):
    plan(wanted(cast.staff))
    services.tell(
        [cast.staff.id], kind=MOVED, owner="test:5", url="/", params={"title": "x"}, by=cast.as_("head")
    )
    services.withdraw("test:5", reason="dibatalkan", by=cast.as_("head"))
    assert states(Channel.EMAIL) == ["waiting", "withdrawn"]


def test_the_office_starts_with_rules_for_events_dispositions_and_duties(app):
    assert [(r.days_before, str(r.at or ""), r.minutes_before) for r in queries.rules_for("event")] == [
        (7, "08:00:00", 0), (1, "08:00:00", 0), (0, "", 60),
    ]  # fmt: skip
    assert [(r.kind, r.days_before, r.days_after) for r in queries.rules_for("disposition")] == [
        ("disposition.due", 1, 0), ("disposition.due", 0, 0), ("disposition.overdue", 0, 1),
    ]  # fmt: skip
    assert len(queries.rules_for("duty")) == 1
    assert queries.rules_for("picnic") == []
