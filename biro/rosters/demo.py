"""Duties of the demonstration office: posts and shifts of the household section, three months, a few on leave."""

from datetime import date, time, timedelta

from biro.accounts.actors import SYSTEM
from biro.accounts.demo import Office
from biro.accounts.models import Person, Unit
from biro.core.errors import DomainError
from biro.rosters import services, staffing
from biro.rosters.models import DayType, LeaveKind, Shift

SHIFTS = (("Pagi", "P", time(6), 480), ("Siang", "S", time(14), 480), ("Malam", "M", time(22), 480))
POSTS: tuple[tuple[str, str, str], ...] = (
    (
        "Pengamanan",
        "",
        "Pagi:workday Siang:workday Malam:workday Pagi:weekend Malam:weekend Pagi:holiday Malam:holiday",
    ),
    ("Resepsionis", "", "Pagi:workday"),
    ("Pengemudi", "Pengemudi", "Siang:weekend Siang:holiday"),
    ("Protokol", "", ""),
    ("Teknisi", "", "Siang:holiday"),
)
"""Name, competence, and where one person is needed (shift:day type); protocol only at events."""
LEAVES = ((0, LeaveKind.ANNUAL, 12, 3), (1, LeaveKind.IMPORTANT, 20, 1), (2, LeaveKind.ANNUAL, 35, 5))
"""Who (in order of the pool), kind, days from today, length in days."""


def furnish(office: Office) -> None:
    """Last month's and this month's published rosters, and the draft of the next one."""
    unit = office.unit("RT")
    _posts(unit)
    _leaves(office, unit)
    first = office.today.replace(day=1)
    for month in office.progress("jadwal piket", (_before(first), first, _after(first))):
        roster = services.draft_month(unit=unit, month=month, by=office.actor("rumahtangga"))
        if month <= first:
            services.submit(roster, by=office.actor("rumahtangga"))
            services.approve(roster, by=office.actor("kepala"))
            services.publish(roster, by=office.actor("rumahtangga"))


def _posts(unit: Unit) -> None:
    shifts: dict[str, Shift] = {
        name: services.save_shift(None, name=name, code=code, starts=starts, minutes=minutes, by=SYSTEM)
        for name, code, starts, minutes in SHIFTS
    }
    for name, competence, cover in POSTS:
        pairs = [place.split(":") for place in cover.split()]
        counts = {(shifts[shift].id, DayType(kind)): 1 for shift, kind in pairs}
        services.save_post(None, unit=unit, name=name, competence=competence, counts=counts, by=SYSTEM)


def _leaves(office: Office, unit: Unit) -> None:
    people: list[Person] = staffing.pool([unit], office.today)
    for number, kind, ahead, length in LEAVES:
        starts_on = office.today + timedelta(days=ahead)
        try:
            services.record_leave(
                person=people[number % len(people)], kind=kind, starts_on=starts_on,
                ends_on=starts_on + timedelta(days=length - 1), by=office.actor("rumahtangga"),
            )  # fmt: skip
        except DomainError:  # already away for something else
            continue


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
