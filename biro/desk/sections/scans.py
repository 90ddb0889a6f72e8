"""Scans that wait to be written into the agenda book."""

from flask import url_for

from biro.accounts.actors import Actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.texts import _, waktu_pendek
from biro.correspondence.intake import queries
from biro.correspondence.intake.models import OPEN, InboxItem
from biro.desk.sections.shape import SHOWN, Item, Section, cut


def waiting(actor: Actor) -> Section | None:
    """Of the books that one keeps, the oldest first; nothing for those who keep none."""
    if not actor.may(P.LETTER_REGISTER):
        return None
    query = queries.visible_to(actor).where(InboxItem.state.in_(OPEN)).order_by(InboxItem.id)
    rows, is_more = cut(list(db.session.scalars(query.limit(SHOWN + 1))))
    return Section(
        key="pindaian",
        title=_("Pindaian menunggu dicatat"),
        icon="inbox",
        items=[_item(row) for row in rows],
        calm=_("Tidak ada pindaian yang menunggu."),
        more_url=url_for("intake.index"),
        is_more=is_more,
    )


def _item(row: InboxItem) -> Item:
    subject = row.found.get("subject")
    return Item(
        title=str(subject[0]) if subject and not row.secret else row.name or _("Pindaian rahasia"),
        url=url_for("intake.show", item_id=row.id),
        when=waktu_pendek(row.received_at),
        detail=str(row.source.label),
    )
