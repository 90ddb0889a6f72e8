"""Pages of numbers and their books."""

from flask import Flask

from biro.correspondence.numbers.views import ledger, settings, taking
from biro.correspondence.numbers.views.blueprint import bp

__all__ = ["ledger", "settings", "taking"]


def init_app(app: Flask) -> None:
    """Importing the pages has hung them on the blueprint."""
    app.register_blueprint(bp)
