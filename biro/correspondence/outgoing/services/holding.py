"""What a letter holds while a service far away signs it: its number and its paper, until it is signed or given up."""

from datetime import date
from typing import Any

from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _, tanggal_pendek
from biro.correspondence.numbers import services as numbers
from biro.correspondence.outgoing.models import OutgoingLetter, UnfinishedSignature

GIVEN_UP = (
    "Penandatanganan elektronik tidak selesai: naskahnya diubah, ditarik, dikembalikan, atau surat itu "
    "selesai lain."
)


def unfinished(letter: OutgoingLetter) -> UnfinishedSignature | None:
    """What the letter holds."""
    query = select(UnfinishedSignature).where(UnfinishedSignature.letter_id == letter.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def resting(letter: OutgoingLetter) -> UnfinishedSignature | None:
    """The same, refused while the service is at it. The letter is locked."""
    row = unfinished(letter)
    if row is not None and row.is_running(clock.now()):
        raise DomainError(
            _("Surat ini sedang ditandatangani. Tunggu sebentar, lalu muat ulang."), code="signing"
        )
    return row


def held_number(row: UnfinishedSignature, on: date) -> None:
    """Its number is of one day: signing on another means giving it up first."""
    if row.on != on:
        raise DomainError(
            _(
                "Nomor %(number)s sudah diambil untuk tanggal %(day)s. Pakai tanggal itu, atau kembalikan naskahnya "
                "supaya nomornya dibatalkan.",
                number=row.text, day=tanggal_pendek(row.on),
            ),
            field="on",
        )  # fmt: skip


def give_up(letter: OutgoingLetter, *, by: Any) -> None:
    """The text goes back or changes: the number is void, with the reason, and never given again."""
    row = resting(letter)
    if row is None:
        return
    number = row.number
    db.session.delete(row)
    db.session.flush()
    if number is not None:
        numbers.void(number, reason=GIVEN_UP, by=by, owner=letter.owner)
