"""Signing by a service far away in two steps: hold number and paper, ask it outside any transaction, then issue."""

import io
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from biro import audit
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError
from biro.core.texts import _, _l
from biro.correspondence.outgoing import numbering, pages, reminders, signing
from biro.correspondence.outgoing.models import LEASE, OutgoingLetter, OutgoingState, UnfinishedSignature
from biro.correspondence.outgoing.services import signing as local
from biro.correspondence.outgoing.services.holding import held_number, resting

BEGUN = declare("outgoing_letter.signing_begun", _l("mulai menandatangani surat secara elektronik"))
FAILED = declare("outgoing_letter.signing_failed", _l("gagal menandatangani surat secara elektronik"))
INTERRUPTED = "Terputus sebelum server tanda tangan menjawab."


@dataclass(frozen=True)
class Ticket:
    """A try at a signature, in plain values: no transaction is open while the service is asked."""

    letter_id: int
    token: str
    method: str
    paper: bytes


def begin(
    letter: OutgoingLetter, *, on: date, by: Any, site: str, method: str, version: int | None = None, **given: Any
) -> Ticket:  # fmt: skip
    """Hold the number of this day and the paper (those of a try that failed, if there was one); the caller commits."""
    local.hold(letter, version, by)
    way = signing.method_named(method, letter, by)
    if not isinstance(way, signing.Remote):
        raise DomainError(_("Cara menandatangani tidak dikenal."), field="method")
    way.check(given)
    local.check_text(letter)
    row = resting(letter) or _held(letter, on, by)
    held_number(row, on)
    if row.method != way.name:
        row.printed = pages.to_print(letter, number=row.text, on=on, electronic=way.sentence)
        row.paper = pages.issued(letter, row.printed, f"{site}/verifikasi/{row.code}")
        row.method = way.name
    row.token, row.by_id = secrets.token_urlsafe(local.CODE_BYTES), by.person_id
    row.started_at, row.trouble = clock.now(), ""
    db.session.add(row)
    db.session.flush()
    audit.record(BEGUN, letter, by, number=row.text)
    return Ticket(letter.id, row.token, row.method, row.paper)


def _held(letter: OutgoingLetter, on: date, by: Any) -> UnfinishedSignature:
    local.check_day(letter, on)
    number = numbering.take(letter, on, by=by)
    return UnfinishedSignature(
        letter_id=letter.id, number=number, on=on, code=secrets.token_urlsafe(local.CODE_BYTES), method=""
    )


def finish(ticket: Ticket, signed: signing.Signed, *, by: Any) -> OutgoingLetter:
    """The service has signed: the letter is issued with what it held. What an older try brings is not taken."""
    letter = locked(db.session.get_one(OutgoingLetter, ticket.letter_id))
    row = _of(ticket)
    if row is None or letter.state is not OutgoingState.READY:
        raise DomainError(_("Tanda tangan ini datang terlambat dan tidak dipakai. Muat ulang."), code="late")
    letter.number_id, letter.number = row.number_id, row.text
    local.stamp(letter, row.on, by, code=row.code)
    letter.printed, letter.method, letter.details = row.printed, row.method, signed.details
    db.session.delete(row)
    local.keep(letter, io.BytesIO(signed.pdf), by)
    return letter


def fail(ticket: Ticket, why: str, *, by: Any) -> None:
    """It did not work: the letter keeps its number and says so."""
    letter = locked(db.session.get_one(OutgoingLetter, ticket.letter_id))
    row = _of(ticket)
    if row is not None:
        row.trouble = why[:300]
        audit.record(FAILED, letter, by, why=why[:300])


def _of(ticket: Ticket) -> UnfinishedSignature | None:
    query = select(UnfinishedSignature).where(
        UnfinishedSignature.letter_id == ticket.letter_id, UnfinishedSignature.token == ticket.token
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def note_interrupted() -> int:
    """Letters at which nobody is any more (the process ended in the middle) say so; who signed is told."""
    query = select(UnfinishedSignature).where(
        UnfinishedSignature.trouble == "", UnfinishedSignature.started_at < clock.now() - LEASE
    )
    found = db.session.scalars(query.order_by(UnfinishedSignature.id).with_for_update(skip_locked=True)).all()
    for row in found:
        row.trouble = INTERRUPTED
        audit.record(FAILED, row.letter, None, why=INTERRUPTED)
        reminders.tell_interrupted(row.letter, row.by_id)
    return len(found)
