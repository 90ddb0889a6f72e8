"""What the worker does at each tick for the inbox. Each may run twice, or in several workers at once."""

from threading import Event

from sqlalchemy import literal, select

from biro.core.db import db
from biro.correspondence.intake import reading, splitting
from biro.files import readings


def read_scans(stop: Event) -> None:
    """Read what is wanted, those that wait in the inbox first, and cut stacks; what was cut is read, too."""
    _read(stop)
    splitting.cut_waiting()
    _read(stop)


def _read(stop: Event) -> None:
    while not stop.is_set():
        sha256 = readings.claim("inbox")
        if sha256 is None:
            break
        codes = bool(db.session.scalar(select(readings.carried_by(literal(sha256), "inbox"))))
        if readings.read(sha256, codes=codes):
            reading.reindex(sha256)
        reading.read_items()
        db.session.commit()
    reading.read_items()
    db.session.commit()
