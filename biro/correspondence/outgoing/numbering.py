"""The number of an outgoing letter: what it would be now, and the one it gets at signing."""

from datetime import date
from typing import Any

from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.correspondence.numbers import queries, services
from biro.correspondence.numbers.models import LetterNumber
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState, UnfinishedSignature


def preview(letter: OutgoingLetter) -> str:
    """The number that the letter would get now, for drafts, or holds already; empty where there is none yet."""
    held = _held(letter) if letter.state is OutgoingState.READY else None
    if held:
        return held
    book = queries.nearest(letter.kind.register, letter.unit) if letter.kind.register else None
    if book is None:
        return ""
    found = services.preview(
        book, letter_date=clock.today(letter.unit.zone), unit=letter.unit, security=letter.security,
        classification_code=letter.classification.code if letter.classification else "",
    )  # fmt: skip
    return found.text


def _held(letter: OutgoingLetter) -> str | None:
    query = select(LetterNumber.text).join(
        UnfinishedSignature, UnfinishedSignature.number_id == LetterNumber.id
    )
    return db.session.scalar(query.where(UnfinishedSignature.letter_id == letter.id))


def take(letter: OutgoingLetter, on: date, *, by: Any) -> LetterNumber | None:
    """The number for good, of the book of its kind; None for kinds without one."""
    if not letter.kind.register:
        return None
    book = services.register_for(kind=letter.kind.register, unit=letter.unit, by=by)
    secret = letter.is_secret  # the ledger knows its number and no more
    return services.take(
        book, letter_date=on, unit=letter.unit, by=by, classification=letter.classification,
        security=letter.security, owner=letter.owner,
        note="" if secret else letter.subject, addressee="" if secret else _addressee(letter),
    )  # fmt: skip


def keep(letter: OutgoingLetter, number: str, on: date, *, by: Any) -> LetterNumber:
    """A number that was given elsewhere, written into the ledger as it stands on the paper."""
    secret = letter.is_secret
    return services.enter_outside(
        number, kind=letter.kind.register, letter_date=on, unit=letter.unit, by=by, security=letter.security,
        classification=letter.classification, owner=letter.owner, note="" if secret else letter.subject,
        addressee="" if secret else _addressee(letter),
    )  # fmt: skip


def _addressee(letter: OutgoingLetter) -> str:
    names = [r.name for r in letter.mains]
    return "; ".join(names)[:300]
