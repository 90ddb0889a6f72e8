"""The people whom an event needs: drafted fairly, moved with it, freed with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from biro.accounts.actors import SYSTEM
from biro.allocations import services as allocations
from biro.allocations.models import Allocation, AllocationState
from biro.core.db import db
from biro.core.errors import DomainError
from biro.rosters import queries, services
from biro.rosters.models import RosterState
from biro.rosters.services import PostNeed
from tests.rosters.conftest import EVENING, THREE_HOURS


def plan(place, cast, *needs, start=EVENING, source="event:5"):
    return services.plan_for_event(
        source=source, title="Malam ramah tamah", needs=needs, starts_at=start, ends_at=start + THREE_HOURS,
        unit=place.unit, zone="Asia/Jakarta", by=cast.as_("secretary"),
    )  # fmt: skip


def held():
    return list(
        db.session.scalars(
            select(Allocation).where(
                Allocation.state == AllocationState.HELD, Allocation.owner.like("duty:%")
            )
        )
    )


def test_an_event_gets_its_people_and_their_time_is_held_but_heads_do_not_stand_duty(place, cast):
    roster = plan(place, cast, PostNeed(place.guard.id, 1), PostNeed(place.wheel.id, 1))
    assert roster.state is RosterState.DRAFT
    assert {(d.post.name, d.person.name) for d in roster.duties} == {
        ("Pengamanan", "Agus Salim"), ("Pengemudi", "Ujang Suherman"),
    }  # fmt: skip
    assert {a.resource.person_id for a in held()} == {cast.staff.id, cast.driver.id}
    assert queries.roster_of("event:5") is roster


def test_what_is_short_is_said_with_the_reason(place, cast):
    with pytest.raises(DomainError) as refused:
        plan(place, cast, PostNeed(place.guard.id, 3))
    assert "Pengamanan kurang 1 dari 3" in str(refused.value)
    assert refused.value.field == "posts"


def test_two_events_at_once_never_share_a_person(place, cast):
    plan(place, cast, PostNeed(place.wheel.id, 1))
    with pytest.raises(DomainError) as refused:
        plan(place, cast, PostNeed(place.wheel.id, 1), start=EVENING + timedelta(hours=1), source="event:6")
    assert "sudah bertugas pada jam yang bertemu" in str(refused.value)


def test_planning_again_replaces_the_former_draft(place, cast):
    plan(place, cast, PostNeed(place.guard.id, 2))
    roster = plan(place, cast, PostNeed(place.guard.id, 1))
    assert len(roster.duties) == 1
    assert len(held()) == 1


def test_moving_keeps_whoever_can_and_replaces_whoever_cannot(place, cast):
    roster = plan(place, cast, PostNeed(place.guard.id, 1))
    first = roster.duties[0].person
    other = ({cast.staff, cast.driver} - {first}).pop()
    services.move_source(
        "event:5",
        starts_at=EVENING + timedelta(days=1),
        ends_at=EVENING + timedelta(days=1, hours=2),
        by=SYSTEM,
    )
    assert roster.duties[0].person is first
    later = EVENING + timedelta(days=4)
    allocations.allocate(
        allocations.person_resource(first), starts_at=later, ends_at=later + THREE_HOURS, title="Dinas luar",
        owner="event:9", by=SYSTEM,
    )  # fmt: skip
    roster.state = RosterState.APPROVED
    services.move_source("event:5", starts_at=later, ends_at=later + THREE_HOURS, by=SYSTEM)
    assert roster.duties[0].person is other
    assert roster.state is RosterState.RETURNED
    assert [a.starts_at for a in held()] == [later]


def test_withdrawing_frees_everyone(place, cast):
    plan(place, cast, PostNeed(place.guard.id, 2))
    services.withdraw_source("event:5", by=SYSTEM)
    assert held() == []
    assert queries.roster_of("event:5") is None
    plan(place, cast, PostNeed(place.guard.id, 2), source="event:6")
