"""The list of copies on their way: what waits, several given to one courier, what came of them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import Page, badges, keyset
from biro.core.texts import _n
from biro.correspondence.models import Security, Urgency
from biro.correspondence.outgoing import dispatches, services
from biro.correspondence.outgoing.forms.dispatch import DispatchFilter, HandForm
from biro.correspondence.outgoing.models import Delivery, Dispatch, DispatchState, OutgoingLetter
from biro.correspondence.outgoing.views.blueprint import bp


@bp.get("/surat/keluar/ekspedisi")
@needs(P.LETTER_READ)
def dispatch_list() -> ResponseReturnValue:
    """What waits to be carried, or another state that is asked for."""
    return _list(HandForm(formdata=None))


@bp.post("/surat/keluar/ekspedisi/penyerahan")
@needs(P.LETTER_READ)
def hand_over() -> ResponseReturnValue:
    """The ticked copies to one courier in one act."""
    form, picked = HandForm(), ticked()
    if form.validate_on_submit():
        given = [(row, request.form.get(f"v-{row.id}", type=int)) for row in picked]
        zone = picked[0].letter.unit.zone if picked else clock.Zone.WIB
        with form.settling(dispatch_home):
            services.hand_over(
                given, person=_person(form), name=form.courier_id.typed, at=form.moment(zone), by=actor(),
                tracking=_tracking(),
            )  # fmt: skip
        if not form.errors and not form.form_errors:
            done = _n("%(num)d surat diserahkan ke kurir.", "%(num)d surat diserahkan ke kurir.", len(given))
            flash(done, "success")
            fresh = ",".join(str(row.id) for row, _version in given)
            return redirect(
                url_for(".dispatch_list", state=DispatchState.CARRIED.value, whose="kirim", baru=fresh), 303
            )
    return _list(form, code=422)


def ticked() -> list[Dispatch]:
    """What was ticked in the list, as far as the actor sends it out."""
    ids = [int(text) for text in request.form.getlist("id") if text.isdecimal() and len(text) < 16]
    return dispatches.picked(ids, actor()) if ids else []


def dispatch_home() -> str:
    """The list."""
    return url_for(".dispatch_list")


def _person(form: HandForm) -> Person | None:
    found = form.courier_id.data
    return db.session.get(Person, found) if found else None


def _tracking() -> dict[int, str]:
    """Receipt numbers of the post, as typed beside the copies."""
    typed = {name[5:]: value for name, value in request.form.items() if name.startswith("resi-")}
    return {int(i): value.replace("\0", "") for i, value in typed.items() if i.isdecimal() and value.strip()}


def _list(form: HandForm, *, code: int = 200) -> ResponseReturnValue:
    carries = not actor().may(P.LETTER_DISPATCH)
    filters = DispatchFilter(dispatches.couriers(actor()), carries=carries)
    wanted = filters.state.data if filters.state.data in set(DispatchState) else DispatchState.WAITING.value
    state, mine = DispatchState(wanted), filters.whose.data == "bawa"
    chosen = request.form.getlist("id") or request.args.get("baru", "").split(",")
    return render_template(
        "correspondence/outgoing/dispatches.html", page=_page(filters, state, mine=mine), filters=filters,
        state=state, mine=mine, form=form, chosen=set(chosen), typed=_tracking(),
        badges={**badges(Security, Urgency, Delivery), Security.OPEN: "", Urgency.NORMAL: ""},
    ), code  # fmt: skip


def _page(filters: DispatchFilter, state: DispatchState, *, mine: bool) -> Page:
    query: Any = dispatches.rows(actor(), state, mine=mine)
    if filters.way.data in set(Delivery):
        query = query.where(Dispatch.way == Delivery(filters.way.data))
    if filters.courier.data:
        query = query.where(Dispatch.courier == filters.courier.data.replace("\0", ""))
    if filters.day.data and state is DispatchState.CARRIED:
        begins, ends = clock.day_bounds(filters.day.data)
        query = query.where(Dispatch.handed_at >= begins, Dispatch.handed_at < ends)
    elif filters.day.data:
        query = query.where(OutgoingLetter.sent_on == filters.day.data)
    waits = state is DispatchState.WAITING
    return keyset(query, [Dispatch.id], descending=not waits, size=dispatches.MOST_AT_ONCE)
