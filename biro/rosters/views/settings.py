"""Posts with their cover, and shifts."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.guards import needs
from biro.core.texts import _
from biro.rosters import queries, services
from biro.rosters.forms import ShiftForm, post_form
from biro.rosters.models import Cover, DayType, Post, Shift
from biro.rosters.views.base import bp, my_units


@bp.get("/pengaturan")
@needs(P.ROSTER_DRAFT)
def settings() -> ResponseReturnValue:
    """What the office wants manned."""
    posts = queries.posts(actor().units_for(P.ROSTER_DRAFT), active=False)
    return render_template("rosters/settings.html", posts=posts, shifts=queries.shifts(active=False))


@bp.route("/pengaturan/pos/baru", methods=["GET", "POST"], defaults={"post_id": None})
@bp.route("/pengaturan/pos/<int:post_id>", methods=["GET", "POST"])
@needs(P.ROSTER_DRAFT)
def post(post_id: int | None) -> ResponseReturnValue:
    """A post: its name, who suits it, how many it needs when."""
    found = _post(post_id)
    shifts = queries.shifts()
    form = post_form(shifts, found, _counts(found))
    form.unit_id.choices = [(u.id, u.name) for u in my_units()]
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".settings")):
            services.save_post(
                found, unit=db.session.get_one(Unit, form.unit_id.data), name=form.name.data or "", by=actor(),
                competence=form.competence.data or "", active=form.active.data, counts=form.counts,
                version=form.version.data,
            )  # fmt: skip
        if not form.errors:
            flash(_("Pos tersimpan."), "success")
            return redirect(url_for(".settings"), 303)
    page = render_template("rosters/post.html", form=form, post=found, shifts=shifts, kinds=list(DayType))
    return page, 422 if form.errors else 200


def _post(post_id: int | None) -> Post | None:
    if post_id is None:
        return None
    found = db.session.get(Post, post_id)
    if found is None or not actor().may(P.ROSTER_DRAFT, found.unit_id):
        raise NotFound
    return found


def _counts(post: Post | None) -> dict[tuple[int, DayType], int]:
    rows = db.session.scalars(select(Cover).where(Cover.post_id == (post.id if post else 0)))
    return {(row.shift_id, row.day_type): row.count for row in rows}


@bp.route("/pengaturan/gilir/baru", methods=["GET", "POST"], defaults={"shift_id": None})
@bp.route("/pengaturan/gilir/<int:shift_id>", methods=["GET", "POST"])
@needs(P.ROSTER_DRAFT)
def shift(shift_id: int | None) -> ResponseReturnValue:
    """A shift of the day."""
    found = db.session.get(Shift, shift_id) if shift_id else None
    if shift_id and found is None:
        raise NotFound
    form = ShiftForm(obj=found)
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".settings")):
            services.save_shift(found, by=actor(), **form.values)
        if not form.errors:
            flash(_("Gilir jaga tersimpan."), "success")
            return redirect(url_for(".settings"), 303)
    return render_template("rosters/shift.html", form=form, shift=found), 422 if form.errors else 200
