"""What the search may know of a letter."""

from collections.abc import Iterable
from datetime import time

from sqlalchemy import or_, select, update
from sqlalchemy.orm.attributes import set_committed_value

from biro.accounts.models import Assignment, Position
from biro.accounts.permissions import ROLES, P
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Disposition, DispositionRecipient, Letter, Security
from biro.files import readings
from biro.search import services as search


def index(letter: Letter) -> None:
    """Put the letter into the search, or renew what stands there."""
    people = {letter.registered_by_id, *heads(letter.unit_id), *chain(letter.id)}
    found = entry(
        letter,
        sender=letter.sender.name,
        kept_by=letter.register.unit_id,
        zone=letter.unit.zone,
        people=people,
        text="" if letter.is_secret else readings.text_of(letter.owner),
    )
    [entry_id] = search.put_all([found])
    if letter.search_id != entry_id:  # beside the ORM: this is no edit of the letter, so its version stays
        db.session.execute(update(Letter.__table__).where(Letter.id == letter.id).values(search_id=entry_id))  # type: ignore[arg-type]
        set_committed_value(letter, "search_id", entry_id)


def entry(
    letter: Letter, *, sender: str, kept_by: int, zone: str, people: Iterable[int | None], text: str = ""
) -> search.Entry:
    """What is found of a letter whose book `kept_by` keeps (`text`: the words of its scans).

    Of a secret one, for `people` only, without words.
    """
    restricted = letter.security is Security.RESTRICTED
    permission = P.LETTER_RESTRICTED if restricted else P.LETTER_READ
    words = () if letter.is_secret else (letter.number, sender, text)
    return search.Entry(
        ref=letter.owner,
        kind="letter",
        title=letter.neutral_title,
        body=" ".join(filter(None, [letter.agenda_label, *words])),
        url=letter.url,
        at=clock.instant(letter.received_on, time(12), zone),
        permission=None if letter.is_secret else permission.value,
        unit_id=None if letter.is_secret else kept_by,
        person_ids=tuple(sorted(p for p in people if p)),
        secret=letter.is_secret,
    )


def heads(unit_id: int) -> list[int]:
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


def chain(letter_id: int) -> set[int]:
    given = select(Disposition.giver_id, Disposition.written_by_id).where(Disposition.letter_id == letter_id)
    received = (
        select(DispositionRecipient.person_id).join(Disposition).where(Disposition.letter_id == letter_id)
    )
    found = {person_id for row in db.session.execute(given) for person_id in row}
    return found | set(db.session.scalars(received))
