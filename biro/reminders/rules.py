"""When a reminder is due, how long it is of use, when a failed mail is tried again. Pure: the clock comes in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from biro.core import clock, workdays

NEWS_LIVES = timedelta(days=3)
"""A mail about something that happened is still worth sending so much later (the notice is in Biro anyway)."""
REMINDER_LIVES = timedelta(hours=24)
"""The same for a reminder that does not say what it is about."""
PAUSES = (1, 2, 5, 15, 30, 60)
"""Minutes before each new try; the last one repeats."""
PATIENCE = timedelta(hours=24)


@dataclass(frozen=True)
class Rule:
    """Remind so many days before (or after) at a wall time, or (without `at`) days and minutes before the moment
    itself. `workdays`: the days are working days. `times`: weekly so often, never on a day off."""

    kind: str
    days_before: int = 0
    at: time | None = None
    minutes_before: int = 0
    days_after: int = 0
    workdays: bool = False
    times: int = 1


def due_at(
    rule: Rule, starts_at: datetime, zone: str = clock.Zone.WIB, days_off: Collection[date] = ()
) -> datetime:
    """The instant (UTC) at which the rule first reminds of something that starts at `starts_at` in `zone`."""
    if rule.at is None:
        return starts_at - timedelta(days=rule.days_before - rule.days_after, minutes=rule.minutes_before)
    return clock.instant(_first_day(rule, clock.local(starts_at, zone).date(), days_off), rule.at, zone)


def moments(rule: Rule, day: date, zone: str, days_off: Collection[date] = ()) -> list[datetime]:
    """Every instant at which the rule reminds of something due on `day`: once, or weekly `times` times."""
    if rule.at is None:
        return [due_at(rule, clock.instant(day, time.min, zone), zone)]
    first, at = _first_day(rule, day, days_off), rule.at
    weeks = [first + timedelta(weeks=week) for week in range(max(rule.times, 1))]
    days = [workdays.next_workday(d, days_off) for d in weeks] if rule.workdays else weeks
    return [clock.instant(d, at, zone) for d in days]


def _first_day(rule: Rule, day: date, days_off: Collection[date]) -> date:
    if not rule.workdays:
        return day + timedelta(days=rule.days_after - rule.days_before)
    if rule.days_after:
        return workdays.add_workdays(day, rule.days_after, days_off)
    left = rule.days_before
    while left or not workdays.is_workday(day, days_off):
        day -= workdays.ONE_DAY
        left -= left > 0 and workdays.is_workday(day, days_off)
    return day


@dataclass(frozen=True)
class Wanted:
    """A reminder that an object wants for a person. `url` starts with `/`; `params` fill the kind's words.

    `useful_until`: not worth sending after that; without it the parameters tell (`starts_at`, else `due_on`).
    `about`: tells apart two of one kind that an object wants for one person at one time (two duties of a day).
    `secret`: a deputy sees it only when the delegation covers secret things, and a mail carries the link alone.
    """

    kind: str
    due_at: datetime
    person_id: int
    url: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    useful_until: datetime | None = None
    secret: bool = False
    about: str = ""


def key_of(owner: str, kind: str, when: datetime, person_id: int, channel: str, about: str = "") -> str:
    """What makes a reminder itself: planned twice, it is still one row."""
    kind = f"{kind}/{about}" if about else kind
    stamp = when.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%f").removesuffix(".000000")
    return f"{owner}:{kind}:{stamp}:{person_id}:{channel}"


def useful_until(wanted: Wanted) -> datetime:
    """Until when the reminder helps: the event has not begun, the day of the deadline is not over."""
    if wanted.useful_until is not None:
        return wanted.useful_until
    params: Mapping[str, Any] = wanted.params
    if params.get("starts_at"):
        return max(datetime.fromisoformat(params["starts_at"]), wanted.due_at)
    if params.get("due_on"):
        day = date.fromisoformat(params["due_on"])
        return max(clock.day_bounds(day, params.get("zone") or clock.Zone.WIB)[1], wanted.due_at)
    return wanted.due_at + REMINDER_LIVES


def retry_after(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure (1 = the first); None when a day has been spent trying."""
    pauses = [PAUSES[min(i, len(PAUSES) - 1)] for i in range(attempts)]
    return None if timedelta(minutes=sum(pauses)) > PATIENCE else timedelta(minutes=pauses[-1])
