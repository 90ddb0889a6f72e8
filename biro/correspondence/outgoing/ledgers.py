"""The books of what goes out, as the office prints them: a secret letter is its number and no more.

Which rows and what they say is decided in the database, as in `correspondence.books`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, extract, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import among, db
from biro.core.errors import Forbidden
from biro.core.texts import waktu_pendek
from biro.correspondence import books
from biro.correspondence.books import Book
from biro.correspondence.models import SECRET, Letter, Security, Urgency
from biro.correspondence.outgoing import queries
from biro.correspondence.outgoing.models import (
    Dispatch,
    OutgoingLetter,
    OutgoingRecipient,
    OutgoingState,
    RecipientKind,
)
from biro.documents import Column

# Permenkes 20/2024 Ps. 72.
OUTGOING = (
    Column("No. urut", 9), Column("Tanggal pengiriman", 13), Column("Nomor naskah", 28), Column("Tanggal naskah", 13),
    Column("Tujuan", 36), Column("Isi ringkas", 48), Column("Keterangan", 28),
)  # fmt: skip
# Permendagri 47/2016: one sheet for both directions.
SHEET = (
    Column("No. urut", 9), Column("Tanggal terima/kirim", 13), Column("Masuk: nomor", 24), Column("Masuk: tanggal", 12),
    Column("Masuk: pengirim", 28), Column("Masuk: isi singkat", 36), Column("Keluar: nomor", 24),
    Column("Keluar: tanggal", 12), Column("Keluar: ditujukan kepada", 28), Column("Keluar: isi singkat", 36),
    Column("Keterangan", 24),
)  # fmt: skip
EXPEDITION = (
    Column("No. urut", 9), Column("Tanggal pengiriman", 13), Column("Tanggal surat", 12), Column("Nomor surat", 28),
    Column("Isi singkat", 48), Column("Ditujukan kepada", 36), Column("Keterangan", 28), Column("Tanda terima", 36),
)  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """What a unit and those below it send, from a day to a day (both included)."""

    unit: Unit
    units: tuple[int, ...]
    since: date
    until: date


def units(actor: Any) -> list[Unit]:
    """The units whose letters the actor reads or sends out."""
    ids = {*actor.units_for(P.LETTER_READ), *actor.house_units(P.LETTER_DISPATCH)}
    return list(db.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.path)))


def ledger(unit_id: int | None, since: date, until: date, actor: Any) -> Ledger:
    """The letters of a unit that the actor has a part in, or the same 404 as for one that does not exist."""
    open_to = {unit.id: unit for unit in units(actor)}
    if unit_id not in open_to:
        raise Forbidden
    top = open_to[unit_id]
    below = tuple(unit.id for unit in open_to.values() if unit.path.startswith(top.path))
    return Ledger(top, below, since, until)


def of_book(book: Book, actor: Any) -> Ledger:
    """What goes out from the bureau that keeps this agenda book."""
    path = "/".join(book.register.unit.path.split("/")[:3]) + "/"
    below = tuple(unit.id for unit in units(actor) if unit.path.startswith(path))
    return Ledger(book.register.unit, below, book.since, book.until)


def _of(it: Ledger) -> tuple[Any, ...]:
    return (
        among(OutgoingLetter.unit_id, it.units),
        OutgoingLetter.sent_on.between(it.since, it.until),
    )


def _guarded(actor: Any) -> Any:
    return or_(among(OutgoingLetter.security, SECRET), ~queries.may_see(actor))


def lines(it: Ledger, actor: Any) -> Select[Any]:
    """The letters that were sent, by the day of sending."""
    row, guarded = OutgoingLetter, _guarded(actor)
    shown = (row.sent_on, row.signed_on, row.subject, row.enclosures, row.urgency, row.reason)
    masked = [case((~guarded, column)).label(column.key) for column in shown]
    struck = (row.state == OutgoingState.VOID).label("void")
    year = extract("year", row.sent_on).label("year")
    return (
        select(row.id, row.number, row.security, year, guarded.label("guarded"), struck, *masked)
        .where(*_of(it))
        .order_by(row.sent_on, row.id)
    )


def count(it: Ledger) -> int:
    """How many letters."""
    return db.session.scalar(select(func.count()).select_from(OutgoingLetter).where(*_of(it))) or 0


def before(it: Ledger) -> int:
    """How many were sent in that year before the first day: the number goes on, wherever the period begins."""
    begin = it.since.replace(month=1, day=1)
    query = select(func.count()).select_from(OutgoingLetter).where(
        among(OutgoingLetter.unit_id, it.units), OutgoingLetter.sent_on >= begin, OutgoingLetter.sent_on < it.since
    )  # fmt: skip
    return db.session.scalar(query) or 0


def cells(session: Session, query: Select[Any], it: Ledger, start: int) -> Iterator[tuple[Any, ...]]:
    """The book of outgoing letters, numbered anew each year."""
    at, year = start, it.since.year
    for row, to in _with_names(session, query):
        at, year = (at + 1 if int(row.year) == year else 1), int(row.year)
        if row.guarded:
            yield (at, None, row.number, None, "", books.degree(row.security), "Batal" if row.void else "")
        else:
            yield (at, row.sent_on, row.number, row.signed_on, to, row.subject, remark(row))


def sheet_lines(book: Book, it: Ledger, actor: Any) -> Select[Any]:
    """Both directions together by day. The day of a guarded row orders it and does not leave the database."""
    came = books.lines(book, actor).add_columns(Letter.received_on.label("day")).order_by(None).subquery()
    went = lines(it, actor).add_columns(OutgoingLetter.sent_on.label("day")).order_by(None).subquery()
    both = union_all(
        select(
            came.c.day, literal(0).label("side"), came.c.agenda.label("at"), null().label("id"), came.c.number,
            came.c.security, came.c.guarded, came.c.void, came.c.received_on.label("on"),
            came.c.letter_date.label("dated"), came.c.sender, came.c.subject, came.c.enclosures, came.c.urgency,
            came.c.void_reason.label("reason"),
        ),
        select(
            went.c.day, literal(1), went.c.id, went.c.id, went.c.number, went.c.security, went.c.guarded, went.c.void,
            went.c.sent_on, went.c.signed_on, null(), went.c.subject, went.c.enclosures, went.c.urgency,
            went.c.reason,
        ),
    ).subquery()  # fmt: skip
    seen = [column for column in both.c if column.key not in ("day", "at")]
    return select(*seen).order_by(both.c.day, both.c.side, both.c.at)


def sheet_cells(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The one sheet: each letter on its own side."""
    none = (None, None, None, None)
    for at, (row, to) in enumerate(_with_names(session, query), 1):
        if row.guarded:
            mine, said = (row.number or "", None, "", books.degree(row.security)), "Batal" if row.void else ""
        else:
            mine, said = (row.number, row.dated, to if row.side else row.sender, row.subject), remark(row)
        yield (at, row.on, *none, *mine, said) if row.side else (at, row.on, *mine, *none, said)


