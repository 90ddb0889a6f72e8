"""From hand to hand: copies wait, go with a courier, are received and proven, or come back."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import db, locked
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.correspondence.outgoing.models import Delivery, Dispatch, DispatchState, OutgoingLetter
from biro.correspondence.outgoing.signing import OUTSIDE
from biro.files import services as files

CODE_BYTES = 16  # 128 bits: not to be guessed
INK = "basah"
BY_HAND = (Delivery.INTERNAL, Delivery.COURIER)


def set_out(letter: OutgoingLetter) -> None:
    """A row for each recipient. What has arrived in a book of this office without paper need not be carried."""
    now = clock.now()
    for each in letter.recipients:
        row = Dispatch(
            letter=letter, recipient=each, way=each.way, state=DispatchState.WAITING,
            code=secrets.token_urlsafe(CODE_BYTES),
        )  # fmt: skip
        if each.arrived is not None and letter.method not in (INK, OUTSIDE):
            row.state, row.received_at = DispatchState.DELIVERED, now
            row.receiver = each.arrived.register.name[:160]
        db.session.add(row)
    db.session.flush()


def hand_over(
    rows: Sequence[tuple[Dispatch, int | None]], *, person: Person | None, name: str = "", at: datetime, by: Any,
    tracking: Mapping[int, str] | None = None,
) -> None:  # fmt: skip
    """All of these to one courier at one moment; all or none. Each with the version that was shown."""
    courier = person.name if person else name.strip()[:160]
    if not rows:
        raise DomainError(_("Pilih suratnya dulu."), code="none")
    if not courier:
        raise DomainError(_("Sebutkan kurirnya."), field="courier_id")
    for row, version in sorted(rows, key=lambda pair: pair[0].id):
        locked(row).expect(version)
        _check_time(row, at)
        row.hand(courier=courier, at=at, by=by)
        row.courier_id = person.id if person else None
        row.tracking = (tracking or {}).get(row.id, row.tracking).strip()[:60]


def take(dispatch: Dispatch, *, by: Any) -> None:
    """The actor stands before the envelope and carries it."""
    locked(dispatch).take(at=clock.now(), by=by)


def receive(
    dispatch: Dispatch, *, receiver: str, at: datetime, by: Any, receiver_title: str = "", note: str = "",
    tracking: str = "", scan: Any = None, signature: Any = None, version: int | None = None,
) -> None:  # fmt: skip
    """Somebody took it: who, when, and a photo, a scan or a drawn signature if there is one."""
    locked(dispatch).expect(version)
    _check_time(dispatch, at)
    if not receiver.strip() and dispatch.way in BY_HAND:
        raise DomainError(_("Tuliskan siapa yang menerimanya."), field="receiver")
    dispatch.deliver(at=at, by=by)
    dispatch.receiver, dispatch.receiver_title = receiver.strip(), receiver_title.strip()
    dispatch.note, dispatch.tracking = note.strip(), tracking.strip() or dispatch.tracking
    for upload, called in ((scan, ""), (signature, "tanda-tangan.png")):
        if upload:
            files.store(
                upload.stream,
                called or upload.filename,
                by=by,
                owner=dispatch.owner,
                secret=dispatch.is_secret,
            )


def bring_back(dispatch: Dispatch, *, reason: str, by: Any) -> None:
    """Nobody took it."""
    locked(dispatch).bring_back(reason=reason, by=by)


def requeue(dispatch: Dispatch, *, by: Any) -> None:
    """Once more."""
    locked(dispatch).requeue(by=by)


def _check_time(row: Dispatch, at: datetime) -> None:
    """Not before it left the hands that had it, not later than now."""
    zone, sent_on = row.letter.unit.zone, row.letter.sent_on
    if at > clock.now():
        raise DomainError(_("Waktu itu ada di masa depan."), field="hour")
    if sent_on and clock.local(at, zone).date() < sent_on:
        raise DomainError(_("Tidak bisa sebelum tanggal kirim suratnya."), field="on")
    if (
        row.state is DispatchState.CARRIED
        and row.handed_at
        and at < row.handed_at.replace(second=0, microsecond=0)
    ):
        raise DomainError(_("Tidak bisa sebelum diserahkan ke kurir."), field="hour")
