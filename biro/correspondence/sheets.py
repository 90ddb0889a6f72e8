"""The disposition sheet (lembar disposisi) of letters, as data for the printed form."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from biro.accounts.models import Assignment, Person
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _, tanggal_pendek, waktu_pendek
from biro.correspondence import chains, queries
from biro.correspondence.books import day_in_words, letterhead
from biro.correspondence.chains import Node
from biro.correspondence.models import Disposition, DispositionRecipient, Instruction, Letter, RecipientState
from biro.correspondence.rules import MOST_SHEETS, agenda_numbers


def wanted(register_id: int, received_on: date, numbers: str, actor: Any) -> list[Letter]:
    """The letters of a book that came in on a day, or those with these numbers of that year; only what one may see."""
    query = queries.visible_to(actor).where(Letter.register_id == register_id)
    if numbers:
        query = query.where(Letter.year == received_on.year, Letter.agenda.in_(agenda_numbers(numbers)))
    else:
        query = query.where(Letter.received_on == received_on)
    whole = [joinedload(a) for a in (Letter.sender, Letter.classification, Letter.register, Letter.unit)]
    found = list(
        db.session.scalars(query.options(*whole).order_by(Letter.year, Letter.agenda).limit(MOST_SHEETS + 1))
    )
    field = "numbers" if numbers else "received_on"
    if not found:
        raise DomainError(_("Tidak ada surat yang cocok."), field=field)
    if len(found) > MOST_SHEETS:
        raise DomainError(_("Paling banyak %(most)s lembar sekali cetak.", most=MOST_SHEETS), field=field)
    return found


def page_data(letters: Sequence[Letter], about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/lembar-disposisi.typ` prints: one sheet for each letter, in this order."""
    trees = chains.trees([letter.id for letter in letters])
    _load_titles(trees.values())
    lines = chains.instructions()
    return {
        **about,
        "title": f"Lembar disposisi {letters[0].agenda_label}" if len(letters) == 1 else "Lembar disposisi",
        "letters": [_sheet(letter, trees[letter.id], lines) for letter in letters],
    }


def _sheet(letter: Letter, roots: list[Node], lines: list[Instruction]) -> dict[str, Any]:
    first = _standing(roots)
    return {
        "kop": letterhead(letter.unit),
        "from": letter.sender.name,
        "number": letter.number,
        "date": day_in_words(letter.letter_date),
        "received": day_in_words(letter.received_on),
        "agenda": letter.agenda_label,
        "subject": letter.subject,
        "enclosures": letter.enclosures,
        "classification": letter.classification.code if letter.classification else "",
        "security": letter.security.value,
        "secret": letter.is_secret,
        "urgency": letter.urgency.value,
        "ticks": _ticks(first, lines),
        "first": _first(first) if first else None,
        "steps": list(_steps(roots, first)),
    }


def _standing(roots: list[Node]) -> Disposition | None:
    """The first disposition that was not wholly taken back: it fills the box of the sheet."""
    return next(
        (node.disposition for node in roots if any(_stands(x) for x in node.disposition.recipients)), None
    )


def _stands(line: DispositionRecipient) -> bool:
    return line.state is not RecipientState.RECALLED


def _ticks(first: Disposition | None, lines: list[Instruction]) -> list[dict[str, Any]]:
    """The office's list, ticked; a line that is no longer in it stands below, where it was chosen."""
    chosen = list(first.instructions) if first else []
    gone = [line for line in chosen if line not in lines]
    return [{"text": line.text, "on": line in chosen} for line in (*lines, *gone)]


def _first(given: Disposition) -> dict[str, Any]:
    day = _day(given)
    return {
        "title": _title(given, day),
        "name": given.giver.name,
        "nip": given.giver.nip or "",
        "written": _written(given),
        "day": day_in_words(day),
        "note": given.note,
        "to": [_receiver(line, day) for line in given.recipients],
    }


def _steps(nodes: list[Node], first: Disposition | None, above: str = "") -> Iterator[dict[str, Any]]:
    """The whole tree from the top, each disposition after the one it continues: 1, 1.1, 1.2, 2."""
    for at, node in enumerate(nodes, 1):
        given, number, day = node.disposition, f"{above}{at}", _day(node.disposition)
        yield {
            "no": number,
            "name": given.giver.name,
            "title": _title(given, day),
            "given": tanggal_pendek(day)
            if given.on_paper
            else waktu_pendek(given.given_at, given.letter.unit.zone),
            "written": _written(given),
            "text": "; ".join(line.text for line in given.instructions) if given is not first else "",
            "note": given.note if given is not first else "",
            "contested": given.contest_reason,
            "to": [_receiver(line, day) for line in given.recipients],
        }
        yield from _steps(node.children, first, f"{number}.")


def _title(given: Disposition, day: date) -> str:
    return given.giver_title or given.giver.title_on(day)


def _written(given: Disposition) -> str:
    """Whose hand it was, when not the giver's own on the screen."""
    if given.on_paper:
        return f"dicatat {given.written_by.name} dari lembar kertas"
    return f"ditulis {given.written_by.name} atas perintah" if given.on_behalf else ""


def _receiver(line: DispositionRecipient, day: date) -> dict[str, str]:
    answer = line.answer or (f"Dikembalikan: {line.reason}" if line.reason else "")
    return {
        "name": line.person.name,
        "title": line.person.title_on(day),
        "role": str(line.role.label),
        "due": tanggal_pendek(line.due_on) if line.due_on else "",
        "state": line.state_label,
        "answer": answer,
        "paraf": _paraf(line),
    }


def _paraf(line: DispositionRecipient) -> str:
    """In place of the paraf of somebody who answered on the screen: their initials and the days."""
    zone = line.letter.unit.zone
    days = [
        f"{word} {tanggal_pendek(clock.local(at, zone).date())}"
        for word, at in (("dibaca", line.read_at), ("selesai", line.ended_at))
        if at is not None and (word == "dibaca" or line.state is RecipientState.DONE)
    ]
    return "\n".join([line.person.initials, *days]) if days else ""


def _day(given: Disposition) -> date:
    return clock.local(given.given_at, given.letter.unit.zone).date()


def _load_titles(trees: Any) -> None:
    """Everyone's positions at once, not person by person."""
    ids: set[int] = set()
    stack = [node for roots in trees for node in roots]
    while stack:
        node = stack.pop()
        stack += node.children
        ids |= {node.disposition.giver_id, *(line.person_id for line in node.disposition.recipients)}
    held = selectinload(Person.assignments).joinedload(Assignment.position)
    db.session.scalars(select(Person).options(held).where(Person.id.in_(ids))).all()
