"""A month of a unit: drafted, corrected by hand, drafted anew."""

from datetime import date

import pytest
from sqlalchemy import func, select

from biro.allocations.models import Allocation, AllocationState
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.rosters import queries, services, words
from biro.rosters.models import LeaveKind
from tests.rosters.conftest import DECEMBER, drafted


def held(state=AllocationState.HELD):
    return db.session.scalar(
        select(func.count())
        .select_from(Allocation)
        .where(Allocation.state == state, Allocation.owner.like("duty:%"))
    )


def test_every_day_has_its_people_fairly_and_their_time_is_held(place, cast):
    roster = drafted(place, cast)
    assert len(roster.duties) == 31
    points = {cast.staff.id: 0, cast.driver.id: 0}
    for duty in roster.duties:
        points[duty.person_id] += duty.points
    assert abs(points[cast.staff.id] - points[cast.driver.id]) <= 2
    assert held() == 31
    christmas = next(d for d in roster.duties if d.day == date(2026, 12, 25))
    assert christmas.points == 4
    assert "paling sedikit" in words.reason(christmas.why)


def test_the_same_month_is_drafted_once_and_only_by_whoever_drafts_for_the_unit(place, cast):
    drafted(place, cast)
    with pytest.raises(DomainError) as refused:
        drafted(place, cast)
    assert refused.value.field == "month"
    for stranger in ("outsider", "outsider_head", "secretary", "staff"):
        with pytest.raises(Forbidden):
            services.draft_month(unit=place.unit, month=date(2027, 1, 1), by=cast.as_(stranger))


def test_a_unit_without_cover_is_told_to_set_it_up(place, cast):
    with pytest.raises(DomainError) as refused:
        services.draft_month(unit=cast.unit("TU"), month=DECEMBER, by=cast.as_("finance"))
    assert "pengaturan piket" in str(refused.value)


def test_leave_keeps_out_and_a_lonely_day_says_why_it_is_vacant(place, cast):
    by = cast.as_("household")
    for person in (cast.staff, cast.driver):
        services.record_leave(
            person=person,
            kind=LeaveKind.ANNUAL,
            starts_on=date(2026, 12, 24),
            ends_on=date(2026, 12, 25),
            by=by,
        )
    roster = drafted(place, cast)
    vacant = [d for d in roster.duties if d.person_id is None]
    assert [d.day.day for d in vacant] == [24, 25]
    assert words.reason(vacant[0].why) == "Tidak ada yang bisa: 2 orang sedang cuti."


@pytest.mark.parametrize(
    ("shift", "day", "why"), [("day", 1, "jam yang bertemu"), ("night", 1, "belum cukup istirahat")]
)
def test_by_hand_too_nobody_is_doubled_or_robbed_of_rest(place, cast, shift, day, why):
    roster = drafted(place, cast)
    busy = next(d for d in roster.duties if d.day.day == day)
    with pytest.raises(DomainError) as refused:
        services.assign(
            roster, day=busy.day, person=busy.person, post=place.wheel, shift=getattr(place, shift),
            by=cast.as_("household"),
        )  # fmt: skip
    assert why in str(refused.value)
    assert refused.value.field == "slot"


def test_by_hand_nobody_is_put_on_duty_during_leave(place, cast):
    by = cast.as_("household")
    roster = drafted(place, cast)
    services.record_leave(
        person=cast.staff, kind=LeaveKind.SICK, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9), by=by
    )
    with pytest.raises(DomainError) as refused:
        services.assign(
            roster, day=date(2026, 12, 8), person=cast.staff, post=place.guard, shift=place.day, by=by
        )
    assert "sedang cuti" in str(refused.value)


def test_what_was_set_by_hand_survives_a_new_draft_and_a_cleared_place_is_free(place, cast):
    by = cast.as_("household")
    roster = drafted(place, cast)
    duty = next(d for d in roster.duties if d.day.day == 12)
    other = ({cast.staff, cast.driver} - {duty.person}).pop()
    services.put(duty, person=None, by=by)
    assert held() == 30
    services.put(duty, person=other, by=by)
    services.redraft(roster, by=by)
    kept = [d for d in roster.duties if d.day.day == 12]
    assert [d.person for d in kept] == [other]
    assert kept[0].why["code"] == "hand"
    assert len(roster.duties) == 31
    assert held() == 31


def test_heads_and_people_of_other_bureaus_do_not_stand_duty_here(place, cast):
    roster = drafted(place, cast)
    for person in (cast.household, cast.outsider):
        with pytest.raises(DomainError) as refused:
            services.put(roster.duties[0], person=person, by=cast.as_("household"))
        assert "bukan petugas piket" in str(refused.value)


def test_points_of_the_quarter_before_are_carried_over(place, cast):
    november = services.draft_month(unit=place.unit, month=date(2026, 11, 1), by=cast.as_("household"))
    for duty in list(november.duties):
        services.put(duty, person=None, by=cast.as_("household"))
        services.put(duty, person=cast.staff, by=cast.as_("household"))
    services.submit(november, by=cast.as_("household"))
    roster = drafted(place, cast)
    weekends = [d for d in roster.duties if d.points > 1]
    assert sum(d.person_id == cast.driver.id for d in weekends) > sum(
        d.person_id == cast.staff.id for d in weekends
    )
    assert queries.month_roster(place.unit.id, DECEMBER) is roster
