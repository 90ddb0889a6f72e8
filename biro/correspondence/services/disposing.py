"""Passing letters on, and what recipients do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from biro import audit
from biro.accounts.models import AssignmentKind, Person
from biro.accounts.permissions import P, may_role
from biro.core import clock, workdays
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, _l
from biro.correspondence import reminders, rules
from biro.correspondence.models import (
    Disposition,
    DispositionRecipient,
    Instruction,
    Letter,
    LetterState,
    RecipientRole,
    RecipientState,
)
from biro.correspondence.services.indexing import index
from biro.reminders import services as telling

GIVEN = declare("disposition.given", _l("memberi disposisi"))


@dataclass(frozen=True)
class Recipients:
    """One coordinator, any helpers and copies, as person ids."""

    coordinator_id: int
    helper_ids: Sequence[int] = ()
    copy_ids: Sequence[int] = ()

    def roles(self) -> list[tuple[int, RecipientRole]]:
        """Everyone once, in their weightiest role."""
        found = dict.fromkeys(self.copy_ids, RecipientRole.COPY)
        found |= dict.fromkeys(self.helper_ids, RecipientRole.HELPER)
        found[self.coordinator_id] = RecipientRole.COORDINATOR
        return sorted(found.items(), key=lambda pair: list(RecipientRole).index(pair[1]))


def dispose(letter: Letter, *, by: Any, version: int | None = None, **sheet: Any) -> Disposition:
    """Pass a letter on to one coordinator and any helpers; `sheet` is what `put_down` takes.

    The head of the addressed unit gives the first one; whoever received one and may dispose continues it.
    """
    letter.expect(version)
    parent = _line_of(letter, by)
    _check_giver(letter, parent, by)
    today = clock.today(letter.unit.zone)
    made = put_down(letter, giver=by.effective, parent=parent, day=today, by=by, **sheet)
    if parent is not None and parent.state in (RecipientState.NEW, RecipientState.READ):
        parent.start(by=by)
    audit.record(GIVEN, made, by, to=[line.person.name for line in made.recipients])
    return made


def put_down(
    letter: Letter, *, giver: Person, parent: DispositionRecipient | None, day: date, by: Any, recipients: Recipients,
    instruction_ids: Sequence[int] = (), note: str = "", due_on: date | None = None,
    helpers_due_on: date | None = None, due_each: Mapping[int, date] | None = None, **more: Any,
) -> Disposition:  # fmt: skip
    """Write a disposition of `giver` on that day and tell its people; who may has been checked.

    Without a due date the urgency sets it, in working days; helpers may have days of their own (`due_each`, by
    person); instructions that need no answer have no deadline.
    """
    people = _people(recipients, giver)
    instructions = list(db.session.scalars(select(Instruction).where(Instruction.id.in_(instruction_ids))))
    if not instructions and not note.strip():
        raise DomainError(_("Pilih instruksi atau tulis catatan."), field="instruction_ids")
    due = _due(letter, instructions, due_on, day)
    own = _check_own(due_each or {}, day) if due else {}
    made = Disposition(
        letter=letter, parent_id=parent.disposition_id if parent else None, giver=giver,
        giver_title=acting_title(giver, letter, parent, day), written_by_id=by.person_id, note=note.strip(),
        instructions=instructions, **more,
    )  # fmt: skip
    dates = {RecipientRole.COORDINATOR: due, RecipientRole.HELPER: (helpers_due_on or due) if due else None}
    made.recipients = [
        DispositionRecipient(
            person=people[i], role=role, due_on=_day(dates, own, i, role), state=RecipientState.NEW
        )
        for i, role in recipients.roles()
    ]
    db.session.add(made)
    letter.mark_disposed(by=by)
    db.session.flush()
    _announce(made, by)
    return made


def acting_title(person: Person, letter: Letter, parent: DispositionRecipient | None, day: date) -> str:
    """The position somebody gives a disposition under: for a letter to their unit the one that heads it (also as
    Plh or Plt), for one that was passed to them their own."""
    held = [a for a in person.assignments if a.holds_on(day)]
    if parent is None:
        heading = [
            a for a in held
            if may_role(a.position.role, P.LETTER_DISPOSE) and letter.unit.path.startswith(a.position.unit.path)
        ]  # fmt: skip
        held = sorted(heading, key=lambda a: -len(a.position.unit.path)) or held
    else:
        held = sorted(held, key=lambda a: (a.kind is not AssignmentKind.DEFINITIVE, a.position.rank))
    return held[0].title[:200] if held else ""


def _line_of(letter: Letter, by: Any) -> DispositionRecipient | None:
    """The giver's own line on this letter, which this disposition continues (the newest one still open)."""
    query = (
        select(DispositionRecipient)
        .join(Disposition)
        .where(Disposition.letter_id == letter.id, DispositionRecipient.person_id == by.effective_id)
        .order_by(DispositionRecipient.id.desc())
    )
    return next((line for line in db.session.scalars(query) if line.is_open), None)


