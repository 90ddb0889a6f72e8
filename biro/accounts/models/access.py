"""Sessions, tries to sign in, and acting in another's name."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models.people import Person
from biro.core import clock
from biro.core.db import Model, Row

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)


class LoginSession(Row, Model):
    """A signed-in browser. Its cookie holds a random token, the row only the token's SHA-256."""

    __tablename__ = "login_session"
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    person: Mapped[Person] = relationship()

    def is_alive(self, now: datetime) -> bool:
        """Not ended, used within 30 minutes, not older than 12 hours."""
        return self.ended_at is None and now - self.seen_at <= IDLE and now - self.started_at <= ABSOLUTE


class LoginAttempt(Row, Model):
    """A try at a door (signing in; the code of a letter), kept for a day, counted per account and per network."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_account", "account", "at"),
        Index("ix_login_attempt_network", "network", "at"),
    )
    door: Mapped[str] = mapped_column(String(20), default="masuk", server_default="masuk")
    account: Mapped[str] = mapped_column(String(64))  # a hash: an unknown name may be somebody's password
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    failed: Mapped[bool] = mapped_column(default=True)


class Delegation(Row, Model):
    """One person may act in another's name ("atas nama") for a time. Both names stand in the Trail."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("giver_id <> receiver_id", name="not_to_oneself"),
    )
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")
    with_secret: Mapped[bool] = mapped_column(default=False)  # also what is secret
    revoked_at: Mapped[datetime | None]
    giver: Mapped[Person] = relationship(foreign_keys=[giver_id])
    receiver: Mapped[Person] = relationship(foreign_keys=[receiver_id])

    def is_active(self, now: datetime) -> bool:
        """Whether it can be used now."""
        return self.revoked_at is None and self.starts_at <= now < self.ends_at

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.giver.name} → {self.receiver.name}"
