"""The kinds of things that are found, in the order of the page. A room may declare its own; others are "lainnya"."""

from dataclasses import dataclass
from typing import Any

from biro.core.texts import _l

OTHER = "other"


@dataclass(frozen=True)
class Kind:
    """How a kind is called on the page."""

    name: str
    label: Any
    icon: str
    order: int
    by_hour: bool = True  # whether its hour means something, or only its day


_kinds: dict[str, Kind] = {}


def declare(
    name: str, *, label: Any, icon: str = "file-earmark", order: int = 50, by_hour: bool = True
) -> None:
    """Make a kind known, at import."""
    _kinds[name] = Kind(name, label, icon, order, by_hour)


def known(name: str) -> str:
    """The name itself, or OTHER for a kind nobody declared."""
    return name if name in _kinds else OTHER


def all_kinds() -> list[Kind]:
    """Every kind in the order of the page."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


declare("letter", label=_l("Surat"), icon="envelope", order=10, by_hour=False)
declare("event", label=_l("Acara"), icon="calendar-event", order=20)
declare("booking", label=_l("Peminjaman"), icon="key", order=30)
declare("roster", label=_l("Jadwal tugas"), icon="calendar-week", order=40)
declare("facility", label=_l("Ruang dan kendaraan"), icon="building", order=45)
declare("person", label=_l("Orang"), icon="people", order=50)
declare(OTHER, label=_l("Lainnya"), icon="three-dots", order=99)
