"""Three tables: what is to be sent (and what became of it), what people find in their inbox, and the rules."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import Model, Row, db
from biro.core.states import Labelled
from biro.core.texts import _l
from biro.reminders import kinds
from biro.reminders.rules import Rule


class Channel(Labelled):
    """The way to a person."""

    IN_APP = "in_app", _l("Di dalam Biro"), "info"
    EMAIL = "email", _l("Surel"), "neutral"


class OutboxState(Labelled):
    """What became of a row."""

    WAITING = "waiting", _l("Menunggu"), "info"
    SENDING = "sending", _l("Sedang dikirim"), "info"
    SENT = "sent", _l("Terkirim"), "success"
    FAILED = "failed", _l("Gagal"), "danger"
    WITHDRAWN = "withdrawn", _l("Ditarik"), "neutral"
    SKIPPED = "skipped", _l("Tidak perlu lagi"), "neutral"
    MISSED = "missed", _l("Terlewat"), "warning"


UNSENT = (OutboxState.WAITING, OutboxState.SENDING)


class Outbox(Row, Model):
    """Something to be said to one person through one channel. The key makes planning it twice harmless.

    `planned` rows follow their object (moved, withdrawn); the others are news that stays true. `next_try_at` starts
    as `due_at`. While SENDING, the row belongs to `lease_owner` until `lease_until`; whoever marks it must be that.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "channel", "next_try_at"),
        CheckConstraint("(state = 'sending') = (lease_owner IS NOT NULL)", name="lease_while_sending"),
    )
    key: Mapped[str] = mapped_column(String(200), unique=True)
    owner: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who is told when it fails
    channel: Mapped[Channel]
    planned: Mapped[bool] = mapped_column(default=True)
    secret: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    useful_until: Mapped[datetime]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    lease_owner: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(String(300), default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    url: Mapped[str] = mapped_column(String(300))
    message_id: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def owner_type(self) -> str:
        """ "event" of "event:5"."""
        return self.owner.partition(":")[0]

    @property
    def owner_id(self) -> int:
        """5 of "event:5"."""
        return int(self.owner.partition(":")[2] or 0)

    @property
    def state_label(self) -> str:
        """What people read."""
        return str(self.state.label)

    @property
    def state_tone(self) -> str:
        """The badge's colour."""
        return self.state.tone

    @property
    def message(self) -> kinds.Message:
        """Its words in the language of the page (for its own reader)."""
        return kinds.render(self.kind, self.params)

    @property
    def kind_label(self) -> str:
        """What kind of message it is; never what it says (an administrator may not read that)."""
        return kinds.label_of(self.kind)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.kind} → {self.person.name}"


class Notice(Row, Model):
    """A line in somebody's inbox inside Biro. The key keeps it single, whoever delivers it."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_inbox", "person_id", "read_at", "id"),)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    url: Mapped[str] = mapped_column(String(300))
    secret: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]

    @property
    def message(self) -> kinds.Message:
        """Its words in the language of the page."""
        return kinds.render(self.kind, self.params)


class ReminderRule(Row, Model):
    """When the office wants to be reminded of something. `subject` is what it is about: event, disposition, duty."""

    __tablename__ = "reminder_rule"
    __table_args__ = (
        UniqueConstraint(
            "subject",
            "kind",
            "days_before",
            "at",
            "minutes_before",
            "days_after",
            name="uq_reminder_rule_what",
        ),
        CheckConstraint("days_before >= 0 AND minutes_before >= 0", name="before"),
        CheckConstraint(
            "days_after >= 0 AND times >= 1 AND (days_after = 0 OR days_before = 0)", name="after"
        ),
    )
    subject: Mapped[str] = mapped_column(String(30), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    days_before: Mapped[int] = mapped_column(default=0)
    at: Mapped[time | None]
    minutes_before: Mapped[int] = mapped_column(default=0)
    days_after: Mapped[int] = mapped_column(default=0, server_default="0")
    workdays: Mapped[bool] = mapped_column(default=False, server_default=false())
    times: Mapped[int] = mapped_column(default=1, server_default="1")  # weekly
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def rule(self) -> Rule:
        """The pure rule."""
        return Rule(
            self.kind,
            self.days_before,
            self.at,
            self.minutes_before,
            self.days_after,
            self.workdays,
            self.times,
        )

    @property
    def kind_label(self) -> str:
        """Of what it reminds."""
        return kinds.label_of(self.kind)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        when = f"{self.at:%H.%M}" if self.at else f"-{self.minutes_before} m"
        day = f"H+{self.days_after}" if self.days_after else f"H-{self.days_before}"
        return f"{self.kind} {day} {when}"


class DigestDay(Model):
    """The digest of a day was made for the people of a zone: whoever writes this row makes it, nobody else."""

    __tablename__ = "digest_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    zone: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


def insert_new(table: type[Outbox] | type[Notice], rows: list[dict[str, Any]]) -> None:
    """Insert what is not there yet; a key that is there stays as it is."""
    if rows:
        insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
        db.session.execute(insert(table).on_conflict_do_nothing(index_elements=["key"]), rows)
