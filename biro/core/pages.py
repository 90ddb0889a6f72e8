"""What pages share: the menu, lists by key, static URLs, and the answer to an act."""

import base64
import binascii
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import Select, tuple_
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.routing import BuildError

from biro.core.db import Versioned, db, locked, read
from biro.core.errors import DomainError, Stale
from biro.core.states import Labelled
from biro.core.texts import _, lang

PAGE_SIZE = 50
KEPT = 2000  # parts of pages; a few hundred bytes each


@dataclass(frozen=True)
class NavItem:
    """A line of the menu. `key` is the letter after `g`; `needs` a permission (None: any staff)."""

    label: Any
    endpoint: str
    icon: str
    needs: str | None = None
    order: int = 50
    key: str = ""
    group: Any = ""
    prefix: str = ""


class NavLink(NamedTuple):
    """A menu line for this person and page."""

    label: str
    url: str
    icon: str
    active: bool
    key: str
    group: str


def add_nav(app: Flask, *items: NavItem) -> None:
    """Put lines into the menu; a room calls this in its `init_app`."""
    menu: list[NavItem] = app.extensions.setdefault("biro-nav", [])
    menu.extend(items)
    menu.sort(key=lambda item: item.order)


def nav_items() -> tuple[NavLink, ...]:
    """The menu of whoever looks: only what they may open."""
    person, path = current_user._get_current_object(), request.script_root + request.path
    home = request.script_root + "/"
    lines = [
        line for line in (_menu() if person.is_authenticated else ()) if not line[0] or person.may(line[0])
    ]
    on = [line for line in lines if path == line[2].url or (line[1] != home and path.startswith(line[1]))]
    lit = max(on, key=lambda line: len(line[1]), default=None)  # the nearer of two that lead here
    return tuple(line[2] if line is lit else line[3] for line in lines)


def _menu() -> list[tuple[str | None, str, NavLink, NavLink]]:
    """Each line's permission and prefix, and how it looks on its own pages and on others; kept per language."""
    menus: dict[Hashable, Any] = current_app.extensions.setdefault("biro-menus", {})
    mark = (lang(), request.script_root)
    if mark not in menus:
        menus[mark] = [_line(item) for item in current_app.extensions.get("biro-nav", [])]
    found: list[tuple[str | None, str, NavLink, NavLink]] = menus[mark]
    return found


def _line(item: NavItem) -> tuple[str | None, str, NavLink, NavLink]:
    url = url_for(item.endpoint)
    there = NavLink(str(item.label), url, item.icon, False, item.key, str(item.group))
    prefix = request.script_root + item.prefix if item.prefix else url
    return item.needs, prefix, there._replace(active=True), there


def fixed(part: str, /, *key: Hashable, **given: Any) -> Markup:
    """A part of a page that looks the same as long as language and `key` are the same: drawn once, then kept.

    `key` must tell apart whatever of `given` is shown; what belongs to one session (tokens) has no place in it.
    """
    drawn: dict[tuple[Hashable, ...], Markup] = current_app.extensions.setdefault("biro-drawn", {})
    mark = (part, lang(), request.script_root, *key)
    found = drawn.get(mark)
    if found is None or current_app.debug:
        if len(drawn) >= KEPT:
            drawn.clear()
        template = current_app.jinja_env.get_template(part)
        found = drawn[mark] = Markup(template.render(given))  # noqa: S704 - a template, which escapes
    return found


def badges(*kinds: type[Labelled]) -> dict[Labelled, Markup]:
    """The badge of every state of these kinds, drawn once a language."""
    kept: dict[Hashable, dict[Labelled, Markup]] = current_app.extensions.setdefault("biro-badges", {})
    mark = (lang(), *kinds)
    if mark not in kept:
        kept[mark] = {m: _badge(m) for kind in kinds for m in kind}
    return kept[mark]


def _badge(state: Labelled) -> Markup:
    macro: Any = current_app.jinja_env.get_template("_parts/ui.html").module
    return Markup(macro.badge(str(state.label), state.tone))  # noqa: S704 - a template, which escapes


