"""The catalogue of messages: each kind has its words once, put together when read, in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from biro.core import clock
from biro.core.texts import _, _l, in_language, tanggal, waktu


@dataclass(frozen=True)
class Kind:
    """A message: what it is called in lists, its line, and (for mail) the sentence below it."""

    name: str
    label: Any
    subject: Any
    body: Any = ""
    gathered: bool = False


_kinds: dict[str, Kind] = {}


def declare(name: str, *, label: Any, subject: Any, body: Any = "", gathered: bool = False) -> str:
    """Put a kind into the catalogue at import; returns its name. `gathered`: the daily digest speaks of it, so who
    has the digest gets no mail of its own, unless the parameter `urgent` is set.

    In the texts `%(name)s` is a parameter. Parameters named `*_at` are ISO instants, shown in words in the zone that
    the parameter `zone` names (WIB without it); those named `*_on` are ISO dates.
    """
    _kinds[name] = Kind(name, label, subject, body, gathered)
    return name


def kind(name: str) -> Kind:
    """A declared kind; LookupError tells the programmer who forgot."""
    if name not in _kinds:
        raise LookupError(f"{name} is not in the catalogue of reminders")
    return _kinds[name]


def label_of(name: str) -> str:
    """What people call it; the bare name when the room that declared it is gone."""
    return str(_kinds[name].label) if name in _kinds else name


def is_gathered(name: str, params: Mapping[str, Any]) -> bool:
    """Whether the daily digest speaks of it instead of a mail."""
    found = _kinds.get(name)
    return found is not None and found.gathered and not params.get("urgent")


@dataclass(frozen=True)
class Message:
    """A kind with its parameters filled in."""

    subject: str
    body: str


def render(name: str, params: Mapping[str, Any], language: str | None = None) -> Message:
    """The words for a reader (`language` for mail; on a page the page's own language holds)."""
    if language is None:
        return _render(name, params)
    with in_language(language):
        return _render(name, params)


def _render(name: str, params: Mapping[str, Any]) -> Message:
    found = _kinds.get(name)
    if found is None:
        return Message(_("Pengingat"), "")
    words = _Words(_shown(params))
    return Message(str(found.subject) % words, str(found.body) % words)


class _Words(dict[str, str]):
    """A parameter that was not given is a dash, not an error in somebody's inbox."""

    def __missing__(self, _key: str) -> str:
        return "–"


def _shown(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    zone = str(params.get("zone") or clock.Zone.WIB)
    for name, value in params.items():
        if name.endswith("_at") and isinstance(value, str):
            yield name, waktu(datetime.fromisoformat(value), zone)
        elif name.endswith("_on") and isinstance(value, str):
            yield name, tanggal(date.fromisoformat(value))
        else:
            yield name, str(value)


MISSED = declare(
    "reminders.missed",
    label=_l("Pengingat terlewat"),
    subject=_l("%(count)s pengingat terlewat ketika pekerja tidak berjalan"),
    body=_l("Pengingat itu tidak berguna lagi bila dikirim sekarang. Daftarnya ada di halaman pengingat."),
)
FAILED = declare(
    "reminders.failed",
    label=_l("Surel gagal terkirim"),
    subject=_l("Surel untuk %(name)s tidak terkirim: %(about)s"),
    body=_l("Kabari orangnya dengan cara lain. Jawaban server surel: %(error)s"),
)