def may_give(letter: Letter, by: Any) -> bool:
    """Whether the actor can pass this letter on now (the page shows the button only then)."""
    if letter.state in (LetterState.FILED, LetterState.VOID) or not by.may(P.LETTER_DISPOSE):
        return False
    return by.may(P.LETTER_DISPOSE, letter.unit_id) or _line_of(letter, by) is not None


def _check_giver(letter: Letter, parent: DispositionRecipient | None, by: Any) -> None:
    if not by.may(P.LETTER_DISPOSE) or (parent is None and not by.may(P.LETTER_DISPOSE, letter.unit_id)):
        raise Forbidden


def _people(recipients: Recipients, giver: Person) -> dict[int, Person]:
    wanted = [i for i, _role in recipients.roles()]
    if giver.id in wanted:
        raise DomainError(_("Disposisi diberikan kepada orang lain."), field="coordinator_id")
    found = db.session.scalars(select(Person).where(Person.id.in_(wanted), Person.active))
    people = {p.id: p for p in found}
    if len(people) < len(wanted):
        raise DomainError(_("Ada penerima yang tidak dikenal atau tidak aktif."), field="coordinator_id")
    return people


def _due(letter: Letter, instructions: list[Instruction], wished: date | None, day: date) -> date | None:
    if instructions and not any(i.needs_answer for i in instructions):
        return None
    if wished is not None and wished < day:
        raise DomainError(_("Batas waktu sudah lewat."), field="due_on")
    return wished or proposed_due(letter, day)


def _check_own(wished: Mapping[int, date], day: date) -> Mapping[int, date]:
    if any(due < day for due in wished.values()):
        raise DomainError(_("Batas waktu sudah lewat."), field="due_each")
    return wished


def _day(
    dates: Mapping[RecipientRole, date | None], own: Mapping[int, date], person_id: int, role: RecipientRole
) -> date | None:
    """A helper's own day, else the role's; copies have none."""
    return own.get(person_id, dates.get(role)) if role is RecipientRole.HELPER else dates.get(role)


def proposed_due(letter: Letter, day: date | None = None) -> date:
    """The due date that the urgency sets for a disposition given that day (today)."""
    given_on = day or clock.today(letter.unit.zone)
    return rules.due_on(letter.urgency, given_on, workdays.days_off(given_on))


def _announce(made: Disposition, by: Any) -> None:
    for line in made.recipients:
        tell_line(line, [line.person_id], reminders.NEW, by)
    telling.replan(made.owner, reminders.wanted(made), by=by)
    index(made.letter)


def start(line: DispositionRecipient, *, by: Any) -> None:
    """Someone is at it."""
    locked(line).start(by=by)


def answer(line: DispositionRecipient, *, text: str, finish: bool, by: Any) -> None:
    """Say how it stands; with `finish`, what came of it. The giver is told, the deadline stops."""
    if not text.strip():
        raise DomainError(_("Tulis jawabannya."), field="text")
    if not finish:
        locked(line).reply(text=text.strip(), by=by)
        return
    locked(line).finish(text=text.strip(), by=by)
    _ended(line, reminders.FINISHED, by)
    settle(line.letter, by)


def give_back(line: DispositionRecipient, *, reason: str, by: Any) -> None:
    """Not mine: back to the giver, with the reason."""
    locked(line).give_back(reason=reason, by=by)
    _ended(line, reminders.RETURNED, by)
    settle(line.letter, by)


def recall(line: DispositionRecipient, *, by: Any) -> None:
    """Take a line back while it is unread."""
    locked(line).recall(by=by)
    _ended(line, None, by)
    settle(line.letter, by)


def _ended(line: DispositionRecipient, kind: str | None, by: Any) -> None:
    db.session.flush()
    telling.replan(line.disposition.owner, reminders.wanted(line.disposition), by=by)
    if kind:
        tell_line(line, [line.disposition.giver_id], kind, by)


def tell_line(line: DispositionRecipient, person_ids: list[int], kind: str, by: Any) -> None:
    """Say something about a recipient's line."""
    telling.tell(
        person_ids, kind=kind, owner=line.disposition.owner, url=line.disposition.url,
        params=reminders.params_of(line), by=by, secret=line.is_secret,
    )  # fmt: skip


def settle(letter: Letter, by: Any) -> None:
    """Nobody is at it any more: done when somebody finished, otherwise it waits for the head again."""
    if letter.state is not LetterState.DISPOSED:
        return
    query = select(DispositionRecipient).join(Disposition).where(Disposition.letter_id == letter.id)
    lines = [x for x in db.session.scalars(query) if x.role is not RecipientRole.COPY]
    if any(line.is_open for line in lines):
        return
    if any(line.state is RecipientState.DONE for line in lines):
        letter.settle(by=by)
    else:
        letter.reopen(by=by)