@dataclass
class Page:
    """One page of a list. `next_url` and `prev_url` are None at the ends; `total` only where it is cheap."""

    items: Sequence[Any]
    next_url: str | None = None
    prev_url: str | None = None
    total: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def keyset(
    query: Select[Any],
    keys: Sequence[Any],
    *,
    descending: bool = True,
    size: int = PAGE_SIZE,
    scalars: bool = False,
    given: Mapping[str, Any] | None = None,
    near: Callable[..., Sequence[Any]] | None = None,
) -> Page:
    """A page of `query` ordered by `keys` (columns in one direction, the last one unique), continued by key.

    `?setelah=` and `?sebelum=` carry the last or first row's key, so page 20,000 costs what page 1 costs.
    With `scalars` the items are entities, otherwise rows of columns; the key columns must be attributes of either.
    `given` are the values of the query's parameters. `near`, if there is one, reads the rows: called with the ordered
    query, the number of rows wanted and `given`, for what is sooner asked of the next rows than of all.
    """
    after, before = _token(request.args.get("setelah")), _token(request.args.get("sebelum"))
    back = before is not None and after is None
    mark = before if back else after
    down = descending != back
    if mark is not None and len(mark) == len(keys):
        left, right = tuple_(*keys), tuple_(*[_bind(v, k) for v, k in zip(mark, keys, strict=True)])
        query = query.where(left < right if down else left > right)
    query = _ordered(query, tuple(keys), down, None if near else size + 1)
    if near:
        rows = list(near(query, size + 1, **(given or {})))
    else:
        rows = list(db.session.scalars(query, given or {}) if scalars else read(query, **(given or {})))
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    has_next = bool(rows) and (more or back)
    has_prev = bool(rows) and (more if back else mark is not None)
    return Page(
        rows,
        next_url=_continue("setelah", rows[-1], keys) if has_next else None,
        prev_url=_continue("sebelum", rows[0], keys) if has_prev else None,
    )


@lru_cache(maxsize=256)
def _ordered(query: Select[Any], keys: tuple[Any, ...], down: bool, limit: int | None) -> Select[Any]:
    """Kept: a room that keeps its query (the same object) has it neither built nor looked through again."""
    return query.order_by(*[k.desc() if down else k.asc() for k in keys]).limit(limit)


def _bind(value: Any, key: Any) -> Any:
    kind = getattr(getattr(key, "type", None), "python_type", None)
    if kind is datetime and isinstance(value, str):
        return datetime.fromisoformat(value)
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _continue(name: str, row: Any, keys: Sequence[Any]) -> str:
    values = [getattr(row, k.key) for k in keys]
    text = json.dumps([v.isoformat() if isinstance(v, date | datetime) else v for v in values])
    args = {k: v for k, v in request.args.to_dict(flat=False).items() if k not in {"setelah", "sebelum"}}
    token = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **args, name: token})


def _token(text: str | None) -> list[Any] | None:
    if not text:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        return None  # a mangled link shows the first page
    ok = isinstance(found, list) and all(isinstance(v, str | int | float) for v in found)
    return found if ok else None


def acted(
    do: Callable[..., Any], back: str, *, done: Any = "", undo: str = "", **given: Any
) -> ResponseReturnValue:
    """Run an act, commit, say so and return to `back`; a refusal is said in the same place and nothing changes.

    With `undo`, the address that takes it back by POST, the message offers that.

    A button sends the version of the row that it was drawn on: what has changed since is not acted on unseen.
    """
    try:
        _expect_as_shown(do, given)
        do(**given)
        db.session.commit()
    except (DomainError, StaleDataError) as refusal:
        db.session.rollback()
        flash(str(refusal if isinstance(refusal, DomainError) else Stale()), "danger")
    else:
        text = str(done) or _("Tersimpan.")
        flash({"text": text, "undo": undo} if undo else text, "success")  # type: ignore[arg-type]
    return redirect(back, 303)


def _expect_as_shown(do: Callable[..., Any], given: dict[str, Any]) -> None:
    """The row is the one whose verb `do` is, or the first that is handed to a service; held until the commit."""
    sent = request.form.get("version")
    rows = (getattr(do, "__self__", None), *given.values())
    row = next((r for r in rows if isinstance(r, Versioned)), None)
    if sent is not None and row is not None:
        locked(row).expect(int(sent) if sent.isdecimal() else 0)


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page only."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def has_endpoint(name: str) -> bool:
    """Whether a room with this view is present (templates show no link to what is not there)."""
    return name in current_app.view_functions


def _static_url(app: Flask) -> Callable[[str], str]:
    """Addresses with the file's age in them; found once, as files change only with a new version."""
    root = Path(app.static_folder or "")
    known: dict[str, str] = {}

    def static_url(name: str) -> str:
        if name not in known or app.debug:
            path = root / name
            stamp = int(path.stat().st_mtime) if path.exists() else 0
            known[name] = url_for("static", filename=name, v=stamp)
        return known[name]

    return static_url


def _vendor(app: Flask) -> Callable[[str], bool]:
    present = {p.name for p in (Path(app.static_folder or "") / "vendor").glob("*")}
    return lambda name: name in present


def safe_next(target: str | None) -> str | None:
    """A `next=` that stays on this site, or None (no host, no scheme, no backslash or control character)."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if any(c in target for c in "\\\r\n\t") or any(ord(c) < 32 for c in target):
        return None
    return target


def url_or_none(endpoint: str, **values: Any) -> str | None:
    """The URL of a view, or None when that room is absent."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return None


def init_app(app: Flask) -> None:
    """Make the helpers known to templates."""
    app.jinja_env.globals.update(
        nav_items=nav_items,
        has_endpoint=has_endpoint,
        static_url=_static_url(app),
        fixed=fixed,
        vendor=_vendor(app),
        url_or_none=url_or_none,
    )
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
