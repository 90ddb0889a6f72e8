"""The fair draft, by examples and by what must hold for any office."""

import itertools
import time
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from biro.core.workdays import Holiday, HolidayKind
from biro.rosters import rules
from biro.rosters.rules import REST, Busy, Candidate, Slot

START = datetime(2026, 12, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHIFTS = ((6, 8), (14, 8), (22, 8))


def slots_of(days, places=1, shifts=SHIFTS, points=lambda day: 2 if day % 7 in (5, 6) else 1):
    made = []
    for day in range(days):
        for hour, length in shifts:
            for _place in range(places):
                start = START + timedelta(days=day, hours=hour)
                made.append(Slot(len(made), 1, start, start + length * HOUR, points(day)))
    return made


def duties(result, slots):
    by_key = {s.key: s for s in slots}
    theirs = {}
    for key, (person, _why) in result.filled.items():
        theirs.setdefault(person, []).append(by_key[key])
    return {person: sorted(found, key=lambda s: s.starts_at) for person, found in theirs.items()}


spans = st.tuples(st.integers(0, 20 * 24), st.integers(1, 72), st.sampled_from(["leave", "busy", "duty"]))
people = st.lists(st.tuples(st.integers(0, 30), st.lists(spans, max_size=4)), min_size=1, max_size=8).map(
    lambda rows: [
        Candidate(
            n,
            f"p{n}",
            heavy=carried,
            total=carried,
            busy=tuple(Busy(START + a * HOUR, START + (a + b) * HOUR, why, True) for a, b, why in busy),
        )
        for n, (carried, busy) in enumerate(rows)
    ]
)


@settings(max_examples=80, deadline=None)
@given(people, st.integers(1, 14), st.integers(1, 2))
def test_nobody_works_on_leave_twice_at_once_or_without_rest_and_every_place_is_accounted_for(
    office, days, places
):
    slots = slots_of(days, places)
    result = rules.draft(slots, office)
    assert set(result.filled) | set(result.unfilled) == {s.key for s in slots}
    assert not set(result.filled) & set(result.unfilled)
    absences = {p.id: p.busy for p in office}
    for person, theirs in duties(result, slots).items():
        for before, after in itertools.pairwise(theirs):
            assert after.starts_at - before.ends_at >= REST
        for slot in theirs:
            for absence in absences[person]:
                gap = REST if absence.why == "duty" else timedelta()
                assert slot.ends_at + gap <= absence.starts_at or absence.ends_at + gap <= slot.starts_at


@settings(max_examples=60, deadline=None)
@given(people, st.integers(1, 14))
def test_a_place_stays_vacant_only_when_everybody_is_hindered(office, days):
    slots = slots_of(days)
    result = rules.draft(slots, office)
    theirs = duties(result, slots)
    for key in result.unfilled:
        slot = slots[key]
        for person in office:
            own = [Busy(s.starts_at, s.ends_at, "duty", True) for s in theirs.get(person.id, [])]
            assert rules.obstacle(slot, [*person.busy, *own])
        assert sum(n for code, n in result.unfilled[key].items() if code != "code") == len(office)


@settings(max_examples=60, deadline=None)
@given(st.integers(6, 30), st.integers(7, 31))
def test_with_enough_people_points_spread_by_no_more_than_one_heavy_duty(count, days):
    slots = slots_of(days)
    result = rules.draft(slots, [Candidate(n, f"p{n}") for n in range(count)])
    assert not result.unfilled
    theirs = duties(result, slots)
    heavy = [sum(s.points for s in theirs.get(n, []) if s.points > 1) for n in range(count)]
    assert max(heavy) - min(heavy) <= 2 * rules.WEEKEND
    total = [sum(s.points for s in theirs.get(n, [])) for n in range(count)]
    assert max(total) - min(total) <= 2 * rules.WEEKEND


@settings(max_examples=20, deadline=None)
@given(people, st.randoms())
def test_the_same_office_gets_the_same_roster_in_whatever_order_it_is_read(office, dice):
    slots = slots_of(7)
    mixed_people, mixed_slots = list(office), list(slots)
    dice.shuffle(mixed_people)
    dice.shuffle(mixed_slots)
    assert rules.draft(slots, office).filled == rules.draft(mixed_slots, mixed_people).filled


def test_whoever_carried_most_holidays_is_asked_last_and_the_sentence_says_what_counted():
    tired, fresh = Candidate(1, "Agus", heavy=12, total=20), Candidate(2, "Dewi", heavy=2, total=2)
    result = rules.draft(slots_of(1, shifts=((6, 8),), points=lambda _d: rules.EID), [tired, fresh])
    assert result.filled[0] == (2, {"code": "fewest", "heavy": True, "points": 2})


def test_the_reason_counts_those_passed_over_and_those_without_the_competence_stand_nowhere():
    away = Candidate(1, "Agus", busy=(Busy(START, START + 40 * HOUR, "leave"),))
    other = Candidate(2, "Dewi", posts=frozenset({9}))
    result = rules.draft(slots_of(1, shifts=((6, 8),)), [away, other])
    assert result.unfilled[0] == {"code": "none", "leave": 1, "skill": 1}


def test_two_short_event_duties_may_follow_each_other_but_not_a_night_shift():
    night = Busy(START, START + 8 * HOUR, "duty", True)
    evening = Busy(START, START + 2 * HOUR, "duty", False)
    event = Slot(1, 1, START + 9 * HOUR, START + 11 * HOUR, rests=False)
    assert rules.why_not(event, rules.obstacle(event, [night])) == "rest"
    assert rules.obstacle(event, [evening]) is None


def test_points_by_day_type():
    sunday, monday = date(2026, 12, 6), date(2026, 12, 7)

    def holiday(name, kind):
        return Holiday(day=monday, name=name, kind=kind)

    assert rules.points_of(monday, None) == 1
    assert rules.points_of(sunday, None) == 2
    assert rules.points_of(monday, holiday("Cuti bersama Natal", HolidayKind.JOINT_LEAVE)) == 3
    assert rules.points_of(sunday, holiday("Hari Raya Natal", HolidayKind.NATIONAL)) == 4
    assert rules.points_of(monday, holiday("Idul Fitri 1447 Hijriah", HolidayKind.NATIONAL)) == 6


def test_a_hundred_people_and_a_month_take_less_than_a_second():
    slots = slots_of(31, places=5)
    office = [Candidate(n, f"p{n}") for n in range(100)]
    began = time.perf_counter()
    result = rules.draft(slots, office)
    assert time.perf_counter() - began < 1
    assert not result.unfilled
