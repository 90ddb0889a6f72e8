"""To whom an outgoing letter goes, and how it gets there."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Unit
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l
from biro.correspondence.models import Correspondent, Letter

if TYPE_CHECKING:
    from biro.correspondence.outgoing.models.letters import OutgoingLetter


class RecipientKind(Labelled):
    """To whom, or a copy of it."""

    MAIN = "tujuan", _l("Tujuan"), "neutral"
    COPY = "tembusan", _l("Tembusan"), "neutral"


class Delivery(Labelled):
    """How it gets there."""

    INTERNAL = "langsung", _l("Langsung (internal)"), "neutral"
    COURIER = "kurir", _l("Kurir"), "neutral"
    POST = "pos", _l("Pos"), "neutral"
    EMAIL = "e-mail", _l("E-mail"), "neutral"
    SRIKANDI = "srikandi", _l("SRIKANDI"), "neutral"


class OutgoingRecipient(Row, Versioned, Model):
    """Somebody the letter goes to. With a unit of this office it arrives in that unit's inbox (`arrived_id`)."""

    __tablename__ = "outgoing_recipient"
    __table_args__ = (
        UniqueConstraint("letter_id", "kind", "rank"),
        CheckConstraint("unit_id IS NULL OR correspondent_id IS NULL", name="inside_or_outside"),
    )
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_letter.id"))
    kind: Mapped[RecipientKind] = mapped_column(default=RecipientKind.MAIN)
    rank: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))
    attention: Mapped[str] = mapped_column(String(160), default="")
    as_report: Mapped[bool] = mapped_column(default=False)
    way: Mapped[Delivery] = mapped_column(default=Delivery.COURIER)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    correspondent_id: Mapped[int | None] = mapped_column(ForeignKey("correspondent.id"), index=True)
    arrived_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), unique=True)
    letter: Mapped["OutgoingLetter"] = relationship(back_populates="recipients")
    unit: Mapped[Unit | None] = relationship()
    correspondent: Mapped[Correspondent | None] = relationship()
    arrived: Mapped[Letter | None] = relationship()
