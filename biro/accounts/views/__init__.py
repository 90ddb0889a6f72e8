"""Pages of the accounts room."""

from flask import Flask

from biro.accounts.views import login, lookup
from biro.accounts.views.base import bp

__all__ = ["login", "lookup"]


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)
