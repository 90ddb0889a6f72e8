"""Opening a secret letter for somebody outside its chain: two persons, a reason, a time, and the chain is told."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.models.letters import Letter

LASTS = timedelta(hours=24)  # long enough for a working day in another time zone, too short to become a habit


class OpeningState(Labelled):
    """How far a request has come."""

    ASKED = "asked", _l("Menunggu orang kedua"), "warning"
    GRANTED = "granted", _l("Dibuka"), "danger"
    REFUSED = "refused", _l("Ditolak"), "neutral"
    CLOSED = "closed", _l("Ditutup"), "neutral"


def _asked_by_self(opening: Any, by: Any) -> str | None:
    """Acting in another's name is no second person, in either direction."""
    if opening.asked_by_id in by.ids:
        return _("Surat rahasia dibuka oleh dua orang: yang meminta tidak memutuskan sendiri.")
    return None


def _not_of_the_two(opening: Any, by: Any) -> str | None:
    if by.person_id in (opening.asked_by_id, opening.decided_by_id):
        return None
    return _("Hanya yang meminta atau yang membuka yang bisa menutupnya.")


class SecretOpening(Row, Versioned, Stateful, Model):
    """A request to read a secret letter in need (`letter_id`), and what the second person decided.

    It lets `asked_by` alone read until `until`; nobody acts through it in another's name.
    """

    __tablename__ = "secret_opening"
    __table_args__ = (
        CheckConstraint("state NOT IN ('granted', 'closed') OR decided_by_id <> asked_by_id", name="two_persons"),
        Index("ix_secret_opening_asked_by_id_until", "asked_by_id", "until"),
        Index("uq_secret_opening_waiting", "letter_id", "asked_by_id", unique=True,
              sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'")),
    )  # fmt: skip
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[OpeningState] = mapped_column(default=OpeningState.ASKED)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[datetime | None]
    letter: Mapped[Letter] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def unit_id(self) -> int:
        """Scope of permissions: the letter's."""
        return self.letter.unit_id

    @property
    def url(self) -> str:
        """Where it is asked, decided and used."""
        return f"/surat/pembukaan/{self.id}"

    @property
    def is_secret(self) -> bool:
        """The reason may tell what the letter says."""
        return True

    @property
    def trail_label(self) -> str:
        """The letter's number and no more."""
        return self.letter.trail_label

    def is_open(self, now: datetime) -> bool:
        """Whether the asker may read the letter now."""
        return self.state is OpeningState.GRANTED and self.until is not None and now < self.until

    @act("granted", source={OpeningState.ASKED}, target=OpeningState.GRANTED, needs=P.OPENING_GRANT,
         unless=_asked_by_self, label=_l("Buka 24 jam"), noun="persetujuan", tone="danger",
         sentence=_l("membuka surat rahasia untuk orang di luar rantainya"))  # fmt: skip
    def grant(self, *, by: Any) -> None:
        """The second person agrees: readable from now, for a day."""
        self.decided_by_id, self.decided_at = by.person_id, clock.now()
        self.until = self.decided_at + LASTS

    @act("refused", source={OpeningState.ASKED}, target=OpeningState.REFUSED, needs=P.OPENING_GRANT,
         unless=_asked_by_self, label=_l("Tolak"), noun="penolakan", tone="ghost", asks_reason=True,
         sentence=_l("menolak membuka surat rahasia"))  # fmt: skip
    def refuse(self, *, reason: str, by: Any) -> None:
        """It stays closed."""
        self.decided_by_id, self.decided_at, self.refusal = by.person_id, clock.now(), reason

    @act("closed", source={OpeningState.GRANTED}, target=OpeningState.CLOSED, unless=_not_of_the_two,
         label=_l("Tutup sekarang"), noun="penutupan", tone="warning",
         sentence=_l("menutup kembali surat rahasia"))  # fmt: skip
    def close(self, *, by: Any) -> None:
        """Nothing more to read."""
        self.until = clock.now()
