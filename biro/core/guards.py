"""The first ring: every endpoint says who may enter; one that says nothing lets nobody in."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

F = TypeVar("F", bound=Callable[..., Any])
PUBLIC = "public"
STAFF = "staff"


def public(view: F) -> F:
    """Open to everyone, no login."""
    view.guard = PUBLIC  # type: ignore[attr-defined]
    return view


def needs(permission: str = STAFF) -> Callable[[F], F]:
    """Only for a signed-in person who holds `permission` somewhere (STAFF: any signed-in person)."""

    def mark(view: F) -> F:
        view.guard = permission  # type: ignore[attr-defined]
        return view

    return mark


def guard_of(app: Flask, endpoint: str) -> str | None:
    """What an endpoint demands: PUBLIC, STAFF, a permission, or None when it forgot to say."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions.get(endpoint), "guard", None)


def _enforce(app: Flask) -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such address: the 404 page answers
    rule = guard_of(app, request.endpoint)
    if rule == PUBLIC:
        return None
    person = current_user._get_current_object()
    if not person.is_authenticated:
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")), 303)
    if rule is None or (rule != STAFF and not person.may(rule)):
        raise NotFound
    return None


def init_app(app: Flask) -> None:
    """Check before every view."""
    app.before_request(lambda: _enforce(app))
