"""A signature that a service far away is being asked for: what is held meanwhile, and what went wrong."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core.db import Model, Row, Versioned
from biro.correspondence.numbers.models import LetterNumber
from biro.correspondence.outgoing.models.letters import OutgoingLetter

LEASE = timedelta(minutes=2)  # the service is asked for ten seconds; after this nobody is at it any more


class UnfinishedSignature(Row, Versioned, Model):
    """The number and the very paper of a letter that is being signed; gone when it is signed or given up.

    `token` names the try: what an older one brings home is not taken. `trouble` says why the last try failed.
    """

    __tablename__ = "unfinished_signature"
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_letter.id"), unique=True)
    number_id: Mapped[int | None] = mapped_column(ForeignKey("letter_number.id"), unique=True)
    on: Mapped[date]
    method: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(43), unique=True)
    printed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    paper: Mapped[bytes] = mapped_column(LargeBinary)
    token: Mapped[str] = mapped_column(String(43))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(index=True)
    trouble: Mapped[str] = mapped_column(String(300), default="")
    letter: Mapped[OutgoingLetter] = relationship()
    number: Mapped[LetterNumber | None] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def text(self) -> str:
        """The number that is held."""
        return (self.number.text or "") if self.number else ""

    def is_running(self, now: datetime) -> bool:
        """Whether the service may still be at it."""
        return not self.trouble and now < self.started_at + LEASE
