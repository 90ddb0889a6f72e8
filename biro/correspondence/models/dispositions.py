"""Dispositions: who passes a letter to whom, to do what, until when, and what became of it."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.acts import Stateful, act
from biro.core.db import BigInt, Model, Row, Versioned, db
from biro.core.states import Labelled
from biro.core.texts import _, _l
from biro.correspondence.models.instructions import Instruction, InstructionEffect
from biro.correspondence.models.letters import Letter


class RecipientRole(Labelled):
    """What someone is in a disposition."""

    COORDINATOR = "coordinator", _l("Koordinator"), "info"
    HELPER = "helper", _l("Pembantu"), "neutral"
    COPY = "copy", _l("Tembusan"), "neutral"


class RecipientState(Labelled):
    """How far a recipient has come (the states of SRIKANDI, and returned)."""

    NEW = "new", _l("Belum dibaca"), "warning"
    READ = "read", _l("Dibaca"), "info"
    IN_WORK = "in_work", _l("Dikerjakan"), "info"
    DONE = "done", _l("Selesai"), "success"
    RETURNED = "returned", _l("Dikembalikan"), "danger"
    RECALLED = "recalled", _l("Ditarik"), "neutral"


CONTEST = timedelta(days=7)
OPEN = frozenset({RecipientState.NEW, RecipientState.READ, RecipientState.IN_WORK})

chosen = Table(
    "disposition_instruction",
    db.metadata,
    Column("disposition_id", BigInt, ForeignKey("disposition.id"), primary_key=True),
    Column("instruction_id", BigInt, ForeignKey("instruction.id"), primary_key=True),
    info={"room": "correspondence"},
)


class Disposition(Row, Versioned, Model):
    """One passing on. `giver_id` is whose desk it came from, `written_by_id` whose hand wrote it (atas nama).

    `parent_id` is the disposition that this one continues (its giver is a recipient there); none for the first.
    `giver_title` is the position they acted under that day ("Plh. Kepala Biro Umum"). `on_paper`: written by hand on
    the printed sheet on the day of `given_at` and copied by a clerk at `recorded_at`; the giver may contest that.
    """

    __tablename__ = "disposition"
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("disposition.id"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    giver_title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=false())
    recorded_at: Mapped[datetime | None]
    contested_at: Mapped[datetime | None]
    contest_reason: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    letter: Mapped[Letter] = relationship()
    giver: Mapped[Person] = relationship(foreign_keys=[giver_id])
    written_by: Mapped[Person] = relationship(foreign_keys=[written_by_id])
    instructions: Mapped[list[Instruction]] = relationship(secondary=chosen, order_by=Instruction.rank)
    recipients: Mapped[list["DispositionRecipient"]] = relationship(
        back_populates="disposition", order_by="DispositionRecipient.id"
    )

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this disposition."""
        return f"disposition:{self.id}"

    @property
    def url(self) -> str:
        """Where people read it (for reminders, which are written without a request)."""
        return f"/disposisi/{self.id}"

    @property
    def is_secret(self) -> bool:
        """As secret as its letter."""
        return self.letter.is_secret

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.letter.trail_label

    @property
    def on_behalf(self) -> bool:
        """Whether another hand wrote it in the giver's name."""
        return self.written_by_id != self.giver_id

    @property
    def contest_until(self) -> datetime | None:
        """Until when the giver may say that a copied sheet is not theirs."""
        return self.recorded_at + CONTEST if self.recorded_at and not self.contested_at else None

    def may_contest(self, by: Any, now: datetime) -> bool:
        """Only the giver in person, in time."""
        until = self.contest_until
        return by.person_id == self.giver_id and until is not None and now <= until

    @property
    def effects(self) -> list[InstructionEffect]:
        """What its instructions lead to, in the order of the sheet, those that lead nowhere left out."""
        return [i.effect for i in self.instructions if i.effect is not InstructionEffect.NONE]


def _not_theirs(line: Any, by: Any) -> str | None:
    return None if line.person_id in by.ids else _("Disposisi ini bukan untuk Anda.")


