"""Senders that were made one, and what moved then, so that it can be undone."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import BigInt, Model, Row, Versioned
from biro.correspondence.models.registers import Correspondent


class CorrespondentMerge(Row, Versioned, Model):
    """`source` became a second name of `target`; until `undone_at`."""

    __tablename__ = "correspondent_merge"
    source_id: Mapped[int] = mapped_column(ForeignKey("correspondent.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("correspondent.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    source: Mapped[Correspondent] = relationship(foreign_keys=[source_id])
    target: Mapped[Correspondent] = relationship(foreign_keys=[target_id])
    by: Mapped[Person | None] = relationship()

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.target.trail_label


class CorrespondentMoved(Model):
    """A row that named the source of a merge and names the target since: the row's id in `place` (table.column)."""

    __tablename__ = "correspondent_moved"
    merge_id: Mapped[int] = mapped_column(ForeignKey("correspondent_merge.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(80), primary_key=True)
    row_id: Mapped[int] = mapped_column(BigInt, primary_key=True)
