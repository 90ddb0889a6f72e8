"""A request for a facility and what became of it. The slot is taken when asked: first come, first served."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.allocations import services as allocations
from biro.allocations.models import Allocation, AllocationState, Resource
from biro.core import clock
from biro.core.acts import Stateful, act, acted
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l, rentang
from biro.facilities import words
from biro.facilities.signals import booking_decided


class BookingState(Labelled):
    """Where a request stands."""

    ASKED = "asked", _l("Diajukan"), "warning"
    FIRM = "firm", _l("Disetujui"), "success"
    REJECTED = "rejected", _l("Ditolak"), "danger"
    CANCELLED = "cancelled", _l("Dibatalkan"), "neutral"


LIVE = frozenset({BookingState.ASKED, BookingState.FIRM})


def _own(booking: "Booking", by: Any) -> str | None:
    """Nobody decides about their own request, nor about one that was made in their name or that they typed in."""
    if {booking.asked_by_id, booking.entered_by_id} & set(by.ids):
        return _("Anda tidak bisa memutuskan permintaan sendiri.")
    return None


def _not_theirs(booking: "Booking", by: Any) -> str | None:
    """The asker takes a request back, or whoever may decide about it; not after it is over."""
    if booking.allocation.ends_at <= clock.now():
        return _("Peminjaman ini sudah lewat.")
    if _own(booking, by) or by.may(P.BOOKING_APPROVE, booking.unit_id):
        return None
    return _("Hanya pemohon atau pemberi persetujuan yang bisa membatalkan.")


class Booking(Row, Versioned, Stateful, Model):
    """Somebody asks for a resource. `source` names what it is for ("event:5"); `unit_id` is the resource's unit."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("attendees IS NULL OR attendees > 0", name="attendees"),
        Index("ix_booking_source", "source"),
        Index("ix_booking_queue", "state", "unit_id", "id"),
        Index("ix_booking_asked", "asked_by_id", "id"),
    )
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    allocation_id: Mapped[int] = mapped_column(ForeignKey("allocation.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(1000), default="")
    attendees: Mapped[int | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[BookingState] = mapped_column(default=BookingState.ASKED)
    source: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    resource: Mapped[Resource] = relationship()
    allocation: Mapped[Allocation] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.allocation.starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.allocation.ends_at

    @property
    def is_live(self) -> bool:
        """Whether it keeps its slot."""
        return self.state in LIVE

    @property
    def url(self) -> str:
        """Its page."""
        return f"/peminjaman/{self.id}"

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.resource.name}, {rentang((self.starts_at, self.ends_at), self.resource.zone)}"

    @act("approved", source={BookingState.ASKED}, target=BookingState.FIRM, needs=P.BOOKING_APPROVE, unless=_own,
         label=_l("Setujui"), noun="persetujuan", sentence=_l("menyetujui peminjaman"), tone="success")  # fmt: skip
    def approve(self, *, by: Any) -> None:
        """The slot that was held becomes firm."""
        allocations.confirm(self.allocation, by=by)
        self._decide(by)
        words.tell_asker(self, words.APPROVED, by=by)

    @act("rejected", source={BookingState.ASKED}, target=BookingState.REJECTED, needs=P.BOOKING_APPROVE, unless=_own,
         label=_l("Tolak"), noun="penolakan", sentence=_l("menolak peminjaman"), tone="danger",
         asks_reason=True)  # fmt: skip
    def reject(self, *, by: Any, reason: str) -> None:
        """Let others have the slot, and say why."""
        self._decide(by, reason)
        words.tell_asker(self, words.REJECTED, by=by)

    @act("cancelled", source=LIVE, target=BookingState.CANCELLED, unless=_not_theirs, label=_l("Batalkan"),
         noun="pembatalan", sentence=_l("membatalkan peminjaman"), tone="danger", asks_reason=True)  # fmt: skip
    def cancel(self, *, by: Any, reason: str) -> None:
        """Give the slot back."""
        self._decide(by, reason)
        if not _own(self, by):
            words.tell_asker(self, words.CANCELLED, by=by)

    @act("withdrawn", source=LIVE, target=BookingState.CANCELLED, label=_l("Tarik"), noun="penarikan",
         sentence=_l("menarik peminjaman karena acaranya batal"), hidden=True)  # fmt: skip
    def withdraw(self, *, by: Any, reason: str) -> None:
        """What it was for is off; the room above has checked who may say so."""
        self._decide(by, reason)

    @act("asked_again", source=LIVE, target=BookingState.ASKED, label=_l("Ajukan ulang"), noun="pengajuan-ulang",
         sentence=_l("memindahkan waktu peminjaman"), hidden=True)  # fmt: skip
    def ask_again(self, *, by: Any) -> None:
        """Another time needs another yes."""
        self.allocation.state = AllocationState.HELD
        self.decided_by_id, self.decided_at = None, None

    def _decide(self, by: Any, reason: str | None = None) -> None:
        """Note who and when; a reason means that the slot is free again. Rooms above hear of it with the new state."""
        self.decided_by_id, self.decided_at = by.person_id, clock.now()
        if reason is not None:
            self.reason = reason.strip()[:1000]
            allocations.release(self.allocation, by=by)


def _announce(subject: Any, *, action: str, by: Any, **_more: Any) -> None:
    """After the act, when the state is the new one."""
    if isinstance(subject, Booking) and action != "booking.asked_again":
        booking_decided.send(subject, by=by)


acted.connect(_announce)
