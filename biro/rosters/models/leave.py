"""Leave: days on which a person is not there."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l


class LeaveKind(Labelled):
    """Kinds of leave of civil servants (PP 11/2017 art. 310, PerBKN 24/2017)."""

    ANNUAL = "tahunan", _l("Cuti tahunan")
    LONG = "besar", _l("Cuti besar")
    SICK = "sakit", _l("Cuti sakit")
    MATERNITY = "melahirkan", _l("Cuti melahirkan")
    IMPORTANT = "alasan_penting", _l("Cuti karena alasan penting")
    JOINT = "bersama", _l("Cuti bersama")
    UNPAID = "luar_tanggungan", _l("Cuti di luar tanggungan negara")


class Leave(Row, Versioned, Model):
    """From a day to a day, both included. Its kind and reason are for the person and their superiors only."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        Index("ix_leave_person_days", "person_id", "starts_on", "ends_on"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    kind: Mapped[LeaveKind]
    reason: Mapped[str] = mapped_column(String(300), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def unit_id(self) -> int | None:
        """The unit whose heads decide about it."""
        return self.person.unit_id

    @property
    def owner(self) -> str:
        """How allocations name it."""
        return f"leave:{self.id}"

    @property
    def trail_label(self) -> str:
        """How the Trail names it: never the kind, which may tell of an illness."""
        return f"{self.person.name} {self.starts_on:%Y-%m-%d}/{self.ends_on:%Y-%m-%d}"
