"""Rosters that wait for my word, and the days on which I am on duty."""

from datetime import timedelta
from typing import Any

from flask import url_for
from sqlalchemy import and_, or_
from sqlalchemy.orm import joinedload

from biro.accounts.actors import Actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.texts import _, bulan, rentang
from biro.desk.sections.shape import SHOWN, Item, Section, buttons, cut
from biro.rosters import queries
from biro.rosters.models import Duty, Roster, RosterState

AHEAD = timedelta(days=7)
TO_FINISH = (RosterState.RETURNED, RosterState.APPROVED)


def waiting(actor: Actor) -> Section | None:
    """For an approver what was submitted; for a drafter what came back or may be published."""
    if not (actor.may(P.ROSTER_APPROVE) or actor.may(P.ROSTER_DRAFT)):
        return None
    mine = or_(
        and_(Roster.state == RosterState.SUBMITTED, Roster.unit_id.in_(actor.units_for(P.ROSTER_APPROVE))),
        and_(Roster.state.in_(TO_FINISH), Roster.submitted_by_id.in_(actor.ids)),
    )
    query = queries.visible_to(actor).where(mine).options(joinedload(Roster.unit))
    rows, is_more = cut(db.session.scalars(query.order_by(Roster.id).limit(SHOWN + 1)).all())
    return Section(
        key="jadwal",
        title=_("Jadwal piket yang menunggu"),
        icon="clipboard-check",
        items=[_roster(row, actor) for row in rows],
        calm=_("Tidak ada jadwal piket yang menunggu."),
        more_url=url_for("rosters.index"),
        is_more=is_more,
    )


def _roster(row: Roster, actor: Actor) -> Item:
    url = url_for("rosters.show", roster_id=row.id)
    return Item(
        title=row.title,
        url=url,
        when=bulan(row.month) if row.month else "",
        detail=row.unit.name,
        badge=(row.state_label, row.state_tone),
        acts=buttons(row.acts_for(actor), url, "approved", "returned", "published"),
    )


def duties(actor: Actor) -> Section:
    """Where the desk's owner stands in the next seven days."""
    now = clock.now()
    rows, is_more = cut(queries.duties_of([actor.effective_id], now, now + AHEAD))
    return Section(
        key="piket",
        title=_("Piket saya"),
        icon="person-badge",
        items=[_duty(row) for row in rows],
        calm=_("Tidak ada piket dalam tujuh hari ini."),
        more_url=url_for("rosters.mine"),
        is_more=is_more,
        waits=False,
    )


def _duty(row: Any) -> Item:
    duty: Duty = row
    return Item(
        title=duty.post.name,
        url=url_for("rosters.show", roster_id=duty.roster_id),
        when=rentang((duty.starts_at, duty.ends_at), duty.roster.zone),
        detail=duty.roster.title,
    )
