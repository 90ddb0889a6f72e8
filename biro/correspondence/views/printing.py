"""Paper: the agenda book of a period, disposition sheets one by one and in batches."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from biro import documents
from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db, reading
from biro.core.errors import DomainError
from biro.core.guards import needs
from biro.core.texts import in_language, waktu_pendek
from biro.correspondence import books, queries, services, sheets
from biro.correspondence.books import Book
from biro.correspondence.forms.printing import BookForm, PrintForm, SheetsForm
from biro.correspondence.models import Letter
from biro.correspondence.rules import check_period
from biro.correspondence.views.blueprint import bp


@bp.get("/surat/masuk/buku-agenda")
@needs(P.LETTER_READ)
def book() -> ResponseReturnValue:
    """Choose a book and a period."""
    return print_page("book", BookForm(queries.registers(actor())))


@bp.post("/surat/masuk/buku-agenda.pdf")
@needs(P.LETTER_READ)
def book_pdf() -> ResponseReturnValue:
    """The book on paper."""
    return _book(_book_pdf)


@bp.post("/surat/masuk/buku-agenda.xlsx")
@needs(P.LETTER_READ)
def book_xlsx() -> ResponseReturnValue:
    """The book as a table."""
    return _book(_book_xlsx)


def _book(make: Callable[[Book], ResponseReturnValue]) -> ResponseReturnValue:
    form = BookForm(queries.registers(actor()))
    register = books.register(form.register_id.data, actor())
    if form.validate_on_submit() and form.since.data and form.until.data:
        try:
            check_period(form.since.data, form.until.data)
            return make(Book(register, form.since.data, form.until.data))
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return print_page("book", form)


def _book_pdf(wanted: Book) -> ResponseReturnValue:
    rows = books.count(wanted)
    books.check_pages(rows)
    with in_language("id"):
        data = books.page_data(wanted, books.lines(wanted, actor()), about(wanted.register.unit.zone))
    name = _noted(wanted, "PDF", rows)
    return documents.answer(documents.pdf("buku-agenda", data), f"{name}.pdf", inline=True)


def _book_xlsx(wanted: Book) -> ResponseReturnValue:
    query, rows = books.lines(wanted, actor()), books.count(wanted)
    books.check_table(rows)
    with in_language("id"):
        table = books.table(wanted)
        name = _noted(wanted, "XLSX", rows)
        with reading() as session:
            return documents.answer(documents.xlsx(table, books.cells(session, query)), f"{name}.xlsx")


def _noted(wanted: Book, form: str, rows: int) -> str:
    """The Trail knows of it before anything is handed out, and no writer waits while it is made."""
    name = wanted.file_name
    services.note_book(wanted.register, form=form, period=wanted.period, rows=rows, by=actor())
    db.session.commit()
    return name


@bp.get("/surat/masuk/lembar-disposisi")
@needs(P.LETTER_READ)
def sheets_of_day() -> ResponseReturnValue:
    """Choose letters whose sheets are printed at once."""
    return print_page("sheets", SheetsForm(queries.registers(actor())))


@bp.post("/surat/masuk/lembar-disposisi.pdf")
@needs(P.LETTER_READ)
def sheets_pdf() -> ResponseReturnValue:
    """One sheet after the other, in the order of the book."""
    form = SheetsForm(queries.registers(actor()))
    register = books.register(form.register_id.data, actor())
    if form.validate_on_submit() and form.received_on.data:
        try:
            found = sheets.wanted(register.id, form.received_on.data, form.numbers.data or "", actor())
            return _printed(found, "lembar-disposisi.pdf")
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return print_page("sheets", form)


@bp.post("/surat/masuk/<int:letter_id>/lembar-disposisi.pdf")
@needs(P.LETTER_READ)
def sheet(letter_id: int) -> ResponseReturnValue:
    """The sheet of one letter. Not a GET: every sheet that is printed stands in the letter's history."""
    letter = queries.letter(letter_id, actor())
    try:
        return _printed([letter], f"lembar-disposisi-{letter.agenda}-{letter.year}.pdf")
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "danger")
        return redirect(url_for(".show", letter_id=letter_id), 303)


def _printed(letters: list[Letter], name: str) -> ResponseReturnValue:
    with in_language("id"):
        data = sheets.page_data(letters, about(letters[0].unit.zone))
    services.note_sheets(letters, by=actor())
    db.session.commit()
    return documents.answer(documents.pdf("lembar-disposisi", data), name, inline=True)


def about(zone: str) -> dict[str, str]:
    """Who printed it and when: stands at the foot of every page."""
    by: Any = actor()
    name = f"{by.name} atas nama {by.behalf_name}" if by.behalf_id else by.name
    return {"by": name, "printed": waktu_pendek(clock.now(), zone)}


def print_page(name: str, form: PrintForm) -> ResponseReturnValue:
    page = render_template(f"correspondence/print_{name}.html", form=form, now=name)
    return page, 422 if form.errors else 200