def _not_to_do(line: Any, by: Any) -> str | None:
    if line.role is RecipientRole.COPY:
        return _("Tembusan cukup dibaca.")
    return _not_theirs(line, by)


def _not_given_by(line: Any, by: Any) -> str | None:
    return None if line.disposition.giver_id in by.ids else _("Hanya pemberi disposisi yang bisa menariknya.")


class DispositionRecipient(Row, Versioned, Stateful, Model):
    """A recipient's line, with a due date and an answer of its own."""

    __tablename__ = "disposition_recipient"
    __table_args__ = (
        UniqueConstraint("disposition_id", "person_id"),
        CheckConstraint("role <> 'copy' OR due_on IS NULL", name="copies_have_no_deadline"),
        Index("ix_disposition_recipient_person_id_state", "person_id", "state"),
        # One coordinator: two heads in one pot is how letters get lost.
        Index("uq_disposition_recipient_coordinator", "disposition_id", unique=True,
              sqlite_where=text("role = 'coordinator'"), postgresql_where=text("role = 'coordinator'")),
    )  # fmt: skip
    disposition_id: Mapped[int] = mapped_column(ForeignKey("disposition.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[RecipientRole]
    due_on: Mapped[date | None]
    state: Mapped[RecipientState] = mapped_column(default=RecipientState.NEW)
    answer: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    read_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    disposition: Mapped[Disposition] = relationship(back_populates="recipients")
    person: Mapped[Person] = relationship()

    @property
    def letter(self) -> Letter:
        """The letter it is about."""
        return self.disposition.letter

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
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN and self.role is not RecipientRole.COPY

    def is_overdue(self, today: date) -> bool:
        """Due before today and not finished."""
        return self.is_open and self.due_on is not None and self.due_on < today

    @act("read", source={RecipientState.NEW}, target=RecipientState.READ, unless=_not_theirs,
         label=_l("Sudah dibaca"), noun="baca", hidden=True, sentence=_l("membaca disposisi"))  # fmt: skip
    def read(self, *, by: Any) -> None:
        """From here on it cannot be recalled."""
        self.read_at = clock.now()

    @act("started", source={RecipientState.NEW, RecipientState.READ}, target=RecipientState.IN_WORK,
         unless=_not_to_do, label=_l("Kerjakan"), noun="kerja", tone="primary",
         sentence=_l("mulai mengerjakan disposisi"))  # fmt: skip
    def start(self, *, by: Any) -> None:
        """Someone is at it."""
        self.started_at = clock.now()
        self.read_at = self.read_at or self.started_at

    @act("answered", source=OPEN, target=RecipientState.IN_WORK, unless=_not_to_do, label=_l("Jawab"),
         noun="jawaban", sentence=_l("menjawab disposisi"), hidden=True)  # fmt: skip
    def reply(self, *, text: str, by: Any) -> None:
        """Say how it stands; the giver reads it."""
        self.answer = text
        self.read_at = self.read_at or clock.now()

    @act("finished", source=OPEN, target=RecipientState.DONE, unless=_not_to_do, label=_l("Selesai"),
         noun="selesai", sentence=_l("menyelesaikan disposisi"), hidden=True)  # fmt: skip
    def finish(self, *, text: str = "", by: Any) -> None:
        """Done, with what came of it."""
        self.answer = text or self.answer
        self.ended_at = clock.now()
        self.read_at = self.read_at or self.ended_at

    @act("returned", source=OPEN, target=RecipientState.RETURNED, unless=_not_to_do, asks_reason=True,
         label=_l("Kembalikan"), noun="pengembalian", tone="warning",
         sentence=_l("mengembalikan disposisi"))  # fmt: skip
    def give_back(self, *, reason: str, by: Any) -> None:
        """Not mine: back to the giver, with the reason."""
        self.reason, self.ended_at = reason, clock.now()

    @act("recalled", source={RecipientState.NEW}, target=RecipientState.RECALLED, unless=_not_given_by,
         label=_l("Tarik"), noun="penarikan", tone="warning", sentence=_l("menarik disposisi"))  # fmt: skip
    def recall(self, *, by: Any) -> None:
        """Only while unread: afterwards somebody may already be working on it."""
        self.ended_at = clock.now()
