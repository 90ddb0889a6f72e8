"""Pages of events: the agenda, planning, one event, moving and calling off."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock, workdays
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.events import calendars, overview, queries, rules, services
from biro.events.forms import AgendaFilter, EditEventForm, EventForm, MoveForm, ReplaceForm
from biro.events.models import Event, EventNeed

bp = Blueprint("events", __name__, url_prefix="/acara")


def _event(event_id: int, *, to_plan: bool = False) -> Event:
    """The event, if this person may see it (and plan it); otherwise as if it did not exist."""
    found = queries.event(actor(), event_id)
    if found is None or (to_plan and not actor().may(P.EVENT_PLAN, found.unit_id)):
        raise Forbidden
    return found


@bp.get("")
@needs(P.EVENT_READ)
def index() -> ResponseReturnValue:
    """The agenda as a list."""
    filters = AgendaFilter()
    past = filters.waktu.data == "lewat"
    query = queries.listing(
        actor(), now=clock.now(), past=past, state=filters.keadaan.data or "", text=filters.q.data or ""
    )
    page = keyset(query, [Event.starts_at, Event.id], descending=past, scalars=True)
    lost = queries.open_needs([e.id for e in page.items])
    return render_template("events/index.html", page=page, filters=filters, lost=lost)


@bp.get("/kalender")
@needs(P.EVENT_READ)
def calendar() -> ResponseReturnValue:
    """The agenda as a month."""
    today = clock.today()
    first = calendars.month_of(request.args.get("bulan"), today)
    weeks = rules.month_weeks(first)
    start, end = clock.day_bounds(weeks[0][0])[0], clock.day_bounds(weeks[-1][-1])[1]
    holidays = {d: h.name for d, h in workdays.holidays_between(weeks[0][0], weeks[-1][-1]).items()}
    rows = queries.month_events(actor(), start, end)
    laid = calendars.month(rows, first, today, holidays, lambda i: url_for(".show", event_id=i))
    around = {"before": rules.previous_month(first), "after": rules.next_month(first)}
    return render_template("events/calendar.html", weeks=laid, first=first, **around)


@bp.route("/baru", methods=["GET", "POST"])
@needs(P.EVENT_PLAN)
def new() -> ResponseReturnValue:
    """Plan an event on one page."""
    form = EventForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".show", event_id=event.id)):
            event = services.plan(**form.plan_values(), by=actor())
        if not form.errors:
            flash(_("Acara dijadwalkan."), "success")
            return redirect(url_for(".show", event_id=event.id), 303)
    return render_template("events/new.html", form=form), 422 if form.errors else 200


@bp.get("/<int:event_id>")
@needs(P.EVENT_READ)
def show(event_id: int) -> ResponseReturnValue:
    """One event with all that hangs on it."""
    event = _event(event_id)
    return render_template("events/show.html", event=event, **overview.of(event, actor()))


@bp.route("/<int:event_id>/ubah", methods=["GET", "POST"])
@needs(P.EVENT_PLAN)
def edit(event_id: int) -> ResponseReturnValue:
    """Other words: title, theme, place, host, participants, note."""
    event = _event(event_id, to_plan=True)
    form = EditEventForm(data=overview.words_of(event))
    if form.validate_on_submit():
        with form.settling(lambda: event.url):
            services.change(event, **form.about_values(), by=actor(), version=form.version.data)
        if not form.errors:
            flash(_("Keterangan acara diperbarui."), "success")
            return redirect(url_for(".show", event_id=event_id), 303)
    return render_template("events/edit.html", form=form, event=event), 422 if form.errors else 200


@bp.route("/<int:event_id>/pindah", methods=["GET", "POST"])
@needs(P.EVENT_PLAN)
def move(event_id: int) -> ResponseReturnValue:
    """Another time; the page lists what goes along before anything moves."""
    event = _event(event_id, to_plan=True)
    form = MoveForm(data=overview.when_of(event))
    if form.validate_on_submit():
        with form.settling(lambda: event.url):
            starts_at, ends_at = form.span()
            services.move(event, starts_at=starts_at, ends_at=ends_at, by=actor(), version=form.version.data)
        if not form.errors:
            flash(_("Acara dan semua yang terkait sudah dipindah."), "success")
            return redirect(url_for(".show", event_id=event_id), 303)
    found = overview.of(event, actor())
    return render_template("events/move.html", form=form, event=event, **found), 422 if form.errors else 200


@bp.get("/<int:event_id>/pembatalan")
@needs(P.EVENT_PLAN)
def confirm_cancel(event_id: int) -> ResponseReturnValue:
    """Before calling off: what will be let go."""
    event = _event(event_id, to_plan=True)
    return render_template("events/cancel.html", event=event, **overview.of(event, actor()))


@bp.post("/<int:event_id>/pembatalan")
@needs(P.EVENT_PLAN)
def cancel(event_id: int) -> ResponseReturnValue:
    """Call the event off."""
    return _act(
        _event(event_id).cancel, event_id, _("Acara dibatalkan."), reason=request.form.get("reason", "")
    )


@bp.post("/<int:event_id>/penyelesaian")
@needs(P.EVENT_PLAN)
def finish(event_id: int) -> ResponseReturnValue:
    """It took place."""
    return _act(_event(event_id).finish, event_id, _("Acara ditandai selesai."))


def _act(do: Any, event_id: int, done: str, **given: Any) -> ResponseReturnValue:
    return acted(do, url_for(".show", event_id=event_id), by=actor(), done=done, **given)


@bp.route("/<int:event_id>/kebutuhan/<int:need_id>", methods=["GET", "POST"])
@needs(P.EVENT_PLAN)
def replace(event_id: int, need_id: int) -> ResponseReturnValue:
    """Choose another thing for a need that was lost."""
    event = _event(event_id, to_plan=True)
    need = _need(event, need_id)
    free = queries.free_for(need, actor())
    form = ReplaceForm()
    form.resource.choices = [("", ""), *[(r.id, r.name) for r in free]]
    if form.validate_on_submit():
        with form.settling(lambda: event.url):
            chosen = next(r for r in free if r.id == form.resource.data)
            services.replace(need, resource=chosen, by=actor())
        if not form.errors:
            return redirect(url_for(".show", event_id=event_id), 303)
    return render_template(
        "events/replace.html", form=form, event=event, need=need
    ), 422 if form.errors else 200


def _need(event: Event, need_id: int) -> EventNeed:
    found = next((n for n in event.needs if n.id == need_id and n.resource_id), None)
    if found is None:
        raise Forbidden
    return found
