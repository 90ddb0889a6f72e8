"""Pages of the archive."""

from flask import Flask

from biro.correspondence.archive.views import classes, disposals, due, files, filing, items, printing
from biro.correspondence.archive.views.blueprint import bp
from biro.correspondence.archive.views.filing import files_of_letter

__all__ = ["classes", "disposals", "due", "files", "files_of_letter", "filing", "items", "printing"]


def init_app(app: Flask) -> None:
    """Importing the pages has hung them on the blueprint."""
    app.register_blueprint(bp)
