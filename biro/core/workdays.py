"""Working days and holidays. Which days are holidays is data: the yearly SKB 3 Menteri, corrected by the office.

The first year is seeded from SKB 3 Menteri no. 1497/2025, 2/2025 and 5/2025 of 19 September 2025.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from biro.core.db import Model, Row, Versioned, db
from biro.core.states import Labelled
from biro.core.texts import _l

ONE_DAY = timedelta(days=1)


class HolidayKind(Labelled):
    """What sort of day off."""

    NATIONAL = "national", _l("Libur nasional"), "danger"
    JOINT_LEAVE = "joint_leave", _l("Cuti bersama"), "warning"
    LOCAL = "local", _l("Libur daerah"), "info"


class Holiday(Row, Versioned, Model):
    """A day on which the office is closed. `provisional`: still to be confirmed by the Minister of Religion."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("day", "kind"),)
    day: Mapped[date] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[HolidayKind]
    source: Mapped[str] = mapped_column(String(160), default="")
    provisional: Mapped[bool] = mapped_column(default=False)

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name


def is_workday(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday and no holiday (five-day week: Perpres 21/2023)."""
    return day.weekday() < 5 and day not in holidays


def next_workday(day: date, holidays: Collection[date]) -> date:
    """`day` itself when it is worked, otherwise the first worked day after it."""
    while not is_workday(day, holidays):
        day += ONE_DAY
    return day


def add_workdays(day: date, count: int, holidays: Collection[date]) -> date:
    """The `count`-th working day after `day`. With 0: `day`, or the next working day when it is a day off."""
    day = next_workday(day, holidays) if count == 0 else day
    while count > 0:
        day += ONE_DAY
        count -= is_workday(day, holidays)
    return day


def workdays_between(start: date, end: date, holidays: Collection[date]) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -workdays_between(end, start, holidays)
    return sum(is_workday(start + ONE_DAY * i, holidays) for i in range(1, (end - start).days + 1))


def holidays_between(start: date, end: date) -> dict[date, Holiday]:
    """The holiday of each day from `start` to `end`, both included (a national one before joint leave)."""
    query = select(Holiday).where(Holiday.day.between(start, end)).order_by(Holiday.kind.asc())
    found: dict[date, Holiday] = {}
    for row in db.session.scalars(query):
        if row.day not in found or row.kind is HolidayKind.NATIONAL:
            found[row.day] = row
    return found


def days_off(around: date, reach: int = 120) -> frozenset[date]:
    """Holiday dates from a month before `around` to `reach` days after it: enough for any deadline."""
    query = select(Holiday.day).where(Holiday.day.between(around - 31 * ONE_DAY, around + reach * ONE_DAY))
    return frozenset(db.session.scalars(query))
