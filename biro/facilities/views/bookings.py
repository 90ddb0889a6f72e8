"""Asking for a facility, and the decision."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.audit.trail import history_of
from biro.core import clock
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.facilities import queries, services
from biro.facilities.forms import BookingFilter, BookingForm
from biro.facilities.models import Booking, BookingState

bp = Blueprint("bookings", __name__, url_prefix="/peminjaman")


@bp.get("")
@needs()
def index() -> str:
    """One's own requests, those to decide about, or all."""
    filters, view = BookingFilter(), _view()
    query = _lists()[view].options(joinedload(Booking.allocation), joinedload(Booking.resource),
                                   joinedload(Booking.asked_by))  # fmt: skip
    if filters.keadaan.data:
        query = query.where(Booking.state == BookingState(filters.keadaan.data))
    page = keyset(query, [Booking.id], scalars=True)
    return render_template(
        "facilities/bookings.html",
        page=page,
        filters=filters,
        view=view,
        decides=actor().may(P.BOOKING_APPROVE),
    )


def _view() -> str:
    fallback = "putusan" if actor().may(P.BOOKING_APPROVE) else "saya"
    wanted = request.args.get("lihat", "")
    return wanted if wanted in _lists() else fallback


def _lists() -> dict[str, Select[Booking]]:
    me = actor()
    return {
        "saya": queries.asked_by(me),
        "putusan": queries.to_decide(me),
        "semua": queries.visible_to(me),
    }


@bp.route("/baru", methods=["GET", "POST"])
@needs(P.BOOKING_REQUEST)
def new() -> ResponseReturnValue:
    """Ask; a clash shows who has it and what is free instead."""
    form, made = BookingForm().offer(queries.bookable(actor())), list[Booking]()
    if request.method == "GET" and request.args:
        form.process(formdata=request.args)
    if form.validate_on_submit():
        with form.settling(lambda: made[0].url):
            made.append(services.book(**form.wish(), by=actor()))
        if not form.errors:
            return redirect(made[0].url, 303)
    page = render_template("facilities/book.html", form=form, today=clock.today())
    return page, 422 if form.errors else 200


@bp.get("/<int:booking_id>")
@needs()
def show(booking_id: int) -> str:
    """One request with its history."""
    booking = _found(booking_id)
    return render_template(
        "facilities/booking.html", booking=booking, acts=booking.acts_for(actor()), history=_history(booking)
    )


@bp.post("/<int:booking_id>/persetujuan")
@needs(P.BOOKING_APPROVE)
def approve(booking_id: int) -> ResponseReturnValue:
    """Yes."""
    booking = _found(booking_id)
    return acted(booking.approve, _back(booking), by=actor(), done=_("Disetujui. Pemohon diberi tahu."))


@bp.post("/<int:booking_id>/penolakan")
@needs(P.BOOKING_APPROVE)
def reject(booking_id: int) -> ResponseReturnValue:
    """No, because."""
    booking, reason = _found(booking_id), request.form.get("reason", "")
    return acted(
        booking.reject, _back(booking), by=actor(), reason=reason, done=_("Ditolak. Pemohon diberi tahu.")
    )


@bp.post("/<int:booking_id>/pembatalan")
@needs()
def cancel(booking_id: int) -> ResponseReturnValue:
    """Give the slot back."""
    booking, reason = _found(booking_id), request.form.get("reason", "")
    return acted(booking.cancel, _back(booking), by=actor(), reason=reason, done=_("Dibatalkan."))


def _found(booking_id: int) -> Booking:
    return queries.booking(actor(), booking_id) or abort(404)


def _back(booking: Booking) -> str:
    """To the queue when decided there, else to the request."""
    return "/peminjaman?lihat=putusan" if request.args.get("dari") == "putusan" else booking.url


def _history(booking: Booking) -> list[dict[str, Any]]:
    return [
        {"when": row.at, "title": row.sentence, "who": row.actor, "text": row.data.get("reason", "")}
        for row in history_of(booking)
    ]
