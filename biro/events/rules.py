"""What an event's times and lists may be. Pure: the clock and the people come in as arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from biro.core import clock
from biro.core.errors import DomainError
from biro.core.texts import _

LONGEST = timedelta(days=14)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Participant:
    """A group of people who come, by position."""

    position: str
    organisation: str = ""
    count: int = 1


def span_of(
    day: date, starts: time, ends: time, zone: str, until: date | None = None
) -> tuple[datetime, datetime]:
    """The instants of a wall time: from `starts` on `day` to `ends` on the same day or on `until`."""
    check_zone(zone)
    return clock.instant(day, starts, zone), clock.instant(until or day, ends, zone)


def check_zone(zone: str) -> None:
    """Only Indonesia's three zones."""
    if zone not in set(clock.Zone):
        raise DomainError(_("Zona waktu tidak dikenal. Pilih WIB, WITA, atau WIT."), field="zone")


def check_span(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse what cannot take place: an end before the start, more than two weeks, the past."""
    if ends_at <= starts_at:
        raise DomainError(
            _("Waktu selesai harus sesudah waktu mulai. Bila selesai di hari lain, isi tanggal selesai."),
            field="ends",
        )
    if ends_at - starts_at > LONGEST:
        raise DomainError(_("Satu acara paling lama 14 hari. Periksa tanggal selesai."), field="until")
    if starts_at <= now:
        raise DomainError(_("Waktu mulai sudah lewat."), field="day")


def read_participants(text: str) -> list[Participant]:
    """One group a line: "position; organisation; count" (the last two may be left out)."""
    lines = [line.strip() for line in text.splitlines()]
    return [_participant(line) for line in lines if line]


def _participant(line: str) -> Participant:
    parts = [part.strip() for part in line.split(";")]
    number = parts.pop() if len(parts) > 1 and parts[-1].isdigit() else "1"
    count = int(number) if len(number) < 6 else 0
    if not parts[0] or len(parts) > 2 or not 0 < count <= 50_000 or max(map(len, parts)) > 200:
        raise DomainError(
            _("Baris “%(line)s” tidak terbaca. Tulis: jabatan; instansi; jumlah.", line=line[:60]),
            field="participants",
        )
    return Participant(parts[0], parts[1] if len(parts) > 1 else "", count)


def write_participants(groups: Sequence[Any]) -> str:
    """The text that `read_participants` reads."""
    return "\n".join(_line(g) for g in groups)


def _line(group: Any) -> str:
    count = str(group.count) if group.organisation or group.count > 1 else ""
    return "; ".join(part for part in (group.position, group.organisation, count) if part)


FIRST_YEAR, LAST_YEAR = 2000, 2100


def month_weeks(month: date) -> list[list[date]]:
    """The weeks (Monday to Sunday) that hold any day of the month."""
    first = month.replace(day=1)
    at = first - timedelta(days=first.weekday())
    weeks = []
    while at <= first or at.month == first.month:
        weeks.append([at + n * ONE_DAY for n in range(7)])
        at += 7 * ONE_DAY
    return weeks


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + 4 * ONE_DAY).replace(day=1)


def previous_month(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - ONE_DAY).replace(day=1)
