"""The demonstration office as a test database, small, on either engine; and what its rows amount to."""

import hashlib

from sqlalchemy import select

from biro.accounts.demo import Office
from biro.core.db import db
from biro.correspondence.outgoing.services.reading import OPENED
from biro.correspondence.services import READINGS
from biro.demo import furnish

# A visit is noted in the session's own row, that a disposition was opened in its recipient's line, that a secret
# letter was read in the Trail.
NOTED_BY_READING = {"login_session", "disposition_recipient", "trail_head"}


def furnish_small() -> None:
    """A few of everything, real cases included."""
    furnish(Office(letters=40, events=6, bookings=30))


def fingerprint() -> dict[str, str]:
    """A hash of every table's rows."""
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name in NOTED_BY_READING:
            continue
        query = select(table)
        if table.name == "trail":
            query = query.where(table.c.action.not_in([*READINGS, OPENED]))
        rows = sorted(repr(tuple(row)) for row in db.session.execute(query))
        found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found
