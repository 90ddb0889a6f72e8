"""Who stands which duty: points of a day and a fair first draft. Pure; people, duties and absences come in.

Fairness: whoever carries the fewest points of weekends and holidays goes first, over what they already did. Rest
between two duties is at least 11 hours (Directive 2003/88/EC art. 3; Indonesian rules set weekly hours only).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from biro.core.workdays import Holiday, HolidayKind

REST = timedelta(hours=11)
ORDINARY, WEEKEND, JOINT_LEAVE, NATIONAL, EID = 1, 2, 3, 4, 6
"""Points of a duty by its day: the habit of bureaus that pay or compensate by day type, Idul Fitri the highest."""

Span = tuple[datetime, datetime]
Why = dict[str, Any]


@dataclass(frozen=True)
class PostNeed:
    """So many people at a post."""

    post_id: int
    count: int


@dataclass(frozen=True)
class Slot:
    """A place to be filled. `rests` is False for short event duties: two of them may follow each other."""

    key: int
    post_id: int
    starts_at: datetime
    ends_at: datetime
    points: int = ORDINARY
    rests: bool = True


@dataclass(frozen=True)
class Busy:
    """Time that a person cannot give. `why`: "leave", "duty" (which wants rest) or "busy"."""

    starts_at: datetime
    ends_at: datetime
    why: str = "busy"
    rests: bool = False


@dataclass(frozen=True)
class Candidate:
    """Someone who may be put on duty, with the points carried over (`heavy`: of weekends and holidays only)."""

    id: int
    name: str
    posts: frozenset[int] | None = None  # None: every post
    heavy: int = 0
    total: int = 0
    busy: tuple[Busy, ...] = ()


@dataclass
class Draft:
    """Slot key → person and why; slot key → why nobody."""

    filled: dict[int, tuple[int, Why]] = field(default_factory=dict)
    unfilled: dict[int, Why] = field(default_factory=dict)


@dataclass
class _Running:
    """A candidate while the draft grows."""

    person: Candidate
    heavy: int
    total: int
    busy: list[Busy]


def points_of(day: date, holiday: Holiday | None) -> int:
    """What a duty that starts on this day weighs."""
    if holiday is not None and holiday.kind is HolidayKind.NATIONAL:
        return EID if "idul fitri" in holiday.name.lower() else NATIONAL
    if holiday is not None:
        return JOINT_LEAVE
    return WEEKEND if day.weekday() >= 5 else ORDINARY


def obstacle(slot: Slot, busy: Iterable[Busy]) -> Busy | None:
    """What keeps a person with these absences from the slot: an overlap, or too little rest."""
    for each in busy:
        gap = REST if each.why == "duty" and (each.rests or slot.rests) else timedelta()
        if slot.starts_at < each.ends_at + gap and each.starts_at < slot.ends_at + gap:
            return each
    return None


def why_not(slot: Slot, busy: Busy) -> str:
    """ "leave", "busy", "duty" (overlapping) or "rest" (too close to another duty)."""
    if busy.why == "duty" and not (slot.starts_at < busy.ends_at and busy.starts_at < slot.ends_at):
        return "rest"
    return busy.why


def draft(slots: Sequence[Slot], people: Sequence[Candidate]) -> Draft:
    """Fill the heaviest days first, each with whoever carries least and can; ties by duties, then by order of id.

    Deterministic: the same input gives the same roster. About slots × people × duties a person.
    """
    running = [_Running(p, p.heavy, p.total, list(p.busy)) for p in sorted(people, key=lambda p: p.id)]
    result = Draft()
    for slot in sorted(slots, key=lambda s: (-s.points, s.starts_at, s.key)):
        _fill(slot, running, result)
    return result


def _fill(slot: Slot, running: list[_Running], result: Draft) -> None:
    passed: dict[str, int] = {}
    heavy = slot.points > ORDINARY
    for each in sorted(running, key=lambda r: (r.heavy, r.total) if heavy else (r.total, r.heavy)):
        if each.person.posts is not None and slot.post_id not in each.person.posts:
            passed["skill"] = passed.get("skill", 0) + 1
            continue
        hindrance = obstacle(slot, each.busy)
        if hindrance is not None:
            code = why_not(slot, hindrance)
            passed[code] = passed.get(code, 0) + 1
            continue
        passed.pop("skill", None)
        points = each.heavy if heavy else each.total
        why = {"code": "fewest", "heavy": heavy, "points": points, **passed}
        result.filled[slot.key] = (each.person.id, why)
        each.busy.append(Busy(slot.starts_at, slot.ends_at, "duty", slot.rests))
        each.total += slot.points
        each.heavy += slot.points if heavy else 0
        return
    result.unfilled[slot.key] = {"code": "none", **passed}
