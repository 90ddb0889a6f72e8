"""The duty roster that an event needs; it moves with the event and is withdrawn with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from biro.accounts.models import Unit
from biro.audit.trail import record
from biro.core import clock, workdays
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _, _l
from biro.reminders import services as reminders
from biro.rosters import queries, rules, words
from biro.rosters.models import Duty, Post, Roster, RosterKind, RosterState
from biro.rosters.rules import PostNeed
from biro.rosters.services.decisions import announce, owner
from biro.rosters.services.drafting import fill
from biro.rosters.services.holding import unhold

PLANNED = declare("roster.planned", _l("merancang petugas acara"))
MOVED = declare("roster.moved", _l("memindahkan petugas acara"))
RENAMED = declare("roster.renamed", _l("mengganti nama petugas acara"))
WITHDRAWN = declare("roster.withdrawn", _l("membatalkan petugas acara"))


def plan_for_event(
    *, source: str, title: str, needs: Sequence[PostNeed], starts_at: datetime, ends_at: datetime, unit: Unit,
    zone: str, by: Any,
) -> Roster:  # fmt: skip
    """A fair draft for an event's posts, their people's time held; called again, it replaces the former draft.

    It belongs to the unit that runs the posts, whose head submits it; to `unit`, the event's, when it needs none.
    Raises DomainError naming the posts that cannot be filled, and why.
    """
    if ends_at <= starts_at:
        raise DomainError(_("Waktu selesai harus sesudah waktu mulai."), field="ends")
    posts = [(_post(need.post_id), need.count) for need in needs]
    roster = _fresh(source, by)
    roster.title, roster.zone, roster.unit = title[:200], zone, _home([p.unit for p, _count in posts], unit)
    db.session.add(roster)
    day = clock.local(starts_at, zone).date()
    points = rules.points_of(day, workdays.holidays_between(day, day).get(day))
    for post, count in posts:
        for _one in range(count):
            roster.duties.append(
                Duty(post=post, day=day, starts_at=starts_at, ends_at=ends_at, points=points, why={})
            )
    _fill_all(roster, by=by)
    record(PLANNED, roster, by, count=len(roster.duties))
    return roster


def _post(post_id: int) -> Post:
    post = db.session.get(Post, post_id)
    if post is None:
        raise DomainError(_("Pos piket itu tidak ada."), field="posts")
    return post


def _fresh(source: str, by: Any) -> Roster:
    """The event's roster, emptied and a draft again, or a new one."""
    roster = queries.roster_of(source)
    if roster is None:
        return Roster(kind=RosterKind.EVENT, source=source)
    unhold(roster.duties)
    roster.duties.clear()
    roster.state, roster.submitted_by_id, roster.approved_by_id = RosterState.DRAFT, None, None
    reminders.withdraw(owner(roster), reason=PLANNED, by=by)
    db.session.flush()
    return roster


def _home(units: list[Unit], event_unit: Unit) -> Unit:
    """The lowest unit that holds all the posts' units."""
    home: Unit | None = units[0] if units else event_unit
    while home is not None and not all(home.holds(unit) for unit in units):
        home = home.parent
    return home or event_unit


def _fill_all(roster: Roster, *, by: Any) -> None:
    """Every place or none: an event without its people is not planned."""
    units = {d.post.unit_id: d.post.unit for d in roster.duties}
    short = fill(roster, list(roster.duties), units.values(), by=by)
    if short:
        raise DomainError(_shortage(roster, short), field="posts", code="short")


def _shortage(roster: Roster, short: list[Duty]) -> str:
    sentences = []
    for name in dict.fromkeys(d.post.name for d in short):
        missing = [d for d in short if d.post.name == name]
        wanted = sum(d.post.name == name for d in roster.duties)
        sentences.append(
            _(
                "Petugas %(post)s kurang %(missing)d dari %(wanted)d. %(why)s",
                post=name,
                missing=len(missing),
                wanted=wanted,
                why=words.reason(missing[0].why),
            )
        )
    return " ".join(sentences)


def move_source(source: str, *, starts_at: datetime, ends_at: datetime, by: Any) -> Roster | None:
    """The event has another time: whoever can comes along, others are replaced and the head approves anew."""
    roster = queries.roster_of(source)
    if roster is None or not roster.duties:
        return roster
    unhold(roster.duties)
    day = clock.local(starts_at, roster.zone).date()
    points = rules.points_of(day, workdays.holidays_between(day, day).get(day))
    before = {d: d.person_id for d in roster.duties}
    for duty in roster.duties:
        duty.day, duty.starts_at, duty.ends_at, duty.points = day, starts_at, ends_at, points
    flag_modified(roster, "title")  # its version counts the hours too: an older page approved others
    _drop_hindered(roster)
    _fill_all(roster, by=by)
    if roster.state is RosterState.PUBLISHED and all(d.person_id == p for d, p in before.items()):
        announce(roster, list(roster.duties), by=by)
    elif not roster.is_editable and any(d.person_id != p for d, p in before.items()):
        roster.state, roster.submitted_by_id = RosterState.RETURNED, None
        roster.reason = "Acara dipindah, petugas berganti."
        reminders.withdraw(owner(roster), reason=MOVED, by=by)
    record(MOVED, roster, by)
    return roster


def _drop_hindered(roster: Roster) -> None:
    for duty in roster.duties:
        if duty.person is not None and queries.hindrance(duty, duty.person, without=roster):
            duty.person_id, duty.person = None, None


def rename_source(source: str, *, title: str, by: Any) -> None:
    """The event is called something else; its people, their hours and their reminders stay."""
    roster = queries.roster_of(source)
    if roster is not None and roster.title != title[:200]:
        record(RENAMED, roster, by, before=roster.title)
        roster.title = title[:200]


def withdraw_source(source: str, *, by: Any) -> None:
    """The event is off: everybody's time is free again."""
    roster = queries.roster_of(source)
    if roster is None:
        return
    unhold(roster.duties)
    roster.state = RosterState.WITHDRAWN
    reminders.withdraw(owner(roster), reason=WITHDRAWN, by=by)
    record(WITHDRAWN, roster, by)
    db.session.flush()
