"""Finding room: pure functions over spans of time (aware instants, half open)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from biro.core import clock

Span = tuple[datetime, datetime]
OPENS, CLOSES = time(7), time(21)  # within which another hour is worth offering
STEP = timedelta(minutes=15)


def overlaps(a: Span, b: Span) -> bool:
    """Half-open spans share an instant."""
    return a[0] < b[1] and b[0] < a[1]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Sorted, with overlapping or touching spans joined."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def gaps(busy: Iterable[Span], window: Span) -> list[Span]:
    """The free spans inside `window`."""
    free, at = [], window[0]
    for start, end in merged(busy):
        if start > at:
            free.append((at, min(start, window[1])))
        at = max(at, end)
        if at >= window[1]:
            break
    if at < window[1]:
        free.append((at, window[1]))
    return [span for span in free if span[0] < span[1]]


def _up(at: datetime) -> datetime:
    over = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at if not over else at - over + STEP


def _down(at: datetime) -> datetime:
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)


def open_hours(day: date, zone: str) -> Span:
    """The part of a day in which people meet."""
    return clock.instant(day, OPENS, zone), clock.instant(day, CLOSES, zone)


def nearest(
    wanted: Span, busy: Sequence[Span], zone: str, *, buffers: tuple[timedelta, timedelta]
) -> list[Span]:
    """Free spans of the wanted length: the nearest earlier and later ones of that day, then the next free day.

    `busy` are blocked spans; `buffers` what this resource needs before and after.
    """
    length, (before, after) = wanted[1] - wanted[0], buffers
    day = clock.local(wanted[0], zone).date()
    found = []
    for start, end in gaps(busy, open_hours(day, zone)):
        first, last = _up(start + before), _down(end - after - length)
        if first <= last:
            best = min(max(wanted[0], first), last)
            found.append((best, best + length))
    found = [
        span for span in found if not any(overlaps((span[0] - before, span[1] + after), b) for b in busy)
    ]
    found.sort(key=lambda span: abs(span[0] - wanted[0]))
    for ahead in range(1, 15):
        start = clock.instant(day + timedelta(days=ahead), clock.local(wanted[0], zone).time(), zone)
        span = (start, start + length)
        if start.weekday() < 5 and not any(overlaps((start - before, span[1] + after), b) for b in busy):
            return [*found[:2], span]
    return found[:2]


def capacity_fit(capacity: int | None, wanted: int | None) -> int:
    """How far a room is from the wanted size: 0 is right, too small counts ten times."""
    if not wanted or not capacity:
        return 0
    return capacity - wanted if capacity >= wanted else (wanted - capacity) * 10
