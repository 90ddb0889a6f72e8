"""Who reads a secret letter that this office writes is written down before it is shown."""

from typing import Any

from sqlalchemy import select

from biro import audit
from biro.audit.models import Trail
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db
from biro.core.texts import _l
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.services.reading import SAME_VISIT

OPENED = declare("outgoing_letter.opened", _l("membaca surat"))
PROOF_OPENED = declare("outgoing_letter.proof_opened", _l("membuka bukti serah terima surat"))
READINGS = (OPENED, PROOF_OPENED)


def note_reading(letter: OutgoingLetter, *, by: Any, action: str = OPENED) -> None:
    """Once a visit: a page with its pictures is read once. Ends the open transaction (see `audit.record_alone`)."""
    if letter.is_secret and not _noted(letter, by, action):
        audit.record_alone(action, letter, by)


def _noted(letter: OutgoingLetter, by: Any, action: str) -> bool:
    query = select(Trail.seq).where(
        Trail.subject == OutgoingLetter.__tablename__,
        Trail.subject_id == letter.id,
        Trail.action == action,
        Trail.actor_id == by.person_id,
        Trail.behalf_id == by.behalf_id if by.behalf_id else Trail.behalf_id.is_(None),
        Trail.at > clock.now() - SAME_VISIT,
    )
    return db.session.scalar(query.limit(1)) is not None
