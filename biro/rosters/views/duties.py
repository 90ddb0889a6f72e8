"""Changing a roster by hand: a person's day, or a place's person."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts.actors import actor
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _
from biro.rosters import queries, services, staffing, words
from biro.rosters.forms import CellForm, PlaceForm
from biro.rosters.models import Duty, Post, Roster, Shift
from biro.rosters.views.base import bp, load


@bp.route("/<int:roster_id>/ubah", methods=["GET", "POST"])
@needs(P.ROSTER_DRAFT)
def edit(roster_id: int) -> ResponseReturnValue:
    """A person's day (`?hari=2026-12-03&orang=5`): what they do, and one more duty."""
    roster = _editable(roster_id)
    day, person = _cell()
    duties = [d for d in queries.duties(roster_id) if d.day == day]
    form = CellForm()
    form.slot.choices = _slots(roster, duties)
    back = url_for(".show", roster_id=roster_id)
    if form.validate_on_submit():
        with form.settling(lambda: back):
            _assign(roster, day, person, form.slot.data)
        if not form.errors:
            flash(_("%(name)s ditugaskan.", name=person.name), "success")
            return redirect(back, 303)
    theirs = [d for d in duties if d.person_id == person.id]
    page = render_template(
        "rosters/edit.html", roster=roster, day=day, person=person, duties=theirs, form=form, back=back
    )
    return page, 422 if form.errors else 200


def _editable(roster_id: int) -> Roster:
    roster = load(roster_id)
    if not actor().may(P.ROSTER_DRAFT, roster.unit_id):
        raise NotFound
    return roster


def _cell() -> tuple[date, Person]:
    try:
        day = date.fromisoformat(request.args.get("hari", ""))
    except ValueError as error:
        raise NotFound from error
    person = db.session.get(Person, request.args.get("orang", 0, type=int))
    if person is None:
        raise NotFound
    return day, person


def _slots(roster: Roster, duties: list[Duty]) -> list[tuple[str, str]]:
    """Every post and shift; those that still miss someone first."""
    vacant = {(d.post_id, d.shift_id) for d in duties if d.person_id is None}
    pairs = [(p, s) for s in queries.shifts() for p in queries.posts([roster.unit_id])]
    pairs.sort(key=lambda pair: (pair[0].id, pair[1].id) not in vacant)
    return [(f"{p.id}-{s.id}", _slot_label(f"{p.name} · {s.name}", (p.id, s.id) in vacant)) for p, s in pairs]


def _slot_label(name: str, vacant: bool) -> str:
    return _("%(name)s (kurang)", name=name) if vacant else name


def _assign(roster: Roster, day: date, person: Person, slot: str) -> None:
    post_id, shift_id = (int(part) for part in slot.split("-"))
    post, shift = db.session.get_one(Post, post_id), db.session.get_one(Shift, shift_id)
    services.assign(roster, day=day, person=person, post=post, shift=shift, by=actor())


@bp.route("/<int:roster_id>/tugas/<int:duty_id>", methods=["GET", "POST"])
@needs(P.ROSTER_DRAFT)
def place(roster_id: int, duty_id: int) -> ResponseReturnValue:
    """Who stands in a place: the fairest first, those who cannot with the reason."""
    roster, duty = _editable(roster_id), _duty(roster_id, duty_id)
    form = PlaceForm(person_id=duty.person_id)
    form.person_id.choices = _people(duty)
    back = url_for(".show", roster_id=roster_id)
    if form.validate_on_submit():
        with form.settling(lambda: back):
            person = db.session.get(Person, form.person_id.data) if form.person_id.data else None
            services.put(duty, person=person, by=actor())
        if not form.errors:
            flash(_("Petugas diganti."), "success")
            return redirect(back, 303)
    page = render_template("rosters/place.html", roster=roster, duty=duty, form=form, back=back)
    return page, 422 if form.errors else 200


def _duty(roster_id: int, duty_id: int) -> Duty:
    duty = db.session.get(Duty, duty_id)
    if duty is None or duty.roster_id != roster_id:
        raise NotFound
    return duty


def _people(duty: Duty) -> list[tuple[str, str]]:
    people = staffing.pool([duty.post.unit], duty.day)
    points = staffing.points_before([p.id for p in people], duty.day)
    cannot = queries.hindrances(duty, [p for p in people if p.id != duty.person_id])
    people.sort(key=lambda p: (p.id in cannot, points.get(p.id, (0, 0)), p.name))
    return [("", _("Kosong"))] + [
        (
            str(p.id),
            f"{p.name} – {words.hindrance(cannot[p.id].code)}"
            if p.id in cannot
            else _("%(name)s – %(points)s poin", name=p.name, points=points.get(p.id, (0, 0))[1]),
        )
        for p in people
    ]


@bp.post("/<int:roster_id>/tugas/<int:duty_id>/pengosongan")
@needs(P.ROSTER_DRAFT)
def clear(roster_id: int, duty_id: int) -> ResponseReturnValue:
    """Take the person off the place."""
    roster, duty = _editable(roster_id), _duty(roster_id, duty_id)
    back = url_for(".show", roster_id=roster.id)
    return acted(services.put, back, duty=duty, person=None, by=actor(), done=_("Tugas dikosongkan."))
