"""What an administrator does with a person's account, positions and roles."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts import services
from biro.accounts.actors import actor
from biro.accounts.forms import AssignmentForm, EndForm, ResetForm, RoleForm
from biro.accounts.models import Assignment, Person, Position, RoleGrant, Unit
from biro.accounts.permissions import P
from biro.accounts.views.base import bp
from biro.accounts.views.people import managed
from biro.core import clock
from biro.core.db import db
from biro.core.forms import Form
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _


def _home(person: Person) -> str:
    return url_for(".person", person_id=person.id)


def _asked(form: Form, person: Person, title: str) -> ResponseReturnValue:
    page = render_template("accounts/person_act.html", form=form, person=person, title=title)
    return page, 422 if form.errors else 200


@bp.post("/pegawai/<int:person_id>/pengaktifan")
@needs(P.ACCOUNT_MANAGE)
def enable(person_id: int) -> ResponseReturnValue:
    """Let them in again."""
    person = managed(person_id)
    return acted(
        services.set_active, _home(person), done=_("Akun aktif."), person=person, active=True, by=actor()
    )


@bp.post("/pegawai/<int:person_id>/penonaktifan")
@needs(P.ACCOUNT_MANAGE)
def disable(person_id: int) -> ResponseReturnValue:
    """Shut them out, at once."""
    person = managed(person_id)
    return acted(
        services.set_active, _home(person), done=_("Akun nonaktif."), person=person, active=False, by=actor()
    )


@bp.post("/pegawai/<int:person_id>/pengakhiran-sesi")
@needs(P.ACCOUNT_MANAGE)
def end_sessions_of(person_id: int) -> ResponseReturnValue:
    """Sign them out everywhere."""
    person = managed(person_id)
    return acted(
        services.end_sessions, _home(person), done=_("Semua sesinya berakhir."), person=person, by=actor()
    )


@bp.route("/pegawai/<int:person_id>/sandi", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def reset_password(person_id: int) -> ResponseReturnValue:
    """A temporary password."""
    person, form = managed(person_id), ResetForm()
    if form.validate_on_submit():
        with form.settling(lambda: _home(person)):
            services.reset_password(person, form.password.data or "", by=actor())
        if not form.errors:
            return redirect(url_for(".person", person_id=person_id), 303)
    return _asked(form, person, _("Setel ulang kata sandi"))


@bp.route("/pegawai/<int:person_id>/penugasan", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def assign(person_id: int) -> ResponseReturnValue:
    """Put them on a position."""
    person, form = managed(person_id), AssignmentForm(starts_on=clock.today())
    if form.validate_on_submit():
        values = form.values
        position = db.session.get(Position, values.pop("position_id"))
        with form.settling(lambda: _home(person)):
            services.assign(person=person, position=position, **values, by=actor())  # type: ignore[arg-type]
        if not form.errors:
            return redirect(url_for(".person", person_id=person_id), 303)
    return _asked(form, person, _("Tetapkan jabatan"))


@bp.route("/penugasan/<int:assignment_id>/akhir", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def end_assignment(assignment_id: int) -> ResponseReturnValue:
    """Its last day."""
    row = db.session.get(Assignment, assignment_id)
    if row is None or not actor().may(P.ACCOUNT_MANAGE, row.position.unit_id):
        raise NotFound
    form, person_id = EndForm(ends_on=clock.today()), row.person_id
    if form.validate_on_submit():
        with form.settling(lambda: _home(row.person)):
            services.end_assignment(row, ends_on=form.ends_on.data, by=actor())  # type: ignore[arg-type]
        if not form.errors:
            return redirect(url_for(".person", person_id=person_id), 303)
    return _asked(form, row.person, _("Akhiri penugasan: %(title)s", title=row.title))


@bp.route("/pegawai/<int:person_id>/peran", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def grant_role(person_id: int) -> ResponseReturnValue:
    """A role beside the position."""
    person, form = managed(person_id), RoleForm(starts_on=clock.today())
    if form.validate_on_submit():
        values = form.values
        unit = db.session.get(Unit, values.pop("unit_id"))
        with form.settling(lambda: _home(person)):
            services.grant_role(person=person, unit=unit, **values, by=actor())  # type: ignore[arg-type]
        if not form.errors:
            return redirect(url_for(".person", person_id=person_id), 303)
    return _asked(form, person, _("Beri peran"))


@bp.post("/peran/<int:grant_id>/akhir")
@needs(P.ACCOUNT_MANAGE)
def end_role(grant_id: int) -> ResponseReturnValue:
    """Take a role back at once."""
    row = db.session.get(RoleGrant, grant_id)
    if row is None or not actor().may(P.ACCOUNT_MANAGE, row.unit_id):
        raise NotFound
    return acted(services.end_role, _home(row.person), done=_("Peran dicabut."), row=row, by=actor())
