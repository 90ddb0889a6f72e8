"""The roster of a month or an event, its acts, and the duties in it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person, Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.rosters.models.posts import Post, Shift


class RosterKind(Labelled):
    """What the roster is for."""

    MONTH = "month", _l("Bulanan")
    EVENT = "event", _l("Acara")


class RosterState(Labelled):
    """From the draft to the board. WITHDRAWN: its event was cancelled."""

    DRAFT = "draft", _l("Rancangan"), "neutral"
    SUBMITTED = "submitted", _l("Diajukan"), "warning"
    RETURNED = "returned", _l("Dikembalikan"), "danger"
    APPROVED = "approved", _l("Disetujui"), "info"
    PUBLISHED = "published", _l("Terbit"), "success"
    WITHDRAWN = "withdrawn", _l("Dibatalkan"), "neutral"


EDITABLE = frozenset({RosterState.DRAFT, RosterState.RETURNED})


def _own(roster: "Roster", by: Any) -> str | None:
    if {by.person_id, by.effective_id} & ({roster.author_id, roster.submitted_by_id} - {None}):
        return _("Jadwal yang Anda susun atau ajukan sendiri harus disetujui orang lain.")
    return None


class Roster(Row, Versioned, Stateful, Model):
    """Who stands where. A month's belongs to a unit; an event's names its cause in `source` ("event:5").

    `author_id` is empty when the draft was made for an event: whoever submits it vouches for it.
    """

    __tablename__ = "roster"
    __table_args__ = (
        UniqueConstraint("unit_id", "month"),
        CheckConstraint("(kind = 'month') = (month IS NOT NULL)", name="month"),
    )
    kind: Mapped[RosterKind]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    month: Mapped[date | None]  # its first day
    source: Mapped[str | None] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(40), default=clock.Zone.WIB)
    state: Mapped[RosterState] = mapped_column(default=RosterState.DRAFT, index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(1000), default="")  # why it was returned
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    unit: Mapped[Unit] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    duties: Mapped[list["Duty"]] = relationship(
        back_populates="roster", order_by="Duty.starts_at, Duty.id", cascade="all, delete-orphan"
    )

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.title} {self.month:%Y-%m}" if self.month else self.title

    @property
    def is_editable(self) -> bool:
        """Whether duties may still be changed."""
        return self.state in EDITABLE

    @act("submitted", source=EDITABLE, target=RosterState.SUBMITTED, needs=P.ROSTER_DRAFT, label=_l("Ajukan"),
         noun="pengajuan", sentence=_l("mengajukan jadwal piket"))  # fmt: skip
    def submit(self, *, by: Any) -> None:
        """Hand it to the head."""
        self.submitted_by_id, self.reason = by.person_id, ""

    @act("approved", source={RosterState.SUBMITTED}, target=RosterState.APPROVED, needs=P.ROSTER_APPROVE, unless=_own,
         label=_l("Setujui"), noun="persetujuan", sentence=_l("menyetujui jadwal piket"), tone="success")  # fmt: skip
    def approve(self, *, by: Any) -> None:
        """Once, and never by whoever made it."""
        self.approved_by_id = by.person_id

    @act("returned", source={RosterState.SUBMITTED}, target=RosterState.RETURNED, needs=P.ROSTER_APPROVE,
         label=_l("Kembalikan"), noun="pengembalian", sentence=_l("mengembalikan jadwal piket"), tone="danger",
         asks_reason=True)  # fmt: skip
    def send_back(self, *, by: Any, reason: str) -> None:
        """With what has to change."""
        self.reason = reason.strip()[:1000]

    @act("published", source={RosterState.APPROVED}, target=RosterState.PUBLISHED, needs=P.ROSTER_DRAFT,
         label=_l("Terbitkan"), noun="penerbitan", sentence=_l("menerbitkan jadwal piket"))  # fmt: skip
    def publish(self, *, by: Any) -> None:
        """From now on people count on it (the service makes their time firm and reminds them)."""

    @act("reopened", source={RosterState.APPROVED, RosterState.PUBLISHED}, target=RosterState.RETURNED,
         needs=P.ROSTER_APPROVE, label=_l("Buka kembali"), noun="pembukaan", tone="danger",
         sentence=_l("membuka kembali jadwal piket"), asks_reason=True)  # fmt: skip
    def reopen(self, *, by: Any, reason: str) -> None:
        """Someone fell ill, a holiday moved: back to the drafter, and through approval again."""
        self.reason, self.approved_by_id = reason.strip()[:1000], None


class Duty(Row, Model):
    """One place at one time. Without a person it is vacant. `why` says, as code and numbers, how it came about."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_duty_person_start", "person_id", "starts_at"),
    )
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"))
    day: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    points: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    roster: Mapped[Roster] = relationship(back_populates="duties")
    post: Mapped[Post] = relationship()
    shift: Mapped[Shift | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def owner(self) -> str:
        """How allocations and reminders name this duty."""
        return f"duty:{self.id}"

    @property
    def name(self) -> str:
        """Pengamanan · Pagi."""
        return f"{self.post.name} · {self.shift.name}" if self.shift else self.post.name

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when until when."""
        return self.starts_at, self.ends_at

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.name} {self.day:%Y-%m-%d}"
