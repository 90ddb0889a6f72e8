"""What is to be covered: posts, shifts, and how many people each day type needs."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Unit
from biro.core import clock
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l
from biro.core.workdays import Holiday


class DayType(Labelled):
    """Days that need different cover."""

    WORKDAY = "workday", _l("Hari kerja")
    WEEKEND = "weekend", _l("Akhir pekan")
    HOLIDAY = "holiday", _l("Hari libur")

    @classmethod
    def of(cls, day: date, holiday: Holiday | None) -> "DayType":
        """The type of a day; a holiday on a Sunday is a holiday."""
        if holiday is not None:
            return cls.HOLIDAY
        return cls.WEEKEND if day.weekday() >= 5 else cls.WORKDAY


class Post(Row, Versioned, Model):
    """A place or task that is manned (pos). `competence`: comma-separated words, one of which a title must hold."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    name: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    competence: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    unit: Mapped[Unit] = relationship()

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

    def suits(self, title: str) -> bool:
        """Whether someone with this position title may stand here."""
        words = [w.strip().lower() for w in self.competence.split(",") if w.strip()]
        return not words or any(w in title.lower() for w in words)


class Shift(Row, Versioned, Model):
    """A span of the day (gilir jaga) by wall time; it may end after midnight. `code` is what the grid shows."""

    __tablename__ = "shift"
    __table_args__ = (CheckConstraint("minutes BETWEEN 15 AND 1440", name="length"),)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    code: Mapped[str] = mapped_column(String(3))
    starts: Mapped[time]
    minutes: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name

    @property
    def ends(self) -> time:
        """Wall time of its end, perhaps on the next day."""
        return (datetime.combine(date.min, self.starts) + timedelta(minutes=self.minutes)).time()

    def span(self, day: date, zone: str) -> tuple[datetime, datetime]:
        """The instants of this shift on a day."""
        start = clock.instant(day, self.starts, zone)
        return start, start + timedelta(minutes=self.minutes)


class Cover(Row, Model):
    """How many people a post needs in a shift on a day type. No row: none."""

    __tablename__ = "cover"
    __table_args__ = (
        UniqueConstraint("post_id", "shift_id", "day_type"),
        CheckConstraint("count BETWEEN 1 AND 50", name="count"),
    )
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    day_type: Mapped[DayType]
    count: Mapped[int]
    post: Mapped[Post] = relationship()
    shift: Mapped[Shift] = relationship()
