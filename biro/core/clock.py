"""The only room that reads the clock; everything else receives time as an argument or asks here.

Instants are timezone-aware UTC. Places and events keep one of Indonesia's three zones, which have no
daylight saving: WIB (UTC+7), WITA (UTC+8) and WIT (UTC+9).
"""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from time import monotonic
from zoneinfo import ZoneInfo


class Zone(StrEnum):
    """An Indonesian time zone: the value is its IANA name, `short` what people write."""

    WIB = "Asia/Jakarta"
    WITA = "Asia/Makassar"
    WIT = "Asia/Jayapura"

    @property
    def short(self) -> str:
        """WIB, WITA or WIT."""
        return self.name


@lru_cache(maxsize=8)
def zone_info(zone: str) -> ZoneInfo:
    """The tz database entry of a zone name."""
    return ZoneInfo(zone)


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Seconds on a clock that nobody can set: for deadlines, never for dates."""
    return monotonic()


def today(zone: str = Zone.WIB) -> date:
    """The calendar day that people in `zone` are living in."""
    return now().astimezone(zone_info(zone)).date()


def local(instant: datetime, zone: str = Zone.WIB) -> datetime:
    """Wall time of an instant in a zone (aware)."""
    return instant.astimezone(zone_info(zone))


def instant(day: date, at: time, zone: str = Zone.WIB) -> datetime:
    """The UTC instant of a wall time in a zone."""
    return datetime.combine(day, at, zone_info(zone)).astimezone(UTC)


def day_bounds(day: date, zone: str = Zone.WIB) -> tuple[datetime, datetime]:
    """UTC instants at which a local day starts and ends (half open)."""
    start = instant(day, time.min, zone)
    return start, instant(date.fromordinal(day.toordinal() + 1), time.min, zone)
