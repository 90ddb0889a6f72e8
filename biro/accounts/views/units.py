"""The organisation: units, positions and who holds them today."""

from collections import defaultdict

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts import queries, services
from biro.accounts.actors import actor
from biro.accounts.forms import PositionForm, UnitForm
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.accounts.views.base import bp
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.texts import _


@bp.get("/unit")
@needs(P.PEOPLE_READ)
def units() -> str:
    """The tree, parents before children, each with its positions."""
    found, positions, held = queries.units(), defaultdict(list), defaultdict(list)
    for position in queries.positions():
        positions[position.unit_id].append(position)
    for row in queries.holders([p.id for rows in positions.values() for p in rows], clock.today()):
        held[row.position_id].append(row)
    names = {u.id: u.name for u in found}
    above = {u.id: " › ".join(names.get(int(i), "") for i in u.path.split("/")[1:-2]) for u in found}
    return render_template("accounts/units.html", units=found, positions=positions, held=held, above=above)


@bp.route("/unit/baru", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def new_unit() -> ResponseReturnValue:
    """Add a unit below another."""
    form = UnitForm()
    if form.validate_on_submit():
        values = form.values
        parent = db.session.get(Unit, values.pop("parent_id"))
        with form.settling(lambda: url_for(".units")):
            services.add_unit(parent=parent, **values, by=actor())
        if not form.errors:
            return redirect(url_for(".units"), 303)
    page = render_template("accounts/unit_form.html", form=form, unit=None, title=_("Tambah unit"))
    return page, 422 if form.errors else 200


@bp.route("/unit/<int:unit_id>/jabatan-baru", methods=["GET", "POST"])
@needs(P.ACCOUNT_MANAGE)
def new_position(unit_id: int) -> ResponseReturnValue:
    """Add a chair to a unit."""
    unit = db.session.get(Unit, unit_id)
    if unit is None or not actor().may(P.ACCOUNT_MANAGE, unit_id):
        raise NotFound
    form = PositionForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".units")):
            services.add_position(unit=unit, **form.values, by=actor())
        if not form.errors:
            return redirect(url_for(".units"), 303)
    page = render_template("accounts/unit_form.html", form=form, unit=unit, title=_("Tambah jabatan"))
    return page, 422 if form.errors else 200
