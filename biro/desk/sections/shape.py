"""What a section is: a few lines, the nearest first, each one click from done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SHOWN = 6


@dataclass(frozen=True)
class Button:
    """An act in place, as `ui.act_buttons` draws it."""

    label: Any
    url: str
    tone: str = "ghost"
    asks_reason: bool = False
    confirm: str = ""
    press: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Item:
    """One line. `url` leads to where it is done, as does the key `press`; `badge` is (label, tone)."""

    title: str
    url: str
    when: str = ""
    detail: str = ""
    badge: tuple[str, str] | None = None
    acts: Sequence[Button] = ()
    press: str = ""


@dataclass(frozen=True)
class Section:
    """A card of the desk. `calm` is the sentence when nothing waits; `more_url` the full list."""

    key: str
    title: str
    icon: str
    items: Sequence[Item]
    calm: str
    more_url: str | None = None
    is_more: bool = False
    waits: bool = True

    @property
    def count(self) -> str:
        """How many wait: exact, or "6+" when more than shown (counting all would cost more than it tells)."""
        return f"{len(self.items)}+" if self.is_more else str(len(self.items))


def buttons(acts: Iterable[Any], url: str, *names: str) -> tuple[Button, ...]:
    """The acts of a model as buttons below its address, only the named ones when names are given."""
    return tuple(
        Button(act.label, f"{url}/{act.noun}", act.tone, act.asks_reason, version=act.version)
        for act in acts
        if not names or act.name in names
    )


def cut(rows: Sequence[Any]) -> tuple[Sequence[Any], bool]:
    """(the rows to show, whether there are more) of a query that asked for SHOWN + 1."""
    return rows[:SHOWN], len(rows) > SHOWN
