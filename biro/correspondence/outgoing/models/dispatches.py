"""One copy of a sent letter on its way to one recipient: who carries it, who took it and what proves that."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.outgoing.models.letters import OutgoingLetter, OutgoingState, not_dispatcher
from biro.correspondence.outgoing.models.recipients import Delivery, OutgoingRecipient

SENT = frozenset({OutgoingState.SENT, OutgoingState.DONE})


class DispatchState(Labelled):
    """Where the copy is."""

    WAITING = "waiting", _l("Menunggu diantar"), "warning"
    CARRIED = "carried", _l("Dibawa kurir"), "info"
    DELIVERED = "delivered", _l("Diterima"), "success"
    RETURNED = "returned", _l("Kembali"), "danger"


def not_sender(dispatch: Any, by: Any) -> str | None:
    """Whoever sends letters for the bureau; of a secret one its chain. A void letter goes nowhere any more."""
    if dispatch.letter.state not in SENT:
        return _("Suratnya tidak berlaku lagi.")
    return not_dispatcher(dispatch.letter, by)


def not_carrier(dispatch: Any, by: Any) -> str | None:
    """The courier who has it, or whoever sends letters for the bureau."""
    if dispatch.state is DispatchState.CARRIED and dispatch.courier_id in by.ids:
        return None
    return not_dispatcher(dispatch.letter, by)


def not_taker(dispatch: Any, by: Any) -> str | None:
    """Whoever stands before the envelope may take it along; a secret one is given out by its chain."""
    return not_sender(dispatch, by) if dispatch.is_secret or dispatch.letter.state not in SENT else None


class Dispatch(Row, Versioned, Stateful, Model):
    """A copy for one recipient. `code` stands in the QR of its slip and opens the page of the hand-over; `courier` is
    the name of who carries it, `courier_id` the person when they are of this office.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        CheckConstraint("state <> 'carried' OR (courier <> '' AND handed_at IS NOT NULL)", name="carried_by_one"),
        CheckConstraint("state <> 'delivered' OR received_at IS NOT NULL", name="delivered_at_a_time"),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="returned_for_a_reason"),
        Index("ix_dispatch_state", "state", "id"),
        Index("ix_dispatch_courier_id_state", "courier_id", "state", "id"),
    )  # fmt: skip
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_letter.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("outgoing_recipient.id"), unique=True)
    way: Mapped[Delivery]
    state: Mapped[DispatchState] = mapped_column(default=DispatchState.WAITING)
    code: Mapped[str] = mapped_column(String(43), unique=True)
    courier_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    courier: Mapped[str] = mapped_column(String(160), default="")
    handed_at: Mapped[datetime | None]
    tracking: Mapped[str] = mapped_column(String(60), default="")
    receiver: Mapped[str] = mapped_column(String(160), default="")
    receiver_title: Mapped[str] = mapped_column(String(160), default="")
    received_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[OutgoingLetter] = relationship()
    recipient: Mapped[OutgoingRecipient] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def unit_id(self) -> int:
        """Scope of permissions: the letter's."""
        return self.letter.unit_id

    @property
    def is_secret(self) -> bool:
        """As secret as its letter."""
        return self.letter.is_secret

    @property
    def owner(self) -> str:
        """How rooms below name what proves the delivery."""
        return f"dispatch:{self.id}"

    @property
    def url(self) -> str:
        """The page of the hand-over; whoever knows the code has the envelope in hand."""
        return f"/surat/keluar/serah/{self.code}"

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        whom = "Rahasia" if self.is_secret else self.recipient.name
        return f"{self.letter.number or self.letter_id} · {whom}"[:200]

    @act("handed", source={DispatchState.WAITING}, target=DispatchState.CARRIED, unless=not_sender,
         label=_l("Serahkan ke kurir"), noun="penyerahan", sentence=_l("menyerahkan surat ke kurir"),
         hidden=True)  # fmt: skip
    def hand(self, *, courier: str, at: datetime, by: Any) -> None:
        """Into the hands of the courier."""
        self.courier, self.handed_at, self.reason = courier, at, ""

    @act("taken", source={DispatchState.WAITING}, target=DispatchState.CARRIED, unless=not_taker,
         label=_l("Saya bawa"), noun="bawa", tone="primary", sentence=_l("membawa surat"))  # fmt: skip
    def take(self, *, at: datetime, by: Any) -> None:
        """The actor carries it (they have scanned the code that is on it)."""
        self.courier_id, self.courier, self.handed_at, self.reason = by.person_id, by.name, at, ""

    @act("delivered", source={DispatchState.WAITING, DispatchState.CARRIED}, target=DispatchState.DELIVERED,
         unless=not_carrier, label=_l("Diterima"), noun="tanda-terima", tone="success",
         sentence=_l("mencatat surat diterima"), hidden=True)  # fmt: skip
    def deliver(self, *, at: datetime, by: Any) -> None:
        """Somebody has it now (the service has written down who)."""
        self.received_at = at

    @act("returned", source={DispatchState.CARRIED}, target=DispatchState.RETURNED, unless=not_carrier,
         label=_l("Tidak terantar"), noun="pengembalian", tone="warning", asks_reason=True,
         sentence=_l("membawa kembali surat"))  # fmt: skip
    def bring_back(self, *, reason: str, by: Any) -> None:
        """Nobody took it: back in the office, with the reason."""
        self.reason = reason

    @act("requeued", source={DispatchState.CARRIED, DispatchState.RETURNED}, target=DispatchState.WAITING,
         unless=not_sender, label=_l("Antarkan lagi"), noun="antrean", tone="ghost",
         sentence=_l("mengembalikan surat ke antrean"))  # fmt: skip
    def requeue(self, *, by: Any) -> None:
        """Once more, with the next courier."""
        self.courier_id, self.courier, self.handed_at = None, "", None
