"""The month as people × days, ready for the page: built in memory from a handful of queries."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from biro.accounts.models import Person
from biro.core import clock, workdays
from biro.core.db import db
from biro.core.texts import hari
from biro.core.workdays import Holiday
from biro.rosters import staffing
from biro.rosters.models import Duty, Leave, Roster


@dataclass(frozen=True)
class Day:
    """A column."""

    date: date
    label: str
    tone: str  # CSS classes: weekend, holiday, today
    holiday: str = ""


@dataclass
class Cell:
    """What a person does on a day."""

    day: Day
    duties: list[Duty] = field(default_factory=list)
    on_leave: bool = False


@dataclass
class Line:
    """A person's month; points carried over from the quarter before, and with this month."""

    person: Person
    cells: list[Cell]
    before: int
    after: int


@dataclass
class CoverLine:
    """A post and shift: for each day how many stand there of how many places."""

    name: str
    counts: list[tuple[Day, int, int]]


@dataclass
class Grid:
    """Everything the month page shows."""

    days: list[Day]
    lines: list[Line]
    cover: list[CoverLine]
    vacant: list[Duty]


def build(roster: Roster, duties: Sequence[Duty]) -> Grid:
    """The grid of a month roster; rows are the unit's people and whoever else stands in it."""
    assert roster.month is not None
    days = _days(roster.month)
    people = staffing.pool([roster.unit], roster.month)
    known = {p.id for p in people}
    people += sorted(
        {d.person for d in duties if d.person and d.person.id not in known}, key=lambda p: p.name
    )
    ids = [p.id for p in people]
    return Grid(
        days, _lines(people, days, duties, staffing.points_before(ids, roster.month), _leave_days(ids, days)),
        _cover(days, duties), [d for d in duties if d.person_id is None],
    )  # fmt: skip


def _days(month: date) -> list[Day]:
    last = month.replace(day=monthrange(month.year, month.month)[1])
    holidays = workdays.holidays_between(month, last)
    today = clock.today()
    return [
        _day(day, holidays.get(day), today) for day in (month.replace(day=n) for n in range(1, last.day + 1))
    ]


def _day(day: date, holiday: Holiday | None, today: date) -> Day:
    tone = "holiday" if holiday else "weekend" if day.weekday() >= 5 else ""
    return Day(
        day,
        hari(day, short=True),
        f"{tone} today".strip() if day == today else tone,
        holiday.name if holiday else "",
    )


def _lines(
    people: list[Person], days: list[Day], duties: Sequence[Duty], before: dict[int, tuple[int, int]],
    away: set[tuple[int, date]],
) -> list[Line]:  # fmt: skip
    of: dict[tuple[int, date], list[Duty]] = defaultdict(list)
    points: dict[int, int] = defaultdict(int)
    for duty in duties:
        of[duty.person_id or 0, duty.day].append(duty)
        points[duty.person_id or 0] += duty.points
    return [
        Line(
            person, [Cell(day, of.get((person.id, day.date), []), (person.id, day.date) in away) for day in days],
            before.get(person.id, (0, 0))[1], before.get(person.id, (0, 0))[1] + points[person.id],
        )
        for person in people
    ]  # fmt: skip


def _leave_days(ids: list[int], days: list[Day]) -> set[tuple[int, date]]:
    query = select(Leave.person_id, Leave.starts_on, Leave.ends_on).where(
        Leave.person_id.in_(ids), Leave.cancelled_at.is_(None), Leave.starts_on <= days[-1].date,
        Leave.ends_on >= days[0].date,
    )  # fmt: skip
    away: set[tuple[int, date]] = set()
    for person_id, start, end in db.session.execute(query):
        day = max(start, days[0].date)
        while day <= min(end, days[-1].date):
            away.add((person_id, day))
            day += timedelta(days=1)
    return away


def _cover(days: list[Day], duties: Sequence[Duty]) -> list[CoverLine]:
    places: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for duty in duties:
        count = places[duty.name][duty.day]
        count[0] += duty.person_id is not None
        count[1] += 1
    return [
        CoverLine(name, [(day, *of_day.get(day.date, [0, 0])) for day in days])  # type: ignore[misc]
        for name, of_day in sorted(places.items())
    ]
