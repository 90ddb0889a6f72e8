"""Books of what goes out, on paper and as tables; every copy that leaves is written down first."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from biro import documents
from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.db import db, reading
from biro.core.errors import DomainError, Forbidden
from biro.core.guards import needs
from biro.core.texts import _l, in_language
from biro.correspondence import books
from biro.correspondence import queries as incoming
from biro.correspondence.books import Book
from biro.correspondence.outgoing import ledgers, services
from biro.correspondence.outgoing.forms.ledgers import LedgerForm
from biro.correspondence.outgoing.views.blueprint import bp
from biro.correspondence.rules import check_period
from biro.correspondence.views.printing import about
from biro.documents import Table

TITLES = {
    "agenda": _l("Buku agenda surat keluar"),
    "satu-lembar": _l("Agenda satu lembar"),
    "ekspedisi": _l("Buku ekspedisi"),
}
COLUMNS = {"agenda": ledgers.OUTGOING, "satu-lembar": ledgers.SHEET, "ekspedisi": ledgers.EXPEDITION}
PRINTED = {
    "agenda": "Buku agenda surat keluar", "satu-lembar": "Buku agenda", "ekspedisi": "Buku ekspedisi",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A book that was asked for: where it is kept, its period, its rows."""

    shape: str
    unit: Unit
    kept: Any
    period: str
    name: str
    query: Any
    rows: int
    cells: Any


@bp.get("/surat/keluar/buku/<shape>")
@needs(P.LETTER_READ)
def ledger(shape: str) -> ResponseReturnValue:
    """Choose where and from when to when."""
    return _page(shape, _form(shape))


@bp.post("/surat/keluar/buku/<shape>.pdf")
@needs(P.LETTER_READ)
def ledger_pdf(shape: str) -> ResponseReturnValue:
    """The book on paper."""
    return _made(shape, _pdf)


@bp.post("/surat/keluar/buku/<shape>.xlsx")
@needs(P.LETTER_READ)
def ledger_xlsx(shape: str) -> ResponseReturnValue:
    """The book as a table."""
    return _made(shape, _xlsx)


def _form(shape: str) -> LedgerForm:
    if shape not in TITLES:
        raise Forbidden
    kept: Any = incoming.registers(actor()) if shape == "satu-lembar" else ledgers.units(actor())
    return LedgerForm(kept)


def _made(shape: str, make: Any) -> ResponseReturnValue:
    form = _form(shape)
    if form.validate_on_submit() and form.since.data and form.until.data:
        try:
            check_period(form.since.data, form.until.data)
            return make(_asked(shape, form))
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return _page(shape, form)


def _asked(shape: str, form: LedgerForm) -> Asked:
    since, until, me = form.since.data, form.until.data, actor()
    assert since and until
    name = (
        f"{'buku-' if shape != 'satu-lembar' else 'agenda-'}{shape}-{since.isoformat()}-{until.isoformat()}"
    )
    if shape == "satu-lembar":
        book = Book(books.register(form.place_id.data, me), since, until)
        it = ledgers.of_book(book, me)
        query, rows = ledgers.sheet_lines(book, it, me), books.count(book) + ledgers.count(it)
        return Asked(
            shape, it.unit, book.register, book.period, name, query, rows,
            lambda session: ledgers.sheet_cells(session, query),
        )  # fmt: skip
    it = ledgers.ledger(form.place_id.data, since, until, me)
    period = f"{books.day_in_words(since)} sampai {books.day_in_words(until)}"
    if shape == "ekspedisi":
        query, rows = ledgers.copies_of(it, me), ledgers.copy_count(it)
        return Asked(
            shape, it.unit, it.unit, period, name, query, rows,
            lambda session: ledgers.copy_cells(session, query),
        )  # fmt: skip
    query, rows, start = ledgers.lines(it, me), ledgers.count(it), ledgers.before(it)
    return Asked(
        shape, it.unit, it.unit, period, name, query, rows,
        lambda session: ledgers.cells(session, query, it, start),
    )  # fmt: skip


def _pdf(asked: Asked) -> ResponseReturnValue:
    books.check_pages(asked.rows)
    with in_language("id"):
        rows = asked.cells(db.session())
        title = PRINTED[asked.shape]
        data = ledgers.page_data(asked.unit, title, asked.period, rows, about(asked.unit.zone))
    data["shape"] = asked.shape
    _noted(asked, "PDF")
    return documents.answer(documents.pdf("buku-surat-keluar", data), f"{asked.name}.pdf", inline=True)


def _xlsx(asked: Asked) -> ResponseReturnValue:
    books.check_table(asked.rows)
    with in_language("id"):
        head = (*books.letterhead(asked.unit), f"{PRINTED[asked.shape]}: {asked.unit.name}", asked.period)
        table = Table(PRINTED[asked.shape], COLUMNS[asked.shape], head=head)
        _noted(asked, "XLSX")
        with reading() as session:
            return documents.answer(documents.xlsx(table, asked.cells(session)), f"{asked.name}.xlsx")


def _noted(asked: Asked, form: str) -> None:
    services.note_ledger(
        asked.kept, book=PRINTED[asked.shape], form=form, period=asked.period, rows=asked.rows, by=actor()
    )
    db.session.commit()


def _page(shape: str, form: LedgerForm) -> ResponseReturnValue:
    page = render_template("correspondence/outgoing/ledger.html", form=form, now=shape, titles=TITLES)
    return page, 422 if form.errors else 200
