"""What the worker does with signatures that were left in the middle."""

from threading import Event

from biro.core.db import db
from biro.correspondence.outgoing.services import remote


def sweep(_stop: Event) -> None:
    """Say so on their letters; harmless when run twice."""
    if remote.note_interrupted():
        db.session.commit()
    else:
        db.session.rollback()
