"""Pages of the archive."""

from flask import Flask

from biro.correspondence.archive.views import classes, disposals, due, files, filing, items, printing, unfiled
from biro.correspondence.archive.views.blueprint import bp
from biro.correspondence.archive.views.filing import files_of_letter, files_of_outgoing

__all__ = [
    "classes",
    "disposals",
    "due",
    "files",
    "files_of_letter",
    "files_of_outgoing",
    "filing",
    "items",
    "printing",
    "unfiled",
]


def init_app(app: Flask) -> None:
    """Importing the pages has hung them on the blueprint."""
    app.register_blueprint(bp)
