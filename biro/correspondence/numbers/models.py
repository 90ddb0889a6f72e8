"""The ledger of numbers: one row for every number that a book has ever given, promised or spoilt."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.models import SECRET, Register, Security


class NumberState(Labelled):
    """Only what was never used goes back into the stock; a void number stays void and keeps its row."""

    RESERVED = "reserved", _l("Dipesan"), "warning"
    FREE = "free", _l("Stok bebas"), "info"
    USED = "used", _l("Terpakai"), "success"
    VOID = "void", _l("Dibatalkan"), "danger"


def not_keeper(number: "LetterNumber", by: Any) -> str | None:
    """For the taker, and for those who take numbers for its unit or for the unit that keeps the book."""
    own = by.person_id is not None and by.person_id in (number.used_by_id, number.made_by_id)
    units = (number.unit_id, number.register.unit_id)
    if own or any(by.may(P.NUMBER_TAKE, unit_id) for unit_id in units):
        return None
    return _("Hanya pengambil nomor dan pemegang bukunya yang dapat melakukan ini.")


def _not_by_hand(number: "LetterNumber", by: Any) -> str | None:
    """What a letter in Biro carries is cancelled with that letter."""
    if number.owner:
        return _("Nomor ini dipakai surat di Biro. Batalkan lewat suratnya.")
    return not_keeper(number, by)


class LetterNumber(Row, Versioned, Stateful, Model):
    """A number of a book. `year` is the letter date's; `scope_key` names the sequence it counts in ("" for the book).

    `seq` and `sub` are the number; `insertion` > 0 marks one put behind `seq` later (12.1). `text` is the number as
    it stands on the letter, unknown while it is only reserved. `unit_id`: for whose letter, or for whom it is kept.
    `auto`: a reserve that this unit's letters use up before the common sequence. `owner` ("outgoing:12") is the
    letter in Biro that carries it. `why` holds the facts from which the page explains it.
    """

    __tablename__ = "letter_number"
    __table_args__ = (
        UniqueConstraint("register_id", "year", "scope_key", "seq", "sub"),
        UniqueConstraint("register_id", "year", "text"),
        CheckConstraint("seq > 0 AND insertion >= 0", name="seq"),
        CheckConstraint(
            "state <> 'used' OR (text IS NOT NULL AND letter_date IS NOT NULL)", name="used_has_text"
        ),
        Index("ix_letter_number_order", "register_id", "year", "scope_key", "seq", "insertion", "id"),
        Index("ix_letter_number_stock", "register_id", "state", "year", "unit_id"),
    )
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    year: Mapped[int] = mapped_column(Integer)
    scope_key: Mapped[str] = mapped_column(String(60), default="")
    seq: Mapped[int] = mapped_column(Integer)
    sub: Mapped[str] = mapped_column(String(20), default="")
    insertion: Mapped[int] = mapped_column(Integer, default=0)
    letter_date: Mapped[date | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[NumberState]
    text: Mapped[str | None] = mapped_column(String(150))
    security: Mapped[Security] = mapped_column(default=Security.OPEN)
    classification_code: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    addressee: Mapped[str] = mapped_column(String(300), default="")
    owner: Mapped[str] = mapped_column(String(60), default="", index=True)
    manual: Mapped[bool] = mapped_column(default=False)
    auto: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    void_reason: Mapped[str] = mapped_column(String(1000), default="")
    why: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime | None]
    register: Mapped[Register] = relationship()
    unit: Mapped[Unit] = relationship()
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])
    used_by: Mapped[Person | None] = relationship(foreign_keys=[used_by_id])

    @property
    def is_secret(self) -> bool:
        """What it is for is known to its taker and the head of the unit only."""
        return self.security in SECRET

    @property
    def seq_label(self) -> str:
        """12, 12.1 for one put between."""
        return f"{self.seq}.{self.sub}" if self.insertion else str(self.seq)

    @property
    def label(self) -> str:
        """The number as it stands on the letter; before that its place in the book (12/2026)."""
        return self.text or f"{self.seq_label}/{self.year}"

    @property
    def trail_label(self) -> str:
        """How the Trail names it: never by what it is for."""
        return f"{self.register.name}: {self.label}"

    @property
    def url(self) -> str:
        """Its page (for notices, which know no request)."""
        return f"/surat/nomor/{self.id}"

    @act("released", source={NumberState.RESERVED}, target=NumberState.FREE, unless=not_keeper,
         label=_l("Lepaskan"), noun="pelepasan", tone="ghost",
         sentence=_l("melepaskan nomor yang dipesan"))  # fmt: skip
    def release(self, *, by: Any) -> None:
        """It was never used: back into the stock, where it waits until somebody wants just this one."""
        self.auto = False

    @act("voided", source={NumberState.RESERVED, NumberState.FREE, NumberState.USED}, target=NumberState.VOID,
         unless=_not_by_hand, label=_l("Batalkan nomor"), noun="pembatalan", tone="danger", asks_reason=True,
         sentence=_l("membatalkan nomor"))  # fmt: skip
    def void(self, *, reason: str, by: Any) -> None:
        """The row stays with its reason; nobody gets this number again."""
        self.void_reason = reason[:1000]

    @act("voided_with_letter", source={NumberState.USED}, target=NumberState.VOID, hidden=True, asks_reason=True,
         label=_l("Batalkan nomor"), noun="pembatalan-surat",
         sentence=_l("membatalkan nomor bersama suratnya"))  # fmt: skip
    def void_with_letter(self, *, reason: str, by: Any) -> None:
        """The letter that carried it was cancelled (its own room has checked who may)."""
        self.void_reason = reason[:1000]
