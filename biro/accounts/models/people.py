"""People and the positions they hold, with dates."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models.organisation import Position, Unit
from biro.accounts.permissions import Role
from biro.core import clock
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l


class Person(Row, Versioned, Model):
    """Someone of the office. Without a password hash the person exists but cannot sign in."""

    __tablename__ = "person"
    name: Mapped[str] = mapped_column(String(160), index=True)
    nip: Mapped[str | None] = mapped_column(String(30), unique=True)
    username: Mapped[str | None] = mapped_column(String(60), unique=True)
    password: Mapped[str | None] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    grade: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(2), default="id")
    active: Mapped[bool] = mapped_column(default=True)
    by_email: Mapped[bool] = mapped_column(default=True)  # reminders also by e-mail
    digest: Mapped[bool] = mapped_column(
        default=True, server_default=true()
    )  # ... gathered in one mail a day
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    unit: Mapped[Unit | None] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="person", order_by="Assignment.starts_on.desc()"
    )

    @property
    def trail_label(self) -> str:
        """How the Trail names them."""
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = [w for w in self.name.replace(".", " ").split() if w[:1].isalpha()]
        return "".join(w[0] for w in words[:2]).upper() or "?"

    def title_on(self, day: date) -> str:
        """The position text of a day ("Plh. Kepala Biro Umum"), the weightiest first; empty when none."""
        held = [a for a in self.assignments if a.holds_on(day)]
        held.sort(key=lambda a: (a.kind is not AssignmentKind.DEFINITIVE, a.position.rank))
        return held[0].title if held else ""

    @property
    def title(self) -> str:
        """Today's position text."""
        return self.title_on(clock.today())


class AssignmentKind(Labelled):
    """How a position is held: appointed, or acting for a vacancy (Plt), an absence (Plh), or by appointment (Pj)."""

    DEFINITIVE = "definitif", _l("Definitif"), "success"
    PLT = "plt", _l("Plt. (jabatan kosong)"), "warning"
    PLH = "plh", _l("Plh. (pejabat berhalangan)"), "info"
    PJ = "pj", _l("Pj. (penjabat)"), "info"


_PREFIX = {AssignmentKind.PLT: "Plt. ", AssignmentKind.PLH: "Plh. ", AssignmentKind.PJ: "Pj. "}


class Assignment(Row, Versioned, Model):
    """A person holds a position from a day to a day (both included), by a decree."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index("ix_assignment_person_days", "person_id", "starts_on", "ends_on"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    kind: Mapped[AssignmentKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    decree: Mapped[str] = mapped_column(String(160), default="")
    person: Mapped[Person] = relationship(back_populates="assignments")
    position: Mapped[Position] = relationship()

    def holds_on(self, day: date) -> bool:
        """Whether the position is held on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def title(self) -> str:
        """The position's title with its acting prefix."""
        return _PREFIX.get(self.kind, "") + self.position.title

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.person.name}: {self.title}"


class RoleGrant(Row, Model):
    """A role given to a person in a unit beside their position (for example the administrator)."""

    __tablename__ = "role_grant"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    starts_on: Mapped[date] = mapped_column(default=clock.today)
    ends_on: Mapped[date | None]
    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return f"{self.person.name}: {self.role.label}"
