"""Submitted, approved once, published, reminded, reopened."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from biro.accounts.actors import SYSTEM
from biro.allocations.models import Allocation, AllocationState
from biro.audit.models import Trail
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.reminders.models import Notice, Outbox, OutboxState
from biro.rosters import queries, services
from biro.rosters.models import Roster, RosterState
from biro.rosters.services import PostNeed
from tests import story
from tests.rosters.conftest import EVENING, THREE_HOURS, drafted, furnish

NOVEMBER = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def roster(place, cast):
    return drafted(place, cast)


@pytest.fixture
def published(roster, cast):
    with time_machine.travel(NOVEMBER, tick=False):
        services.submit(roster, by=cast.as_("household"))
        services.approve(roster, by=cast.as_("head"))
        services.publish(roster, by=cast.as_("household"))
    return roster


def planned(state=OutboxState.WAITING):
    return list(db.session.scalars(select(Outbox).where(Outbox.kind == "duty.soon", Outbox.state == state)))


def test_only_the_head_approves_and_never_what_they_drafted_or_submitted(roster, cast):
    services.submit(roster, by=cast.as_("household"))
    for nobody in ("household", "staff", "secretary", "outsider", "outsider_head"):
        with pytest.raises(Forbidden):
            services.approve(roster, by=cast.as_(nobody))
    roster.author_id = cast.head.id
    with pytest.raises(DomainError) as refused:
        services.approve(roster, by=cast.as_("head"))
    assert "harus disetujui orang lain" in str(refused.value)
    roster.author_id = cast.household.id
    services.approve(roster, by=cast.as_("head"))
    assert roster.state is RosterState.APPROVED


def test_a_head_who_plans_an_event_may_approve_the_people_that_another_submits(place, cast):
    roster = services.plan_for_event(
        source="event:1", title="Rakor", needs=[PostNeed(place.guard.id, 1)], starts_at=EVENING,
        ends_at=EVENING + THREE_HOURS, unit=place.unit, zone="Asia/Jakarta", by=cast.as_("head"),
    )  # fmt: skip
    services.submit(roster, by=cast.as_("household"))
    services.approve(roster, by=cast.as_("head"))
    assert roster.state is RosterState.APPROVED


def test_returning_wants_a_reason_and_gives_it_back_for_changes(roster, cast):
    services.submit(roster, by=cast.as_("household"))
    with pytest.raises(DomainError):
        services.put(roster.duties[0], person=None, by=cast.as_("household"))
    with pytest.raises(DomainError) as refused:
        services.send_back(roster, reason="  ", by=cast.as_("head"))
    assert refused.value.field == "reason"
    services.send_back(roster, reason="Natal terlalu sedikit", by=cast.as_("head"))
    assert (roster.state, roster.reason) == (RosterState.RETURNED, "Natal terlalu sedikit")
    services.put(roster.duties[0], person=None, by=cast.as_("household"))


def test_publishing_makes_time_firm_tells_everyone_and_plans_a_reminder_a_day_before_each_duty(
    published, cast
):
    states = set(db.session.scalars(select(Allocation.state).where(Allocation.owner.like("duty:%"))))
    assert states == {AllocationState.FIRM}
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.kind == "roster.published")))
    assert told == {cast.staff.id, cast.driver.id}
    rows = planned()
    assert len({(r.person_id, r.due_at) for r in rows}) == 31
    first = min(r.due_at for r in rows)
    assert first == datetime(2026, 11, 30, 9, tzinfo=UTC)  # 16.00 WIB of the day before


def test_reopening_withdraws_reminders_and_publishing_again_plans_them_anew(published, cast):
    with time_machine.travel(NOVEMBER, tick=False):
        services.reopen(published, reason="Agus sakit", by=cast.as_("head"))
        assert planned() == []
        assert published.is_editable
        services.submit(published, by=cast.as_("household"))
        services.approve(published, by=cast.as_("head"))
        services.publish(published, by=cast.as_("household"))
    assert len({(r.person_id, r.due_at) for r in planned()}) == 31


def test_withdrawing_an_event_takes_its_reminders_back(place, cast):
    with time_machine.travel(NOVEMBER, tick=False):
        roster = services.plan_for_event(
            source="event:1", title="Rakor", needs=[PostNeed(place.guard.id, 1)], starts_at=EVENING,
            ends_at=EVENING + THREE_HOURS, unit=place.unit, zone="Asia/Jakarta", by=cast.as_("secretary"),
        )  # fmt: skip
        services.submit(roster, by=cast.as_("household"))
        services.approve(roster, by=cast.as_("head"))
        services.publish(roster, by=cast.as_("household"))
        assert planned()
        services.move_source(
            "event:1", starts_at=EVENING + THREE_HOURS, ends_at=EVENING + 2 * THREE_HOURS, by=SYSTEM
        )
        assert roster.state is RosterState.PUBLISHED
        assert {r.params["starts_at"] for r in planned()} == {(EVENING + THREE_HOURS).isoformat()}
        services.withdraw_source("event:1", by=SYSTEM)
    assert planned() == []
    assert queries.duties_of([cast.staff.id, cast.driver.id], EVENING, EVENING + 3 * THREE_HOURS) == []


@pytest.mark.slow
def test_fifty_approvals_at_once_count_once_and_the_others_get_a_sentence(live_app):
    with live_app.app_context():
        cast = story.Cast()
        roster = drafted(furnish(cast), cast)
        services.submit(roster, by=cast.as_("household"))
        db.session.commit()
        roster_id = roster.id
        db.session.remove()
    won, lost, start = [], [], threading.Barrier(50)

    def click():
        with live_app.app_context():
            by = story.Cast().as_("head")
            row = db.session.get(Roster, roster_id)
            db.session.commit()
            start.wait()
            try:
                services.approve(row, by=by)
                db.session.commit()
                won.append(1)
            except DomainError as refusal:
                db.session.rollback()
                lost.append(str(refusal))

    threads = [threading.Thread(target=click) for _n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 49)
    assert all("Disetujui" in sentence for sentence in lost)
    with live_app.app_context():
        count = select(func.count()).select_from(Trail).where(Trail.action == "roster.approved")
        assert db.session.scalar(count) == 1
