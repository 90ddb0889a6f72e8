"""Biro: the office system of Indonesia's General Affairs bureaus. `create_app` builds the house, lowest room first."""

import gc
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from biro import settings
from biro.core import db as database
from biro.core.db import db

__version__ = "0.1.0"

# The floor plan, lowest first: a room calls down and signals up.
ROOMS = (
    "core",
    "audit",
    "accounts",
    "files",
    "documents",
    "search",
    "reminders",
    "allocations",
    "facilities",
    "rosters",
    "events",
    "correspondence",
    "desk",
)
HERE = Path(__file__).resolve().parent
DEADLOCK = "40P01"


class Biro(Flask):
    """Flask, plus: a request that PostgreSQL chose as a deadlock's victim is carried out once more."""

    def dispatch_request(self) -> ResponseReturnValue:
        """One request is one transaction, so doing it again after a rollback is safe."""
        for _again in range(2):
            try:
                return super().dispatch_request()
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != DEADLOCK:
                    raise
                db.session.rollback()
        return super().dispatch_request()


def application() -> Flask:
    """`create_app` for a server process: what stands after the start is never garbage, so it is not looked through."""
    app = create_app()
    gc.collect()
    gc.freeze()
    return app


def create_app(**override: Any) -> Flask:
    """The whole office as a Flask application; `override` replaces settings (tests)."""
    config = settings.load(**override)
    beside = HERE.parent / "templates"
    app = Biro(
        __name__,
        instance_path=str(config["INSTANCE"]),
        template_folder=str(beside if beside.is_dir() else HERE / "templates"),
    )
    app.config.from_mapping(config)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(config["SQLALCHEMY_DATABASE_URI"])
    if config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config["PROXIES"], x_proto=config["PROXIES"])  # type: ignore[method-assign]
    for room in ROOMS:
        import_module(f"biro.{room}").init_app(app)
    return app
