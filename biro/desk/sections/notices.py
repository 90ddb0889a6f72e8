"""Reminders that I have not read."""

from flask import url_for

from biro.accounts.actors import Actor
from biro.core.db import db
from biro.core.texts import _, sejak
from biro.desk.sections.shape import SHOWN, Button, Item, Section, cut
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
        items=[_notice(row) for row in rows],
        calm=_("Semua pengingat sudah dibaca."),
        more_url=url_for("reminders.index"),
        is_more=is_more,
    )


def _notice(row: Notice) -> Item:
    read = Button(_("Sudah dibaca"), url_for("reminders.read", notice_id=row.id))
    return Item(title=row.message.subject, url=row.url, when=sejak(row.at), acts=(read,))
