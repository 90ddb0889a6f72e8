"""/healthz: whether the office can work. Rooms add checks; a check returns facts and raises nothing."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from biro.core.db import db
from biro.core.guards import public

log = logging.getLogger("biro")
bp = Blueprint("health", __name__)

Check = Callable[[], tuple[bool, dict[str, Any]]]


def add_check(app: Flask, check: Check) -> None:
    """A room's own check: returns (healthy, facts to show)."""
    app.extensions.setdefault("biro-health", []).append(check)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Status for monitors, no login; says nothing about content."""
    facts: dict[str, Any] = {"database": "down", "queue_age_s": None}
    healthy = False
    try:
        db.session.execute(text("SELECT 1"))
        facts["database"] = db.engine.dialect.name
        checks = [check() for check in current_app.extensions.get("biro-health", [])]
        healthy = all(ok for ok, _facts in checks)
        for _ok, more in checks:
            facts |= more
    except SQLAlchemyError:
        log.exception("health check: database out of reach")
    return jsonify(status="ok" if healthy else "fail", **facts), 200 if healthy else 503


def init_app(app: Flask) -> None:
    """Serve /healthz."""
    app.register_blueprint(bp)
