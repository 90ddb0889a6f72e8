"""Why something may not be done to a letter that the room itself would allow: alcoves say so, the room knows none.

An objection is asked for one act ("unfiled") and answers with a sentence for people, or with nothing.
"""

from collections.abc import Callable
from typing import Any

Objection = Callable[[Any], str | None]
_objections: dict[str, list[Objection]] = {}


def object_to(act: str, objection: Objection) -> None:
    """Let this be asked before this act on a letter; once, however many apps a process makes."""
    asked = _objections.setdefault(act, [])
    if objection not in asked:
        asked.append(objection)


def against(act: str, letter: Any) -> str | None:
    """The first reason why this may not be done to the letter."""
    return next((why for why in (ask(letter) for ask in _objections.get(act, ())) if why), None)
