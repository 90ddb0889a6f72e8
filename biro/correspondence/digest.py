"""What the morning digest says of letters: dispositions new, begun and late, and letters that wait for a head."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, func, or_, select

from biro.accounts.models import Assignment, Position
from biro.accounts.permissions import ROLES, P
from biro.core.db import db
from biro.core.texts import _l
from biro.correspondence.models import (
    Disposition,
    DispositionRecipient,
    Letter,
    LetterState,
    RecipientRole,
    RecipientState,
)
from biro.correspondence.models.dispositions import OPEN
from biro.reminders.kinds import declare

DIGEST = declare(
    "digest.letters",
    label=_l("Ringkasan pagi surat dan disposisi"),
    subject=_l(
        "Disposisi: %(new)s baru, %(begun)s belum selesai, %(late)s lewat batas. Surat menunggu disposisi: %(letters)s"
    ),
    body=_l("%(titles)s"),
)
NAMED = 10
URL = "/disposisi"


@dataclass
class Pile:
    """What waits for one person. Secret letters are counted, never named."""

    new: int = 0
    begun: int = 0
    late: int = 0
    letters: int = 0
    titles: list[str] = field(default_factory=list)

    @property
    def params(self) -> dict[str, str | int]:
        """For the words of the digest."""
        more = ["…"] if len(self.titles) > NAMED else []
        titles = "\n".join([*self.titles[:NAMED], *more])
        return {
            "new": self.new, "begun": self.begun, "late": self.late, "letters": self.letters, "titles": titles
        }  # fmt: skip


def build(person_ids: Collection[int], day: date) -> Mapping[int, Mapping[str, str | int]]:
    """The parameters for everyone of these for whom something waits."""
    piles: defaultdict[int, Pile] = defaultdict(Pile)
    _add_lines(piles, person_ids, day)
    _add_letters(piles, person_ids, day)
    return {person_id: pile.params for person_id, pile in piles.items()}


def _add_lines(piles: defaultdict[int, Pile], person_ids: Collection[int], day: date) -> None:
    line = DispositionRecipient
    copy = line.role == RecipientRole.COPY
    waits = or_(and_(~copy, line.state.in_(OPEN)), and_(copy, line.state == RecipientState.NEW))
    query = (
        select(DispositionRecipient, Letter)
        .join(Disposition, line.disposition_id == Disposition.id)
        .join(Letter, Disposition.letter_id == Letter.id)
        .where(line.person_id.in_(person_ids), waits)
        .order_by(line.due_on.is_(None), line.due_on, line.id)
    )
    for row, letter in db.session.execute(query):
        pile = piles[row.person_id]
        if row.is_overdue(day):
            pile.late += 1
        elif row.state is RecipientState.NEW:
            pile.new += 1
        else:
            pile.begun += 1
        if not letter.is_secret:
            pile.titles.append(f"{row.due_on:%d/%m}: {letter.subject}" if row.due_on else letter.subject)


def _add_letters(piles: defaultdict[int, Pile], person_ids: Collection[int], day: date) -> None:
    """Letters to a unit wait for those who head it today, whatever way they hold the post."""
    roles = [role for role, held in ROLES.items() if P.LETTER_DISPOSE in held]
    heads = (
        select(Assignment.person_id, Position.unit_id)
        .join(Position, Assignment.position_id == Position.id)
        .where(
            Assignment.person_id.in_(person_ids),
            Position.role.in_(roles),
            Assignment.starts_on <= day,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day),
        )
        .distinct()
    )
    headed = [(row.person_id, row.unit_id) for row in db.session.execute(heads)]
    waiting = (
        select(Letter.unit_id, func.count())
        .where(
            Letter.unit_id.in_({unit_id for _person, unit_id in headed}), Letter.state == LetterState.RECEIVED
        )
        .group_by(Letter.unit_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(waiting)}
    for person_id, unit_id in headed:
        if counts.get(unit_id):
            piles[person_id].letters += counts[unit_id]
