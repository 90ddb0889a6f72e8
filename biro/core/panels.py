"""How an upper room shows something on a lower room's page without the lower one knowing it.

`panels.lend("event.side", show_letter)` by the upper room; `{{ panels("event.side", event=event) }}` in the page.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

Panel = Callable[..., str | Markup | None]


def lend(app: Flask, slot: str, panel: Panel, *, order: int = 50) -> None:
    """Offer `panel(**context)` to every page that has `slot`; it returns HTML, or None for nothing."""
    slots = app.extensions.setdefault("biro-panels", defaultdict(list))
    slots[slot].append((order, panel))
    slots[slot].sort(key=lambda pair: pair[0])


def panels(slot: str, **context: Any) -> list[Markup]:
    """What the upper rooms have to say here, in order."""
    found = current_app.extensions.get("biro-panels", {}).get(slot, [])
    shown = (panel(**context) for _order, panel in found)
    return [Markup(html) for html in shown if html]  # noqa: S704 - panels render templates, which escape


def init_app(app: Flask) -> None:
    """Make `panels` known to templates."""
    app.jinja_env.globals["panels"] = panels
