"""The timeline's arithmetic: a range of days cut into columns, and where each booking lies. No database here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, floor
from typing import Any

from biro.core import clock

OPENS, CLOSES = 6, 22  # hours that a day always shows; earlier and later ones when something lies there
DAY_STEPS, WEEK_STEPS = 4, 24  # a quarter of an hour; an hour


@dataclass(frozen=True)
class Bar:
    """A booking on its row, in steps from the left edge."""

    start_col: int
    end_col: int
    label: str
    title: str
    url: str | None
    tone: str


@dataclass(frozen=True)
class Window:
    """The days shown, and for a single day its hours."""

    day: date
    days: int
    zone: str = clock.Zone.WIB
    opens: int = OPENS
    closes: int = CLOSES

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its instants."""
        last = self.day + timedelta(days=self.days - 1)
        return clock.day_bounds(self.day, self.zone)[0], clock.day_bounds(last, self.zone)[1]

    @property
    def steps(self) -> int:
        """Steps in one big column."""
        return DAY_STEPS if self.days == 1 else WEEK_STEPS

    @property
    def columns(self) -> list[datetime]:
        """Wall time at the left edge of each big column."""
        midnight = clock.local(self.span[0], self.zone)
        if self.days == 1:
            return [midnight + timedelta(hours=h) for h in range(self.opens, self.closes)]
        return [midnight + timedelta(days=d) for d in range(self.days)]

    def col(self, at: datetime, *, up: bool = False) -> int:
        """The step an instant falls in (`up`: the one it ends before)."""
        left = self.span[0] + timedelta(hours=self.opens if self.days == 1 else 0)
        step = timedelta(minutes=15) if self.days == 1 else timedelta(hours=1)
        return (ceil if up else floor)((at - left) / step)

    def around(self, spans: Iterable[tuple[datetime, datetime]]) -> "Window":
        """The same window with enough hours to show every one of `spans`."""
        if self.days > 1:
            return self
        opens, closes = self.opens, self.closes
        for start, end in spans:
            opens = min(opens, max(0, floor((start - self.span[0]) / timedelta(hours=1))))
            closes = max(closes, min(24, ceil((end - self.span[0]) / timedelta(hours=1))))
        return Window(self.day, self.days, self.zone, opens, closes)

    def moved(self, ranges: int) -> date:
        """The day that so many ranges earlier or later start at."""
        return self.day + timedelta(days=self.days * ranges)


def window(day: date, *, week: bool, zone: str = clock.Zone.WIB) -> Window:
    """A day, or the week (from Monday) that holds it."""
    return Window(day - timedelta(days=day.weekday()), 7, zone) if week else Window(day, 1, zone)


def bars(rows: Sequence[Any], shown: Window, words: Any) -> dict[int, list[Bar]]:
    """The bars of each resource; `words(row)` gives (label, title, url, tone)."""
    found: dict[int, list[Bar]] = {}
    for row in rows:
        start = shown.col(row.starts_at)
        end = max(shown.col(row.ends_at, up=True), start + 1)
        found.setdefault(row.resource_id, []).append(Bar(start, end, *words(row)))
    return found
