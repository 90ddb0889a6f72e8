"""Sending: it leaves the house on a day, and arrives in the books of the units of this office without being typed."""

import io
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from sqlalchemy import case, select

from biro.accounts.actors import SYSTEM
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.accounts.queries import people_with
from biro.core import clock
from biro.core.db import db, locked
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.correspondence import policies
from biro.correspondence import services as incoming
from biro.correspondence.models import Letter, Register, RegisterKind
from biro.correspondence.outgoing import reminders
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingRecipient
from biro.correspondence.outgoing.services.dispatching import set_out
from biro.correspondence.services.addressing import sender_of
from biro.correspondence.services.indexing import heads
from biro.files import storage


@dataclass
class Copy:
    """The issued paper as an upload, for the receiving unit's book."""

    stream: IO[bytes]
    filename: str


def send(letter: OutgoingLetter, *, on: date, by: Any, version: int | None = None) -> list[Letter]:
    """Send it on this day; returns the letters that have arrived in units of this office."""
    locked(letter)
    letter.expect(version)
    if letter.signed_on and on < letter.signed_on:
        raise DomainError(_("Surat tidak bisa dikirim sebelum tanggalnya."), field="on")
    if on > clock.today(letter.unit.zone):
        raise DomainError(_("Tanggal kirim ada di masa depan."), field="on")
    if not letter.recipients:
        raise DomainError(_("Surat ini tidak punya penerima."), code="nobody")
    letter.mark_sent(on=on, by=by)
    for each in letter.recipients:
        if each.unit_id is None and each.correspondent_id is None:
            each.correspondent = sender_of(each.name, secret=letter.is_secret, by=by)
            if each.correspondent.secret and not letter.is_secret:
                each.correspondent.secret = False
    arrived = [
        _deliver(letter, each, on, by) for each in letter.recipients if each.unit and not each.arrived_id
    ]
    db.session.flush()
    set_out(letter)
    _close_loop(letter, by)
    return arrived


def _deliver(letter: OutgoingLetter, to: OutgoingRecipient, on: date, by: Any) -> Letter:
    """Written into the receiving unit's book by the house itself: the sender may not write there.

    Of degree SR only the line in the book, unless the office allows more: the paper goes by hand.
    """
    assert to.unit is not None and letter.signed_on is not None
    book = _book_of(to.unit)
    copied = policies.takes_scans(letter.security)
    made = incoming.register(
        number=letter.number or f"tanpa nomor, {letter.kind.name}", letter_date=letter.signed_on, received_on=on,
        subject=letter.subject, sender_name=letter.unit.name, unit_id=to.unit.id, enclosures=letter.enclosures,
        classification_id=letter.classification_id, security=letter.security, urgency=letter.urgency,
        register_id=book.id, keep=True, by=SYSTEM,
        scan=Copy(_paper(letter), f"surat-{letter.id}.pdf") if copied else None,
    )  # fmt: skip
    to.arrived = made
    people = {*heads(to.unit.id)}
    if not letter.is_secret:
        people |= {person.id for person in people_with(P.LETTER_REGISTER, book.unit_id)}
    reminders.tell_arrived(made, people, by)
    return made


def _paper(letter: OutgoingLetter) -> IO[bytes]:
    with storage.here().open(letter.pdf_sha256) as file:
        return io.BytesIO(file.read())


def _book_of(unit: Unit) -> Register:
    """The agenda book in which letters to this unit are written: its own, one above it, one of its bureau."""
    path = [int(part) for part in unit.path.split("/") if part]
    house = "/" + "/".join(str(i) for i in path[:2]) + "/"
    near = case((Register.unit_id.in_(path[1:]), 0), else_=1)
    query = (
        select(Register)
        .join(Unit, Register.unit_id == Unit.id)
        .where(
            Register.active,
            Register.kind == RegisterKind.INCOMING,
            Register.unit_id.in_(path[1:])
            | Unit.path.startswith(house, autoescape=True)
            | (Register.unit_id == unit.id),
        )
        .order_by(near, Unit.path.desc(), Register.id)
    )
    found = db.session.scalars(query.limit(1)).one_or_none()
    if found is not None:
        return found
    keeper = db.session.get_one(Unit, path[1] if len(path) > 1 else path[0])
    return incoming.open_register(unit=keeper, by=SYSTEM)


def _close_loop(letter: OutgoingLetter, by: Any) -> None:
    """An answer to a letter that came from a unit of this office: its author learns that it is answered."""
    if letter.reply_to_id is None:
        return
    asked = (
        select(OutgoingLetter)
        .join(OutgoingRecipient, OutgoingRecipient.letter_id == OutgoingLetter.id)
        .where(OutgoingRecipient.arrived_id == letter.reply_to_id)
    )
    for first in db.session.scalars(asked):
        reminders.tell_author(first, reminders.ANSWERED, by)
