"""The people of the office: list, one person, adding and correcting."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts import queries, services
from biro.accounts.actors import actor
from biro.accounts.forms import NewPersonForm, PeopleFilter, PersonForm
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.accounts.views.base import bp
from biro.audit.trail import history_of
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import keyset
from biro.core.texts import _


def managed(person_id: int) -> Person:
    """The person, for an administrator of their unit; for others they have no such page."""
    person = db.session.get(Person, person_id)
    if person is None or not actor().may(P.ACCOUNT_MANAGE, person.unit_id):
        raise NotFound
    return person


@bp.get("/pegawai")
@needs(P.PEOPLE_READ)
def people() -> str:
    """Everyone, by name."""
    filters = PeopleFilter()
    active = {"nonaktif": False, "semua": None}.get(filters.status.data or "", True)
    query = queries.listed(filters.q.data or "", filters.unit.data, active)
    page = keyset(query, [Person.name, Person.id], descending=False, scalars=True)
    return render_template("accounts/people.html", page=page, filters=filters, today=clock.today())


@bp.get("/pegawai/<int:person_id>")
@needs(P.PEOPLE_READ)
def person(person_id: int) -> str:
    """One person: contact, positions with their dates; for the administrator also sessions, roles and history."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise NotFound
    me, manages = actor(), actor().may(P.ACCOUNT_MANAGE, found.unit_id)
    inside = manages or me.person_id == found.id
    return render_template(
        "accounts/person.html",
        person=found,
        manages=manages,
        today=clock.today(),
        acts=_acts(found) if manages else [],
        roles=queries.roles_of(found.id),
        sessions=services.sessions_of(found, by=me) if inside else [],
        history=history_of(found) if inside or me.may(P.AUDIT_READ, found.unit_id) else [],
    )


def _acts(found: Person) -> list[dict[str, str]]:
    """Buttons of the account card."""
    end = {
        "label": _("Akhiri semua sesi"),
        "url": url_for(".end_sessions_of", person_id=found.id),
        "tone": "",
    }
    off = {"label": _("Nonaktifkan"), "url": url_for(".disable", person_id=found.id), "tone": "danger"}
    on = {"label": _("Aktifkan"), "url": url_for(".enable", person_id=found.id), "tone": "success"}
    return [end, off] if found.active else [on]


@bp.route("/pegawai/baru", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def new_person() -> ResponseReturnValue:
    """Add someone."""
    form = NewPersonForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".person", person_id=made.id)):
            values = {k: v for k, v in form.values.items() if k != "version"}
            made = services.add_person(**values, must_change=True, by=actor())
        if not form.errors:
            return redirect(url_for(".person", person_id=made.id), 303)
    return render_template("accounts/person_form.html", form=form, person=None), 422 if form.errors else 200


@bp.route("/pegawai/<int:person_id>/ubah", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def edit_person(person_id: int) -> ResponseReturnValue:
    """Correct someone's data."""
    found = managed(person_id)
    form = PersonForm(obj=found)
    back = url_for(".person", person_id=person_id)
    if form.validate_on_submit():
        with form.settling(lambda: back):
            services.change_person(found, **form.values, by=actor())
        if not form.errors:
            return redirect(back, 303)
    return render_template("accounts/person_form.html", form=form, person=found), 422 if form.errors else 200
