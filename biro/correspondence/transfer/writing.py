"""Letters of an old book: written a few hundred at a time, found like any other, taken back while untouched."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import time
from typing import Any

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from biro.accounts.actors import actor_for
from biro.core import clock, numbering
from biro.core.db import db
from biro.correspondence.models import SECRET, Correspondent, Letter, LetterState, Security, Urgency
from biro.correspondence.rules import name_key, number_key
from biro.correspondence.services import addressing, indexing
from biro.correspondence.transfer.known import Known
from biro.correspondence.transfer.models import Import, ImportRow
from biro.correspondence.transfer.rules import Line
from biro.files.queries import attachment_counts
from biro.search import services as search


def write(batch: Import, rows: Sequence[ImportRow], known: Known) -> None:
    """Make letters of these rows; a number that was given to another letter meanwhile is said at its row."""
    lines = {row: known.read(row.cells, batch.mapping) for row in rows}
    _number(batch, lines)
    wanted = {row: line for row, line in lines.items() if not row.failed}
    senders = _senders(wanted.values(), actor_for(batch.by))
    letters = {
        row: _letter(batch, line, row, senders[name_key(line.sender)], known) for row, line in wanted.items()
    }
    db.session.add_all(letters.values())
    db.session.flush()
    addressing.reveal({letter.sender_id for letter in letters.values() if not letter.is_secret})
    for row, letter in letters.items():
        row.letter_id = letter.id
    _index(batch, {letter: wanted[row].sender for row, letter in letters.items()})
    for year in {row.year for row in letters if row.year}:
        settle_counter(batch.register_id, year)


def _number(batch: Import, lines: dict[ImportRow, Line]) -> None:
    """The book's own numbers while they are free, or the next ones of the counter."""
    if not batch.has_numbers:
        by_year: dict[int, list[ImportRow]] = defaultdict(list)
        for row in lines:
            by_year[row.year or 0].append(row)
        for year, of_year in by_year.items():
            last = numbering.take(f"register:{batch.register_id}:{year}", len(of_year))
            for agenda, row in enumerate(of_year, last - len(of_year) + 1):
                row.agenda = agenda
        return
    mine = [(row.year, row.agenda) for row in lines]
    query = select(Letter.year, Letter.agenda).where(
        Letter.register_id == batch.register_id, tuple_(Letter.year, Letter.agenda).in_(mine)
    )
    taken = {tuple(pair) for pair in db.session.execute(query)}
    for row in lines:
        if (row.year, row.agenda) in taken:
            row.errors, row.failed = [*row.errors, ["taken", f"{row.agenda}/{row.year}"]], True


def _senders(lines: Collection[Line], by: Any) -> dict[str, int]:
    """Ids by the key of the name; new ones are written down, once though two clerks do it at the same time."""
    wanted = {name_key(line.sender): line.sender for line in lines}
    told = {name_key(line.sender) for line in lines if Security(line.security) not in SECRET}
    addressing.make_room(wanted, by=by)
    engine = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    rows = [
        {"name": name[:200], "name_key": key, "address": "", "secret": key not in told}
        for key, name in wanted.items()
    ]
    if rows:
        db.session.execute(
            engine.insert(Correspondent).values(rows).on_conflict_do_nothing(index_elements=["name_key"])
        )
    meant = func.coalesce(Correspondent.merged_into_id, Correspondent.id)
    query = select(Correspondent.name_key, meant).where(Correspondent.name_key.in_(wanted))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _letter(batch: Import, line: Line, row: ImportRow, sender_id: int, known: Known) -> Letter:
    """A letter that is over: nobody has to dispose of what was answered years ago. It was written down when the old
    book says it came; when it was taken in here stands in the Trail.
    """
    assert line.received_on and line.letter_date and row.agenda
    return Letter(
        register_id=batch.register_id, year=line.received_on.year, agenda=row.agenda, sender_id=sender_id,
        number=line.number, number_key=number_key(line.number), letter_date=line.letter_date,
        received_on=line.received_on, subject=line.subject, enclosures=line.enclosures,
        classification_id=known.classes.get(line.classification), security=Security(line.security),
        urgency=Urgency(line.urgency), unit_id=known.unit_of(line), state=LetterState.FILED,
        registered_by_id=batch.by_id, registered_at=clock.instant(line.received_on, time(12), batch.unit.zone),
    )  # fmt: skip


def _index(batch: Import, letters: dict[Letter, str]) -> None:
    heads = {unit_id: indexing.heads(unit_id) for unit_id in {letter.unit_id for letter in letters}}
    entries = [
        indexing.entry(
            letter, sender=sender, kept_by=batch.register.unit_id, zone=batch.unit.zone,
            people={batch.by_id, *heads[letter.unit_id]},
        )
        for letter, sender in letters.items()
    ]  # fmt: skip
    ids = search.put_all(entries)
    table: Any = Letter.__table__  # beside the ORM: this is no edit of the letters, so their version stays
    for letter, entry_id in zip(letters, ids, strict=True):
        db.session.execute(update(table).where(table.c.id == letter.id).values(search_id=entry_id))


def settle_counter(register_id: int, year: int) -> None:
    """The next letter of that year follows the last one in the book."""
    key = f"register:{register_id}:{year}"
    numbering.take(key, 0)  # others wait here, so that nobody takes a number between looking and setting
    last = select(func.max(Letter.agenda)).where(Letter.register_id == register_id, Letter.year == year)
    numbering.settle(key, db.session.scalar(last) or 0)


def take_back(rows: Sequence[ImportRow]) -> None:
    """Remove the letters that nobody has changed, disposed of, filed or given a scan since."""
    query = select(Letter).where(Letter.id.in_([row.letter_id for row in rows]))
    letters = {letter.id: letter for letter in db.session.scalars(query)}
    senders = {letter.sender_id for letter in letters.values()}
    scans = attachment_counts([letter.owner for letter in letters.values()])
    for row in rows:
        letter = letters[row.letter_id or 0]
        if letter.version == 1 and not scans.get(letter.owner) and _removed(letter):
            row.letter_id = None
        else:
            row.warnings = [*[w for w in row.warnings if w[0] != "used"], ["used", letter.agenda_label]]
    addressing.settle(senders)


def _removed(letter: Letter) -> bool:
    """Whether it could be removed: what hangs on it elsewhere holds it."""
    ref, letter_id = letter.owner, letter.id
    try:
        with db.session.begin_nested():
            db.session.execute(
                update(ImportRow).where(ImportRow.letter_id == letter_id).values(letter_id=None)
            )
            db.session.execute(delete(Letter).where(Letter.id == letter_id))
            search.remove(ref)
    except IntegrityError:
        return False
    return True
