"""Pages of the correspondence room."""

from flask import Flask

from biro.correspondence.views import dispositions, letters, lookups
from biro.correspondence.views.blueprint import bp

__all__ = ["dispositions", "letters", "lookups"]


def init_app(app: Flask) -> None:
    """Importing the pages has hung them on the blueprint."""
    app.register_blueprint(bp)
