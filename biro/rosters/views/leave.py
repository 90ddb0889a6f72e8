"""Leave: the list, a new one, a cancelled one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts.actors import actor
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.rosters import queries, services
from biro.rosters.forms import LeaveForm
from biro.rosters.models import Leave, LeaveKind
from biro.rosters.views.base import bp


@bp.get("/cuti")
@needs(P.ROSTER_READ)
def leaves() -> ResponseReturnValue:
    """Leave of oneself and of the units one answers for, newest first."""
    page = keyset(queries.leaves_visible_to(actor()), [Leave.starts_on, Leave.id], scalars=True)
    return render_template("rosters/leaves.html", page=page)


@bp.route("/cuti/baru", methods=["GET", "POST"])
@needs(P.LEAVE_RECORD)
def new_leave() -> ResponseReturnValue:
    """Record someone's leave."""
    form = LeaveForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".leaves")):
            person = db.session.get_one(Person, form.person_id.data)
            kind = LeaveKind(form.kind.data)
            given = {k: v for k, v in form.values.items() if k not in {"person_id", "kind"}}
            services.record_leave(person=person, kind=kind, by=actor(), **given)
        if not form.errors:
            flash(_("Cuti tercatat."), "success")
            return redirect(url_for(".leaves"), 303)
    return render_template("rosters/new_leave.html", form=form), 422 if form.errors else 200


@bp.post("/cuti/<int:leave_id>/pembatalan")
@needs(P.LEAVE_RECORD)
def cancel_leave(leave_id: int) -> ResponseReturnValue:
    """Not on leave after all."""
    query = queries.leaves_visible_to(actor()).where(Leave.id == leave_id)
    leave = db.session.scalars(query).one_or_none()
    if leave is None:
        raise NotFound
    return acted(
        services.cancel_leave, url_for(".leaves"), leave=leave, by=actor(), done=_("Cuti dibatalkan.")
    )