def copies(actor: Any, *only: Any) -> Select[Any]:
    """Copies on their way, one a line."""
    letter, guarded = OutgoingLetter, _guarded(actor)
    shown = (
        letter.sent_on, letter.signed_on, letter.subject, OutgoingRecipient.name, Dispatch.receiver,
        Dispatch.receiver_title, Dispatch.received_at, Dispatch.courier, Dispatch.tracking,
    )  # fmt: skip
    masked = [case((~guarded, column)).label(column.key) for column in shown]
    struck = (letter.state == OutgoingState.VOID).label("void")
    return (
        select(
            letter.number, letter.security, guarded.label("guarded"), struck, Dispatch.way, Unit.zone, *masked
        )
        .select_from(Dispatch)
        .join(letter, Dispatch.letter_id == letter.id)
        .join(OutgoingRecipient, Dispatch.recipient_id == OutgoingRecipient.id)
        .join(Unit, letter.unit_id == Unit.id)
        .where(*only)
        .order_by(letter.sent_on, letter.id, Dispatch.id)
    )


def copies_of(it: Ledger, actor: Any) -> Select[Any]:
    """The copies of a unit's letters in the period."""
    return copies(actor, *_of(it))


def copy_count(it: Ledger) -> int:
    """How many copies."""
    joined = (
        select(func.count())
        .select_from(Dispatch)
        .join(OutgoingLetter, Dispatch.letter_id == OutgoingLetter.id)
    )
    return db.session.scalar(joined.where(*_of(it))) or 0


def copy_cells(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Buku ekspedisi: who received it, or room for their signature."""
    for at, row in enumerate(session.execute(query.execution_options(yield_per=500)), 1):
        if row.guarded:
            yield (
                at,
                None,
                None,
                row.number,
                books.degree(row.security),
                "",
                "Batal" if row.void else "",
                "",
            )
            continue
        way = [str(row.way.label), row.courier, f"resi {row.tracking}" if row.tracking else ""]
        taken = (
            [row.receiver, row.receiver_title, waktu_pendek(row.received_at, row.zone)]
            if row.received_at
            else []
        )
        said = "Batal" if row.void else ", ".join(part for part in way if part)
        signed = ", ".join(part for part in taken if part)
        yield (at, row.sent_on, row.signed_on, row.number, row.subject, row.name, said, signed)


def _with_names(session: Session, query: Select[Any]) -> Iterator[tuple[Any, str]]:
    """Each row with the names of its main recipients: one query for five hundred; of guarded ones none."""
    for part in session.execute(query.execution_options(yield_per=500)).partitions(500):
        names = _names(session, [row.id for row in part if row.id and not row.guarded])
        for row in part:
            yield row, "; ".join(names.get(row.id, ()))


def _names(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(OutgoingRecipient.letter_id, OutgoingRecipient.name).where(
        OutgoingRecipient.letter_id.in_(ids), OutgoingRecipient.kind == RecipientKind.MAIN
    )
    found: dict[int, list[str]] = {}
    for letter_id, name in session.execute(query.order_by(OutgoingRecipient.rank)) if ids else ():
        found.setdefault(letter_id, []).append(name)
    return found


def remark(row: Any) -> str:
    """Void and why; else degrees above the ordinary, enclosures."""
    if row.void:
        return f"Batal: {row.reason}"
    said = [str(row.urgency.label)] if row.urgency is not Urgency.NORMAL else []
    said += [str(row.security.label)] if row.security is not Security.OPEN else []
    said += [f"Lampiran: {row.enclosures}"] if row.enclosures else []
    return ". ".join(said)


def page_data(
    unit: Unit, title: str, period: str, rows: Iterator[tuple[Any, ...]], about: dict[str, str]
) -> dict[str, Any]:
    """What `templates/print/buku-surat-keluar.typ` prints."""
    return {
        **about,
        "kop": books.letterhead(unit),
        "book": unit.name,
        "title": title,
        "period": period,
        "chief": books.chief(unit),
        "day": books.day_in_words(clock.today(unit.zone)),
        "rows": [[books.written(value) for value in row] for row in rows],
    }
