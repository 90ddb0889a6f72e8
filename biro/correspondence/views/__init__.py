"""Pages of the correspondence room."""

from flask import Flask

from biro.correspondence.views import (
    cards,
    dispositions,
    instructions,
    invitations,
    letters,
    lookups,
    openings,
    paper,
    policies,
    printing,
    registering,
    senders,
    waiting,
)  # fmt: skip
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.invitations import letter_of_event
from biro.correspondence.views.reading import may_read_scan, may_read_sheet

__all__ = [
    "cards", "dispositions", "instructions", "invitations", "letter_of_event", "letters", "lookups", "may_read_scan",
    "may_read_sheet", "openings", "paper", "policies", "printing", "registering", "senders", "waiting",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """Importing the pages has hung them on the blueprint."""
    app.register_blueprint(bp)
