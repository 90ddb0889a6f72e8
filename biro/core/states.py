"""States with their words and colours in one place, so that no page invents its own."""

from enum import StrEnum
from typing import Any, Self

TONES = frozenset({"neutral", "info", "success", "warning", "danger", "secret", "void"})


class Labelled(StrEnum):
    """A stored value with what people read and the badge tone: `ASKED = "asked", _l("Diajukan"), "warning"`."""

    label: Any
    tone: str

    def __new__(cls, value: str, label: Any = None, tone: str = "neutral") -> Self:
        """Keep the label beside the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label if label is not None else value
        member.tone = tone
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, Any]]:
        """(value, label) pairs for a select."""
        return [(m.value, m.label) for m in cls]
