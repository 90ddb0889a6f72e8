"""The list of rooms, vehicles, drivers and equipment, and keeping it."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func

from biro.accounts.actors import actor
from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.accounts.queries import units
from biro.allocations.models import Resource, ResourceKind
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import Page, keyset
from biro.facilities import inventory, queries
from biro.facilities.forms import FORMS, ThingFilter, ThingForm
from biro.facilities.models import Facility

bp = Blueprint("facilities", __name__, url_prefix="/fasilitas")


@bp.get("")
@needs(P.BOOKING_READ)
def index() -> str:
    """One kind a tab, searched by name."""
    filters, kind = ThingFilter(), _kind(request.args.get("jenis", ""))
    return render_template(
        "facilities/index.html", page=_page(kind, filters.q.data or ""), filters=filters, kind=kind,
        tabs=_tabs(kind), manages=actor().may(P.FACILITY_MANAGE),
    )  # fmt: skip


def _kind(text: str) -> ResourceKind:
    return next((kind for kind in queries.KINDS if kind.value == text), ResourceKind.ROOM)


def _tabs(kind: ResourceKind) -> list[tuple[str, str, bool]]:
    return [(str(k.label), url_for(".index", jenis=k.value), k is kind) for k in queries.KINDS]


def _page(kind: ResourceKind, text: str) -> Page:
    model = queries.KINDS[kind]
    query = queries.things(model, actor(), active=not actor().may(P.FACILITY_MANAGE)).order_by(None)
    if text:
        query = query.where(func.lower(Resource.name).contains(text.lower(), autoescape=True))
    return keyset(query, [Resource.name, model.id], descending=False, scalars=True)


@bp.get("/<int:resource_id>")
@needs(P.BOOKING_READ)
def show(resource_id: int) -> str:
    """One facility and what is booked."""
    thing = _found(resource_id)
    return render_template(
        "facilities/show.html", thing=thing, kind=thing.resource.kind, manages=_manages(thing),
        upcoming=queries.upcoming(resource_id, clock.now()),
    )  # fmt: skip


@bp.route("/baru/<kind>", methods=["GET", "POST"])
@needs(P.FACILITY_MANAGE)
def new(kind: str) -> ResponseReturnValue:
    """Add one."""
    sort, made = _kind(kind), list[Facility]()
    form = _with_units(FORMS[sort]())
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".show", resource_id=made[0].resource_id)):
            made.append(_add(sort, form))
        if not form.errors:
            return redirect(url_for(".show", resource_id=made[0].resource_id), 303)
    page = render_template("facilities/edit.html", form=form, kind=sort, thing=None)
    return page, 422 if form.errors else 200


def _add(kind: ResourceKind, form: ThingForm) -> Facility:
    given = {k: v for k, v in form.values.items() if k != "version"}
    given |= {"unit": db.session.get_one(Unit, form.unit_id.data), "by": actor()}
    if kind is ResourceKind.DRIVER:
        given["person"] = db.session.get_one(Person, given.pop("person_id"))
    return ADD[kind](**given)


ADD: dict[ResourceKind, Any] = {
    ResourceKind.ROOM: inventory.add_room,
    ResourceKind.VEHICLE: inventory.add_vehicle,
    ResourceKind.DRIVER: inventory.add_driver,
    ResourceKind.EQUIPMENT: inventory.add_equipment,
}


@bp.route("/<int:resource_id>/ubah", methods=["GET", "POST"])
@needs(P.FACILITY_MANAGE)
def edit(resource_id: int) -> ResponseReturnValue:
    """Change one."""
    thing = _found(resource_id)
    if not _manages(thing):
        abort(404)
    form, back = _with_units(_filled(thing)), url_for(".show", resource_id=resource_id)
    if form.validate_on_submit():
        with form.settling(lambda: back):
            given = {k: v for k, v in form.values.items() if k != "person_id"}
            inventory.change(thing, by=actor(), **given)
        if not form.errors:
            return redirect(back, 303)
    page = render_template("facilities/edit.html", form=form, kind=thing.resource.kind, thing=thing)
    return page, 422 if form.errors else 200


def _filled(thing: Facility) -> ThingForm:
    own = thing.resource
    return FORMS[own.kind](
        obj=thing, buffer_before=own.buffer_before, buffer_after=own.buffer_after, active=own.active
    )


def _with_units(form: ThingForm) -> ThingForm:
    mine = set(actor().units_for(P.FACILITY_MANAGE))
    form.unit_id.choices = [(unit.id, unit.name) for unit in units() if unit.id in mine]
    return form


def _found(resource_id: int) -> Facility:
    return queries.thing(actor(), resource_id) or abort(404)


def _manages(thing: Facility) -> bool:
    return actor().may(P.FACILITY_MANAGE, thing.unit_id)
