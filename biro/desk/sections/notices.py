"""Reminders that I have not read."""

from biro.accounts.actors import Actor
from biro.core.db import db
from biro.core.pages import url_or_none
from biro.core.texts import _, sejak
from biro.desk.sections.shape import SHOWN, Item, Section, cut
from biro.reminders import queries
from biro.reminders.models import Notice


def unread(actor: Actor) -> Section:
    """The newest unread reminders."""
    query = queries.inbox(actor, unread=True).order_by(Notice.at.desc(), Notice.id.desc()).limit(SHOWN + 1)
    rows, is_more = cut(db.session.scalars(query).all())
    return Section(
        key="pengingat",
        title=_("Pengingat saya"),
        icon="bell",
        items=[Item(title=row.message.subject, url=row.url, when=sejak(row.at)) for row in rows],
        calm=_("Semua pengingat sudah dibaca."),
        more_url=url_or_none("reminders.index"),
        is_more=is_more,
    )
