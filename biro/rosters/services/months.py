"""The roster of a month: drafted from the cover, drafted anew, corrected by hand."""

from calendar import monthrange
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.audit.trail import record
from biro.core import workdays
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.rosters import queries, rules, staffing, words
from biro.rosters.models import DayType, Duty, Post, Roster, RosterKind, RosterState, Shift
from biro.rosters.services.drafting import fill
from biro.rosters.services.holding import hold, unhold

DRAFTED = declare("roster.drafted", _l("menyusun jadwal piket"))
CHANGED = declare("duty.changed", _l("mengubah petugas piket"))


def draft_month(*, unit: Unit, month: date, by: Any) -> Roster:
    """A first draft for a month of a unit: as many duties as its posts need, given out fairly.

    DomainError when the month has one already, or when no post of the unit has cover.
    """
    if not by.may(P.ROSTER_DRAFT, unit.id):
        raise Forbidden
    month = month.replace(day=1)
    roster = Roster(
        kind=RosterKind.MONTH, unit_id=unit.id, unit=unit, month=month, title=f"Piket {unit.name}"[:200],
        zone=unit.zone, state=RosterState.DRAFT, author_id=by.person_id,
    )  # fmt: skip
    _add_once(roster)
    _draft(roster, by=by)
    return roster


def _add_once(roster: Roster) -> None:
    sentence = _("Unit ini sudah punya jadwal untuk bulan itu.")
    if roster.month and queries.month_roster(roster.unit_id, roster.month):
        raise DomainError(sentence, field="month", code="exists")
    try:
        with db.session.begin_nested():
            db.session.add(roster)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(sentence, field="month", code="exists") from error


def redraft(roster: Roster, *, by: Any) -> Roster:
    """Draft a month anew (cover, leave or people have changed); what was set by hand stays."""
    _editable(roster, by)
    if roster.month is None:
        raise DomainError(_("Petugas acara disusun dari halaman acaranya."))
    unhold(roster.duties)
    for duty in list(roster.duties):
        if duty.why.get("code") != "hand" or duty.person_id is None:
            roster.duties.remove(duty)
    roster.author_id = by.person_id
    _draft(roster, by=by)
    return roster


def _draft(roster: Roster, *, by: Any) -> None:
    covers = queries.covers(roster.unit)
    if not covers or roster.month is None:
        raise DomainError(
            _("Unit ini belum punya pos dengan kebutuhan petugas. Isi dulu di pengaturan piket."),
            field="unit_id",
        )
    last = roster.month.replace(day=monthrange(roster.month.year, roster.month.month)[1])
    holidays = workdays.holidays_between(roster.month, last)
    for day in (roster.month.replace(day=n) for n in range(1, last.day + 1)):
        kind, points = DayType.of(day, holidays.get(day)), rules.points_of(day, holidays.get(day))
        for cover in covers:
            if cover.day_type is kind:
                _add_places(roster, day, cover.post, cover.shift, cover.count, points)
    fill(roster, list(roster.duties), [roster.unit], by=by)
    record(DRAFTED, roster, by, duties=len(roster.duties))


def _add_places(roster: Roster, day: date, post: Post, shift: Shift, count: int, points: int) -> None:
    there = sum(d.day == day and d.post_id == post.id and d.shift_id == shift.id for d in roster.duties)
    for _one in range(count - there):
        roster.duties.append(_place(roster, day, post, shift, points))


def _place(roster: Roster, day: date, post: Post, shift: Shift, points: int) -> Duty:
    starts_at, ends_at = shift.span(day, roster.zone)
    return Duty(
        post=post, post_id=post.id, shift=shift, shift_id=shift.id, day=day, starts_at=starts_at, ends_at=ends_at,
        points=points, why={},
    )  # fmt: skip


def assign(roster: Roster, *, day: date, person: Person, post: Post, shift: Shift, by: Any) -> Duty:
    """Put a person on a post and shift of a day by hand: into a vacant place, or as one more."""
    _editable(roster, by)
    if roster.month is None or (day.year, day.month) != (roster.month.year, roster.month.month):
        raise DomainError(_("Hari itu di luar bulan jadwal ini."), field="slot")
    duty = next(
        (
            d
            for d in roster.duties
            if (d.day, d.post_id, d.shift_id, d.person_id) == (day, post.id, shift.id, None)
        ),
        None,
    )
    if duty is None:
        holiday = workdays.holidays_between(day, day).get(day)
        duty = _place(roster, day, post, shift, rules.points_of(day, holiday))
        roster.duties.append(duty)
        db.session.flush()
    return _put(duty, person, "slot", by)


def put(duty: Duty, *, person: Person | None, by: Any) -> Duty:
    """Give a place to a person, or leave it vacant."""
    _editable(duty.roster, by)
    if duty.person_id == (person.id if person else None):
        return duty
    unhold([duty])
    duty.person = None
    db.session.flush()
    if person is None:
        duty.why = {"code": "cleared", "by": by.name}
        record(CHANGED, duty, by)
        return duty
    return _put(duty, person, "person_id", by)


def _put(duty: Duty, person: Person, field: str, by: Any) -> Duty:
    if person not in staffing.pool([duty.post.unit], duty.day):
        raise DomainError(_("%(name)s bukan petugas piket unit ini.", name=person.name), field=field)
    found = queries.hindrance(duty, person)
    if found is not None and found.code != "skill":
        span = (found.busy.starts_at, found.busy.ends_at) if found.busy else None
        raise DomainError(
            words.refusal(person.name, duty.name, found.code, span, duty.roster.zone),
            field=field,
            code=found.code,
        )
    duty.person, duty.why = person, {"code": "hand", "by": by.name}
    db.session.flush()
    hold([duty], by=by)
    record(CHANGED, duty, by, person=person.name)
    return duty


def _editable(roster: Roster, by: Any) -> None:
    if not by.may(P.ROSTER_DRAFT, roster.unit_id):
        raise Forbidden
    locked(roster)
    if not roster.is_editable:
        raise DomainError(
            _(
                "Jadwal yang “%(state)s” tidak bisa diubah. Kepala dapat mengembalikannya.",
                state=roster.state_label,
            ),
            code="act_refused",
        )
