"""The agenda book as the office prints it: the columns of the law, a secret letter as a number and no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from biro.accounts.models import Position, Unit
from biro.core import clock
from biro.core.db import among, db
from biro.core.errors import DomainError, Forbidden
from biro.core.texts import _, bulan
from biro.correspondence import queries
from biro.correspondence.models import SECRET, Correspondent, Letter, LetterState, Register, Security, Urgency
from biro.documents import Column, Table

MOST_ROWS = 3_000  # some 200 pages; four seconds and 450 MB of a process of its own
MOST_TABLE_ROWS = 200_000
# Perban Bapanas 3/2022 Ps. 45.
COLUMNS = (
    Column("No. urut", 9), Column("Tanggal terima", 12), Column("Tanggal naskah", 12), Column("Nomor naskah", 28),
    Column("Asal", 32), Column("Isi ringkas", 48), Column("Unit kerja yang dituju", 26), Column("Keterangan", 28),
)  # fmt: skip


@dataclass(frozen=True)
class Book:
    """An agenda book from a day to a day (both included), for those who keep or read it."""

    register: Register
    since: date
    until: date

    @property
    def period(self) -> str:
        """1 Januari 2026 sampai 24 November 2026."""
        return f"{day_in_words(self.since)} sampai {day_in_words(self.until)}"

    @property
    def file_name(self) -> str:
        """Without its ending."""
        return f"buku-agenda-surat-masuk-{self.since.isoformat()}-{self.until.isoformat()}"


def register(register_id: int | None, actor: Any) -> Register:
    """A book that the actor keeps or reads, or the same 404 as for one that does not exist."""
    if register_id not in {row.id for row in queries.registers(actor)}:
        raise Forbidden
    query = select(Register).options(joinedload(Register.unit)).where(Register.id == register_id)
    return db.session.scalars(query).one()


def lines(book: Book, actor: Any) -> Select[Any]:
    """The rows of the book in its order, all of them: of what the actor may not read, and of every secret letter, the
    number and the degree. What these say does not leave the database.
    """
    guarded = or_(among(Letter.security, SECRET), ~queries.may_see(actor))
    shown = (
        Letter.received_on, Letter.letter_date, Letter.number, Correspondent.name.label("sender"), Letter.subject,
        Unit.name.label("unit"), Letter.enclosures, Letter.urgency, Letter.state,
        Letter.void_reason,
    )  # fmt: skip
    struck = (Letter.state == LetterState.VOID).label("void")
    masked = [case((~guarded, column)).label(column.key) for column in shown]
    return (
        select(Letter.year, Letter.agenda, Letter.security, guarded.label("guarded"), struck, *masked)
        .join(Correspondent, Letter.sender_id == Correspondent.id)
        .join(Unit, Letter.unit_id == Unit.id)
        .where(*_of(book))
        .order_by(Letter.year, Letter.agenda)
    )


def _of(book: Book) -> tuple[Any, ...]:
    return (
        Letter.register_id == book.register.id,
        Letter.year.between(book.since.year, book.until.year),
        Letter.received_on.between(book.since, book.until),
    )


def count(book: Book) -> int:
    """How many rows the book has."""
    query = select(func.count()).select_from(Letter).where(*_of(book))
    return db.session.scalar(query) or 0


def check_pages(rows: int) -> None:
    """A PDF is set whole, so it has an end."""
    if rows > MOST_ROWS:
        raise DomainError(
            _(
                "Ada %(rows)s surat; PDF memuat paling banyak %(most)s. Perpendek masanya atau ambil XLSX.",
                rows=_thousands(rows),
                most=_thousands(MOST_ROWS),
            ),
            field="until",
        )


def check_table(rows: int) -> None:
    """A table is written row by row, but somebody waits for it: a quarter of a minute is enough."""
    if rows > MOST_TABLE_ROWS:
        raise DomainError(
            _(
                "Ada %(rows)s surat; XLSX memuat paling banyak %(most)s. Perpendek masanya.",
                rows=_thousands(rows),
                most=_thousands(MOST_TABLE_ROWS),
            ),
            field="until",
        )


def cells(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows with their values, few at a time."""
    for row in session.execute(query.execution_options(yield_per=500)):
        if row.guarded:
            yield (row.agenda, None, None, "", "", degree(row.security), "", "Batal" if row.void else "")
        else:
            yield (
                row.agenda, row.received_on, row.letter_date, row.number, row.sender, row.subject, row.unit,
                remark(row),
            )  # fmt: skip


def degree(security: Security) -> str:
    """What stands in place of the contents: the printed book is Indonesian. It does not tell R from SR."""
    return "Rahasia" if security in SECRET else "Terbatas"


def remark(row: Any) -> str:
    """What the last column says: degrees above the ordinary, enclosures, how far the letter has come."""
    if row.void:
        return f"Batal: {row.void_reason}"
    said = [str(row.urgency.label)] if row.urgency is not Urgency.NORMAL else []
    said += [str(row.security.label)] if row.security is not Security.OPEN else []
    said += [f"Lampiran: {row.enclosures}"] if row.enclosures else []
    said += [str(row.state.label)] if row.state is not LetterState.RECEIVED else []
    return ". ".join(said)


def page_data(book: Book, query: Select[Any], about: dict[str, str]) -> dict[str, Any]:
    """What `templates/print/buku-agenda.typ` prints."""
    return {
        **about,
        "kop": letterhead(book.register.unit),
        "book": book.register.name,
        "period": book.period,
        "chief": chief(book.register.unit),
        "day": day_in_words(clock.today(book.register.unit.zone)),
        "rows": [[written(value) for value in row] for row in cells(db.session(), query)],
    }


def table(book: Book) -> Table:
    """What stands around the rows of the XLSX."""
    return Table(
        "Buku agenda",
        COLUMNS,
        head=(*letterhead(book.register.unit), f"Buku agenda surat masuk: {book.register.name}", book.period),
    )


def letterhead(unit: Unit) -> list[str]:
    """The office and its bureau: the two lines above every form."""
    branch = [unit]
    while branch[0].parent is not None:
        branch.insert(0, branch[0].parent)
    return [each.name for each in branch[:2]]


def day_in_words(day: date) -> str:
    """24 November 2026."""
    return f"{day.day} {bulan(day)}"


def chief(unit: Unit) -> str:
    """Who heads the bureau: stands below the book."""
    ids = [int(part) for part in unit.path.split("/") if part][:2]
    query = (
        select(Position.title).where(Position.unit_id == ids[-1], Position.is_head).order_by(Position.rank)
    )
    return db.session.scalars(query.limit(1)).one_or_none() or f"Kepala {letterhead(unit)[-1]}"


def written(value: Any) -> str:
    """A value as it is printed."""
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else "" if value is None else str(value)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
