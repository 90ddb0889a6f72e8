"""A stack of letters in one scan: a sticker, or a clerk, says where each begins."""

import io
from typing import Any

from sqlalchemy import select

from biro.accounts.actors import SYSTEM
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _
from biro.correspondence import policies
from biro.correspondence.intake import codes, services
from biro.correspondence.intake.models import OPEN, InboxItem, InboxState
from biro.correspondence.models import Security
from biro.files import reading
from biro.files.models import Blob, BlobReading
from biro.files.queries import attachments

STARTS = "starts"  # in `found`: [page, code] of each document, to be cut by the worker


def ask(item: InboxItem, starts: list[int], *, by: Any) -> None:
    """Have a scan cut before these pages; the worker does it."""
    if services.is_top_secret(item):
        policies.check_scan(Security.TOP_SECRET, "pages")
    hung = attachments(item.owner)
    wanted = [first for first, _last in codes.parts(hung[0].blob.pages, starts)] if len(hung) == 1 else []
    if not item.is_open or len(wanted) < 2:
        raise DomainError(_("Pilih halaman tempat surat berikutnya mulai."))
    if not by.may(P.LETTER_REGISTER, item.unit_id):
        raise Forbidden
    item.state, item.found = InboxState.WAITING, {STARTS: [[first, ""] for first in wanted]}


def by_stickers(item: InboxItem, found: BlobReading) -> list[list[Any]]:
    """[page, code] where the documents of a stack begin; empty when it is one document (then its code is noted)."""
    stickers = codes.beginnings((page, text) for page, text in found.codes)
    if item.parent_id is not None or not stickers or set(stickers) == {1}:
        item.sticker = item.sticker or stickers.get(1, "")
        return []
    return [[page, stickers.get(page, "")] for page in sorted({1, *stickers})]


def cut_waiting() -> None:
    """Cut what is to be cut, part by part; commits. A crash on the way is taken up where it happened."""
    query = select(InboxItem).where(InboxItem.state == InboxState.WAITING).order_by(InboxItem.id)
    todo = [
        (item.id, item.found[STARTS]) for item in db.session.scalars(query.limit(50)) if STARTS in item.found
    ]
    for item_id, starts in todo:
        _cut(item_id, starts)
    db.session.rollback()


def _cut(item_id: int, starts: list[list[Any]]) -> None:
    item = db.session.get_one(InboxItem, item_id)
    blob = attachments(item.owner)[0].blob
    db.session.expunge(blob)
    parts = codes.parts(blob.pages, [page for page, _code in starts])
    try:
        for pages, (_page, code) in zip(parts, starts, strict=True):
            _cut_part(item_id, blob, pages, code)
    except DomainError as refusal:
        db.session.rollback()
        item.state, item.found, item.reason = InboxState.READY, {}, str(refusal.message)
    else:
        if item.is_open:
            item.split(by=SYSTEM)
            item.found = {}
    db.session.commit()


def _cut_part(item_id: int, blob: Blob, pages: tuple[int, int], code: str) -> None:
    first, last = pages
    key = f"part:{item_id}:{first}-{last}"
    known = db.session.scalar(select(InboxItem.id).where(InboxItem.source_key == key))
    db.session.rollback()  # nobody waits while the pages are cut
    if known is not None:
        return
    made = io.BytesIO(reading.cut(blob, range(first, last + 1)))
    whole = db.session.get_one(InboxItem, item_id)
    stem = whole.name.rpartition(".")[0] or whole.name
    part = services.take_in(
        [(made, f"{stem} hal {first}-{last}.pdf")], register=whole.register, source=whole.source, by=SYSTEM,
        source_key=key, secret=whole.secret,
    )  # fmt: skip
    part.parent_id, part.first_page, part.last_page = item_id, first, last
    part.sticker, part.by_id = code, whole.by_id
    db.session.commit()


def join(item: InboxItem, *, by: Any) -> None:
    """Undo a split of which no part has been written down: the parts are put aside, the whole waits again."""
    query = select(InboxItem).where(InboxItem.parent_id == item.id, InboxItem.source_key.is_not(None))
    parts = list(db.session.scalars(query))
    if any(part.state not in (*OPEN, InboxState.DISCARDED) for part in parts):
        raise DomainError(_("Sebagian sudah dicatat, jadi tidak bisa digabungkan lagi."))
    for part in parts:
        part.source_key = None  # it may be cut at the same place again
        if part.is_open:
            part.discard(reason=_("Digabungkan kembali."), by=by)
    item.join(by=by)
