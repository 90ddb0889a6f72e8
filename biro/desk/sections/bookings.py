"""Bookings that wait for my approval."""

from flask import url_for
from sqlalchemy.orm import joinedload

from biro.accounts.actors import Actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.texts import _, rentang
from biro.desk.sections.shape import SHOWN, Item, Section, buttons, cut
from biro.facilities import queries
from biro.facilities.models import Booking


def to_approve(actor: Actor) -> Section | None:
    """Requests for the things of one's units, never one's own, in order of asking."""
    if not actor.may(P.BOOKING_APPROVE):
        return None
    query = queries.to_decide(actor).options(
        joinedload(Booking.allocation), joinedload(Booking.resource), joinedload(Booking.asked_by)
    )
    rows, is_more = cut(db.session.scalars(query.order_by(Booking.id).limit(SHOWN + 1)).all())
    return Section(
        key="peminjaman",
        title=_("Peminjaman yang diajukan"),
        icon="door-open",
        items=[_booking(row, actor) for row in rows],
        calm=_("Tidak ada peminjaman yang menunggu persetujuan."),
        more_url=url_for("bookings.index"),
        is_more=is_more,
    )


def _booking(row: Booking, actor: Actor) -> Item:
    return Item(
        title=f"{row.resource.name}: {row.purpose}",
        url=row.url,
        when=rentang((row.starts_at, row.ends_at), row.resource.zone),
        detail=_("diajukan %(name)s", name=row.asked_by.name) if row.asked_by else "",
        acts=buttons(row.acts_for(actor), row.url, "approved", "rejected"),
    )
