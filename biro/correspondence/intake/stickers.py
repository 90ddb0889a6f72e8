"""Stickers bind paper to its letter: whoever scans the paper later need not look for the letter."""

from typing import Any

from sqlalchemy import select

from biro import audit
from biro.accounts.actors import SYSTEM
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence import policies
from biro.correspondence.intake import codes, services
from biro.correspondence.intake.models import InboxItem, LetterSticker
from biro.correspondence.models import Letter

BOUND = declare("letter.sticker", _l("menempelkan stiker pada surat"))


def bind(letter: Letter, text: str, *, by: Any) -> None:
    """The paper with this sticker is this letter's; scans of it that wait are hung on the letter."""
    if not by.may(P.LETTER_REGISTER, letter.register.unit_id):
        raise Forbidden
    code = codes.read_code(text)
    if code is None:
        raise DomainError(_("Kode stiker ini tidak benar. Periksa tiap hurufnya."), field="sticker")
    policies.check_scan(letter.security, "sticker")
    found = db.session.get(LetterSticker, code)
    if found is not None and found.letter_id != letter.id:
        raise DomainError(_("Stiker ini sudah ditempel pada surat lain."), field="sticker")
    if found is None:
        db.session.add(LetterSticker(code=code, letter_id=letter.id, by_id=by.person_id))
        db.session.flush()
        audit.record(BOUND, letter, by)
    waiting = select(InboxItem).where(InboxItem.sticker == code, InboxItem.register_id == letter.register_id)
    for item in db.session.scalars(waiting):
        if item.is_open and not item.secret:
            services.hang_on(item, letter, by=by)


def log(item: InboxItem, *, sticker: str, by: Any, **letter_values: Any) -> Letter:
    """Write it into the agenda book; the sticker that was typed, or stood on the scan, is the letter's from now on."""
    letter = services.log(item, by=by, **letter_values)
    if sticker and policies.takes_scans(letter.security):
        bind(letter, sticker, by=by)
    return letter


def attach(item: InboxItem, *, agenda: int, year: int, by: Any) -> Letter:
    """Hang it on a letter that is in the book; its sticker is that letter's from now on."""
    letter = services.attach(item, agenda=agenda, year=year, by=by)
    bind_of(item, letter, by=by)
    return letter


def bind_of(item: InboxItem, letter: Letter, *, by: Any) -> None:
    """The sticker that stood on a scan is its letter's from now on, unless it is another's already."""
    if item.sticker and db.session.get(LetterSticker, item.sticker) is None:
        bind(letter, item.sticker, by=by)


def attach_bound(item: InboxItem) -> None:
    """A scan whose sticker is a letter's belongs to that letter (of the same book); it can be taken off again."""
    bound = db.session.get(LetterSticker, item.sticker) if item.sticker else None
    letter = db.session.get(Letter, bound.letter_id) if bound else None
    if letter is None or letter.register_id != item.register_id:
        return
    if not policies.takes_scans(letter.security):
        services.guard(item, by_id=letter.registered_by_id or item.by_id)
        item.found = {}
        item.reason = _("Stikernya milik surat yang dicatat tanpa pindaian. Sisihkan pindaian ini.")
    else:
        services.hang_on(item, letter, by=SYSTEM)


def of_letter(letter: Letter) -> list[str]:
    """The codes on a letter's paper, as people read them."""
    query = select(LetterSticker.code).where(LetterSticker.letter_id == letter.id)
    return [codes.shown(code) for code in db.session.scalars(query.order_by(LetterSticker.at))]
