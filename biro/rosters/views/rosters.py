"""The list, a new draft, one roster, and what may be done with it."""

from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.audit.trail import history_of
from biro.core import clock
from biro.core.acts import CATALOGUE
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.rosters import grid, queries, services
from biro.rosters.forms import MonthForm
from biro.rosters.models import Roster
from biro.rosters.views.base import bp, load, my_units


@bp.get("")
@needs(P.ROSTER_READ)
def index() -> ResponseReturnValue:
    """All rosters that this actor may see, newest first."""
    query = queries.visible_to(actor()).options(joinedload(Roster.unit))
    return render_template("rosters/index.html", page=keyset(query, [Roster.id], scalars=True))


@bp.route("/baru", methods=["GET", "POST"])
@needs(P.ROSTER_DRAFT)
def new() -> ResponseReturnValue:
    """A first draft for a unit and a month."""
    form = MonthForm().offer(my_units(), clock.today())
    made: list[Roster] = []
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".show", roster_id=made[0].id)):
            unit = db.session.get_one(Unit, form.unit_id.data)
            made.append(
                services.draft_month(unit=unit, month=date.fromisoformat(form.month.data), by=actor())
            )
        if not form.errors:
            return redirect(url_for(".show", roster_id=made[0].id), 303)
    return render_template("rosters/new.html", form=form), 422 if form.errors else 200


@bp.get("/<int:roster_id>")
@needs(P.ROSTER_READ)
def show(roster_id: int) -> ResponseReturnValue:
    """The month grid, or the list of an event's people."""
    roster, duties = load(roster_id), queries.duties(roster_id)
    may_edit = roster.is_editable and actor().may(P.ROSTER_DRAFT, roster.unit_id)
    return render_template(
        "rosters/show.html", roster=roster, duties=duties, may_edit=may_edit, history=_history(roster),
        grid=grid.build(roster, duties) if roster.month else None, acts=roster.acts_for(actor()),
    )  # fmt: skip


def _history(roster: Roster) -> list[dict[str, Any]]:
    return [
        {"when": row.at, "title": f"{row.actor} {CATALOGUE.get(row.action, row.action)}",
         "text": row.data.get("reason", "")}
        for row in history_of(roster)
    ]  # fmt: skip


def _back(roster: Roster) -> str:
    return url_for(".show", roster_id=roster.id)


@bp.post("/<int:roster_id>/susunan")
@needs(P.ROSTER_DRAFT)
def redraft(roster_id: int) -> ResponseReturnValue:
    """Draft the month anew."""
    roster = load(roster_id)
    return acted(services.redraft, _back(roster), roster=roster, by=actor(), done=_("Jadwal disusun ulang."))


@bp.post("/<int:roster_id>/pengajuan")
@needs(P.ROSTER_DRAFT)
def submit(roster_id: int) -> ResponseReturnValue:
    """To the head."""
    roster = load(roster_id)
    return acted(
        services.submit, _back(roster), roster=roster, by=actor(), done=_("Jadwal diajukan kepada kepala.")
    )


@bp.post("/<int:roster_id>/persetujuan")
@needs(P.ROSTER_APPROVE)
def approve(roster_id: int) -> ResponseReturnValue:
    """The head agrees."""
    roster = load(roster_id)
    return acted(services.approve, _back(roster), roster=roster, by=actor(), done=_("Jadwal disetujui."))


@bp.post("/<int:roster_id>/pengembalian")
@needs(P.ROSTER_APPROVE)
def send_back(roster_id: int) -> ResponseReturnValue:
    """The head wants changes."""
    roster, reason = load(roster_id), request.form.get("reason", "")
    done = _("Jadwal dikembalikan kepada penyusun.")
    return acted(services.send_back, _back(roster), roster=roster, reason=reason, by=actor(), done=done)


@bp.post("/<int:roster_id>/penerbitan")
@needs(P.ROSTER_DRAFT)
def publish(roster_id: int) -> ResponseReturnValue:
    """Onto the board."""
    roster = load(roster_id)
    done = _("Jadwal terbit; semua petugas diberi tahu.")
    return acted(services.publish, _back(roster), roster=roster, by=actor(), done=done)


@bp.post("/<int:roster_id>/pembukaan")
@needs(P.ROSTER_APPROVE)
def reopen(roster_id: int) -> ResponseReturnValue:
    """Something must change after all."""
    roster, reason = load(roster_id), request.form.get("reason", "")
    done = _("Jadwal dibuka kembali untuk diubah.")
    return acted(services.reopen, _back(roster), roster=roster, reason=reason, by=actor(), done=done)


@bp.get("/saya")
@needs(P.ROSTER_READ)
def mine() -> ResponseReturnValue:
    """One's own duties, from today on."""
    start = clock.day_bounds(clock.today())[0]
    duties = queries.duties_of(actor().ids, start, start + timedelta(days=120))
    return render_template("rosters/mine.html", duties=duties)
