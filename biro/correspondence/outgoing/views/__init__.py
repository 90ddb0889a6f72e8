"""Pages of outgoing letters."""

from flask import Flask

from biro.correspondence.outgoing.signatures import views as signatures
from biro.correspondence.outgoing.views import (
    acts,
    dispatch,
    handing,
    issuing,
    ledgers,
    letters,
    panels,
    paper,
    settings,
    slips,
    verifying,
)
from biro.correspondence.outgoing.views.blueprint import bp
from biro.correspondence.outgoing.views.reading import may_read_file, may_read_proof

__all__ = [
    "acts",
    "dispatch",
    "handing",
    "issuing",
    "ledgers",
    "letters",
    "may_read_file",
    "may_read_proof",
    "panels",
    "paper",
    "settings",
    "signatures",
    "slips",
    "verifying",
]


def init_app(app: Flask) -> None:
    """Importing the pages has hung them on the blueprint."""
    app.register_blueprint(bp)
