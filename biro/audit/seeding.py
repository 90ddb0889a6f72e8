"""The row at which the chain starts."""

from biro.audit.models import TrailHead
from biro.core.db import db
from biro.core.schema import seed


def sow_head() -> None:
    """One head, once."""
    if db.session.get(TrailHead, 1) is None:
        db.session.add(TrailHead(id=1, seq=0, hash=""))
        db.session.flush()


seed(sow_head, order=1)
