"""The month page: events laid into the weeks of a month."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from biro.core import clock
from biro.events import rules
from biro.events.models import EventState


@dataclass(frozen=True)
class Item:
    """An event on a day. `time` is empty on the days after its first."""

    label: str
    time: str
    url: str
    tone: str


@dataclass
class Day:
    """A cell of the month."""

    date: date
    outside: bool
    today: bool
    holiday: str
    items: list[Item] = field(default_factory=list)
    url: str = ""
    label: str = ""


def month(
    rows: Sequence[Any], first: date, today: date, holidays: dict[date, str], url_of: Callable[[int], str]
) -> list[list[Day]]:
    """Weeks of days with their events; an event of several days stands on each of them."""
    found: dict[date, list[Item]] = defaultdict(list)
    for row in rows:
        start, end = clock.local(row.starts_at, row.zone), clock.local(row.ends_at, row.zone)
        last = (end - timedelta(microseconds=1)).date()
        for number in range((last - start.date()).days + 1):
            time = f"{start:%H.%M}" if number == 0 else ""
            item = Item(row.title, time, url_of(row.id), EventState(row.state).tone)
            found[start.date() + number * rules.ONE_DAY].append(item)
    return [
        [Day(d, d.month != first.month, d == today, holidays.get(d, ""), found.get(d, [])) for d in week]
        for week in rules.month_weeks(first)
    ]


def month_of(text: str | None, today: date) -> date:
    """The first day of the month that `text` ("2026-11") names, else of this one."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if rules.FIRST_YEAR <= found.year <= rules.LAST_YEAR else today.replace(day=1)
