"""What the search may know of a letter."""

from datetime import time
from typing import Any

from sqlalchemy import or_, select

from biro.accounts.models import Assignment, Position
from biro.accounts.permissions import ROLES, P
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Disposition, DispositionRecipient, Letter
from biro.search import services as search


def index(letter: Letter) -> None:
    """Put the letter into the search, or renew what stands there: a secret one for its chain only, without words."""
    people = {letter.registered_by_id, *_heads(letter.unit_id), *_chain(letter.id)} - {None}
    given: dict[str, Any] = {
        "kind": "letter",
        "title": letter.neutral_title,
        "url": letter.url,
        "at": clock.instant(letter.received_on, time(12), letter.unit.zone),
        "person_ids": sorted(p for p in people if p),
    }
    if letter.is_secret:
        search.put(letter.owner, body=letter.agenda_label, secret=True, **given)
        return
    body = f"{letter.agenda_label} {letter.number} {letter.sender.name}"
    search.put(letter.owner, body=body, permission=P.LETTER_READ, unit_id=letter.register.unit_id, **given)


def _heads(unit_id: int) -> list[int]:
    """Who may dispose of letters to exactly this unit today."""
    roles = [role for role, held in ROLES.items() if P.LETTER_DISPOSE in held]
    today = clock.today()
    query = (
        select(Assignment.person_id)
        .join(Position, Assignment.position_id == Position.id)
        .where(
            Position.unit_id == unit_id,
            Position.role.in_(roles),
            Assignment.starts_on <= today,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= today),
        )
    )
    return list(db.session.scalars(query))


def _chain(letter_id: int) -> set[int]:
    given = select(Disposition.giver_id, Disposition.written_by_id).where(Disposition.letter_id == letter_id)
    received = (
        select(DispositionRecipient.person_id).join(Disposition).where(Disposition.letter_id == letter_id)
    )
    found = {person_id for row in db.session.execute(given) for person_id in row}
    return found | set(db.session.scalars(received))
