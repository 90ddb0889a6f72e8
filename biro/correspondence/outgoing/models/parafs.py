"""Initials of those through whose hands a draft goes before it is signed (paraf)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l

if TYPE_CHECKING:
    from biro.correspondence.outgoing.models.letters import OutgoingLetter

MOST_IN_LINE = 3  # Permendagri 54/2009 Lamp. C


class ParafKind(Labelled):
    """In the line of command, one after the other; or of a unit concerned, at any time."""

    LINE = "hierarki", _l("Paraf hierarki"), "neutral"
    CONSULTED = "koordinasi", _l("Paraf koordinasi"), "neutral"


class ParafState(Labelled):
    """Whether the text as it stands now bears this person's paraf."""

    WAITING = "waiting", _l("Belum"), "neutral"
    GIVEN = "given", _l("Diparaf"), "success"
    VOID = "void", _l("Gugur, naskah berubah"), "warning"


def _not_now(paraf: Any, by: Any) -> str | None:
    if paraf.person_id not in (by.secret_ids if paraf.letter.is_secret else by.ids):
        return _("Paraf ini bukan milik Anda.")
    if paraf.letter.state != "in_paraf":
        return _("Naskah ini tidak sedang diparaf.")
    return None if paraf.is_next else _("Menunggu paraf pejabat di bawahnya.")


class Paraf(Row, Versioned, Stateful, Model):
    """One person's place in the chain. `asked_hash` is the text that is asked of them, `given_hash` the one that they
    approved: a change of the text changes the first, so a page opened before is refused as stale.
    """

    __tablename__ = "paraf"
    __table_args__ = (
        UniqueConstraint("letter_id", "person_id"),
        UniqueConstraint("letter_id", "kind", "rank"),
        CheckConstraint(f"kind <> 'hierarki' OR rank <= {MOST_IN_LINE}", name="three_in_line"),
        CheckConstraint("state <> 'given' OR given_hash = asked_hash", name="given_for_this_text"),
        Index("ix_paraf_person_id_state", "person_id", "state"),
    )
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_letter.id"))
    kind: Mapped[ParafKind] = mapped_column(default=ParafKind.LINE)
    rank: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(220), default="")
    state: Mapped[ParafState] = mapped_column(default=ParafState.WAITING)
    asked_hash: Mapped[str] = mapped_column(String(64), default="")
    given_hash: Mapped[str] = mapped_column(String(64), default="")
    given_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    letter: Mapped["OutgoingLetter"] = relationship(back_populates="parafs")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person | None] = relationship(foreign_keys=[given_by_id])

    @property
    def unit_id(self) -> int:
        """Scope of permissions: the letter's."""
        return self.letter.unit_id

    @property
    def is_secret(self) -> bool:
        """As secret as its letter."""
        return self.letter.is_secret

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.letter.trail_label} · {self.person.name}"[:200]

    @property
    def is_given(self) -> bool:
        """Whether the text as it is now has this paraf."""
        return self.state is ParafState.GIVEN

    @property
    def is_next(self) -> bool:
        """Whether its turn has come: the line goes from below upwards, the others need not wait."""
        if self.is_given:
            return False
        below = (p for p in self.letter.parafs if p.kind is ParafKind.LINE and p.rank < self.rank)
        return self.kind is ParafKind.CONSULTED or all(p.is_given for p in below)

    @act("given", source={ParafState.WAITING, ParafState.VOID}, target=ParafState.GIVEN, unless=_not_now,
         label=_l("Paraf"), noun="paraf", tone="primary", sentence=_l("memaraf naskah"))  # fmt: skip
    def give(self, *, by: Any) -> None:
        """The text as it is now has been read and is right."""
        self.given_hash, self.given_at, self.given_by_id = self.asked_hash, clock.now(), by.person_id

    def ask_again(self, text_hash: str) -> bool:
        """The text is another now; returns whether a paraf has become void by that."""
        fell = self.is_given and self.given_hash != text_hash
        if fell:
            self.state = ParafState.VOID
        self.asked_hash = text_hash
        return fell
