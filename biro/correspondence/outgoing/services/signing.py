"""Signing: in one transaction the letter gets its number, its paper and its code, and from then on it stands."""

import io
import secrets
from datetime import date
from typing import Any

from biro import audit
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence.numbers.models import LetterNumber
from biro.correspondence.outgoing import content, numbering, pages, reminders, signing
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from biro.correspondence.outgoing.models.letters import not_dispatcher
from biro.correspondence.outgoing.services.holding import give_up, held_number, resting
from biro.correspondence.outgoing.services.indexing import index
from biro.correspondence.outgoing.signatures.checking import signatures_of
from biro.files import services as files
from biro.files.models import Attachment
from biro.files.rules import PDF

OUTSIDE = declare("outgoing_letter.signed_outside", _l("mencatat surat yang ditandatangani di luar"))
CODE_BYTES = 16  # 128 bits: not to be guessed
OLDEST_DAYS = 366


def may_sign(letter: OutgoingLetter, by: Any) -> bool:
    """The signer themselves, or whoever dispatches letters for this bureau: they note that the ink is on the paper."""
    if letter.state is not OutgoingState.READY:
        return False
    return letter.signer_id == by.person_id or not_dispatcher(letter, by) is None


def sign(
    letter: OutgoingLetter, *, on: date, by: Any, site: str, method: str = "basah", version: int | None = None,
    **given: Any,
) -> OutgoingLetter:  # fmt: skip
    """Give the letter its number of this day and issue it. `site`: where the public page is found.

    Of ten who click at once one signs; the others are told that it is signed.
    """
    hold(letter, version, by)
    way = signing.method_named(method, letter, by)
    if isinstance(way, signing.Remote):
        raise TypeError("a service far away is asked in two steps")
    check_text(letter)
    check_day(letter, on)
    number, code = _number(letter, on, by)
    letter.number_id, letter.number = (number.id, number.text or "") if number else (None, "")
    stamp(letter, on, by, code=code)
    letter.printed = pages.to_print(letter, number=letter.number, on=on, electronic=way.sentence)
    paper = pages.issued(letter, letter.printed, f"{site}/verifikasi/{letter.code}")
    signed = way.sign(paper, letter=letter, by=by, given=given)
    letter.method, letter.details = way.name, signed.details
    keep(letter, io.BytesIO(signed.pdf), by)
    return letter


def sign_outside(
    letter: OutgoingLetter, *, number: str, on: date, upload: Any, by: Any, version: int | None = None
) -> OutgoingLetter:
    """It was signed and numbered elsewhere (SRIKANDI): its PDF and its number are kept as they are."""
    hold(letter, version, by)
    give_up(letter, by=by)
    if not number.strip():
        raise DomainError(_("Tuliskan nomornya."), field="number")
    if not upload:
        raise DomainError(_("Pilih berkas PDF surat yang sudah ditandatangani."), field="scan")
    check_day(letter, on)
    letter.number = number.strip()
    letter.number_id = numbering.keep(letter, letter.number, on, by=by).id
    stamp(letter, on, by)
    letter.printed = pages.to_print(letter, number=letter.number, on=on)
    letter.method, letter.details = signing.OUTSIDE, signatures_of(upload.stream)
    keep(letter, upload.stream, by)
    audit.record(OUTSIDE, letter, by, number=letter.number)
    return letter


def attach_scan(letter: OutgoingLetter, upload: Any, *, by: Any) -> Attachment:
    """Hang the scan of the signed sheet on the letter."""
    if not may_attach(letter, by):
        raise Forbidden
    if not upload:
        raise DomainError(_("Pilih berkasnya dulu."), field="scan")
    return files.store(upload.stream, upload.filename, by=by, owner=letter.owner, secret=letter.is_secret)


def may_attach(letter: OutgoingLetter, by: Any) -> bool:
    """Whether the actor may hang a scan on it now."""
    people = (letter.signer_id, letter.author_id)
    return letter.is_issued and (by.person_id in people or not_dispatcher(letter, by) is None)


def _number(letter: OutgoingLetter, on: date, by: Any) -> tuple[LetterNumber | None, str]:
    """A new one, or that of a try far away that failed, with the code on its paper."""
    row = resting(letter)
    if row is None:
        return numbering.take(letter, on, by=by), ""
    held_number(row, on)
    number, code = row.number, row.code
    db.session.delete(row)
    db.session.flush()
    return number, code


def hold(letter: OutgoingLetter, version: int | None, by: Any) -> None:
    """Nobody else is at it, and it waits for this actor's signature."""
    locked(letter)
    letter.expect(version)
    if letter.state is OutgoingState.READY and not may_sign(letter, by):
        raise Forbidden
    if letter.state is not OutgoingState.READY:
        why = _("Tidak bisa ditandatangani: keadaannya sekarang “%(state)s”.", state=letter.state_label)
        raise DomainError(why, code="act_refused")


def check_text(letter: OutgoingLetter) -> None:
    """What was initialled is what is signed: also a name or a rank that changed meanwhile is another text."""
    same = content.hash_of(letter) == letter.content_hash
    if not same or any(not p.is_given or p.given_hash != letter.content_hash for p in letter.parafs):
        raise DomainError(
            _("Naskah atau data penanda tangan berubah sejak diparaf. Simpan naskahnya sekali lagi."),
            code="changed",
        )


def check_day(letter: OutgoingLetter, on: date) -> None:
    """Refuse days that can only be a slip of the key."""
    today = clock.today(letter.unit.zone)
    if on > today:
        raise DomainError(_("Tanggal surat ada di masa depan."), field="on")
    if (today - on).days > OLDEST_DAYS:
        raise DomainError(_("Tanggal surat lebih dari setahun yang lalu. Periksa tahunnya."), field="on")


def stamp(letter: OutgoingLetter, on: date, by: Any, *, code: str = "") -> None:
    """When, by whom, and the code of the public page."""
    letter.year, letter.signed_on, letter.signed_at, letter.signed_by_id = (
        on.year,
        on,
        clock.now(),
        by.person_id,
    )
    letter.code = code or secrets.token_urlsafe(CODE_BYTES)


def keep(letter: OutgoingLetter, stream: Any, by: Any) -> None:
    """The paper is in the store before the letter stands."""
    name = f"surat-{letter.id}.pdf"
    stored = files.store(
        stream, name, by=by, owner=letter.owner, kinds=frozenset({PDF}), secret=letter.is_secret
    )
    letter.pdf, letter.pdf_sha256 = stored, stored.blob_sha256
    letter.mark_signed(by=by)
    db.session.flush()
    index(letter)
    reminders.tell_author(letter, reminders.SIGNED, by)
