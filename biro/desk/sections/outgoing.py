"""Drafts that wait for my paraf or my signature."""

from typing import Any

from flask import url_for

from biro.accounts.actors import Actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.texts import _, hari_pendek
from biro.correspondence.outgoing import queries
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.desk.sections.shape import SHOWN, Item, Section, cut


def waiting(actor: Actor) -> Section | None:
    """First what is to be signed, then what is to be initialled; no card for those of whom nothing is ever asked."""
    found: list[tuple[OutgoingLetter, tuple[str, str]]] = []
    for query, badge in (
        (queries.to_sign(actor), (_("Tanda tangan"), "warning")),
        (queries.to_paraf(actor), (_("Paraf"), "info")),
    ):
        rows = db.session.scalars(query.options(*queries.WITH_AUTHOR).limit(SHOWN + 1))
        found += [(row, badge) for row in rows]
    if not found and not actor.may(P.LETTER_SIGN):
        return None
    shown, is_more = cut(found)
    return Section(
        key="konsep",
        title=_("Konsep menunggu paraf atau tanda tangan Anda"),
        icon="pen",
        items=[_item(row, badge) for row, badge in shown],
        calm=_("Tidak ada konsep yang menunggu Anda."),
        more_url=url_for("outgoing.index", state="in_paraf"),
        is_more=is_more,
    )


def _item(row: Any, badge: tuple[str, str]) -> Item:
    return Item(
        title=row.neutral_title,
        url=row.url,
        when=hari_pendek(row.created_at),
        detail=_("%(kind)s dari %(name)s", kind=row.kind.name, name=row.author.name),
        badge=badge,
    )
