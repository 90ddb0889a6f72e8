"""From cover or needs to a filled roster."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from biro.accounts.models import Person, Unit
from biro.core.db import db
from biro.rosters import rules, staffing
from biro.rosters.models import Duty, Post, Roster
from biro.rosters.services.holding import hold


def fill(roster: Roster, duties: Sequence[Duty], units: Iterable[Unit], *, by: Any) -> list[Duty]:
    """Give the vacant ones of `duties` to the fairest people and hold everybody's time; returns what stays vacant.

    Duties that already have a person keep them, and count. The roster's earlier allocations must be gone.
    """
    if not duties:
        return []
    db.session.flush()
    first = min(d.day for d in duties)
    people = staffing.pool(units, first)
    kept = [d for d in duties if d.person_id is not None]
    vacant = [d for d in duties if d.person_id is None]
    ready = _candidates(roster, duties, people, kept, first)
    result = rules.draft([slot_of(d) for d in vacant], ready)
    for duty in vacant:
        person_id, why = result.filled.get(duty.id) or (None, result.unfilled[duty.id])
        duty.person_id, duty.why = person_id, why
    hold(duties, by=by)
    for duty in vacant:
        db.session.expire(duty, ["person"])
    return [d for d in vacant if d.person_id is None]


def slot_of(duty: Duty) -> rules.Slot:
    """The rules' view of a duty."""
    return rules.Slot(
        duty.id, duty.post_id, duty.starts_at, duty.ends_at, duty.points, duty.shift_id is not None
    )


def _candidates(
    roster: Roster, duties: Sequence[Duty], people: list[Person], kept: list[Duty], first: date
) -> list[rules.Candidate]:
    start, end = min(d.starts_at for d in duties), max(d.ends_at for d in duties)
    posts = list(db.session.scalars(select(Post).where(Post.id.in_({d.post_id for d in duties}))))
    found = staffing.candidates(people, posts, start, end, first, without=roster)
    return [_with_kept(each, [d for d in kept if d.person_id == each.id]) for each in found]


def _with_kept(person: rules.Candidate, kept: list[Duty]) -> rules.Candidate:
    if not kept:
        return person
    busy = tuple(rules.Busy(d.starts_at, d.ends_at, "duty", d.shift_id is not None) for d in kept)
    return rules.Candidate(
        person.id, person.name, person.posts,
        heavy=person.heavy + sum(d.points for d in kept if d.points > rules.ORDINARY),
        total=person.total + sum(d.points for d in kept),
        busy=person.busy + busy,
    )  # fmt: skip
