"""Kartu kendali and lembar pengantar of the letters of a day, or of those with certain numbers."""

from collections.abc import Callable, Sequence

from flask.typing import ResponseReturnValue

from biro import documents
from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.guards import needs
from biro.core.texts import in_language
from biro.correspondence import books, cards, queries, services, sheets
from biro.correspondence.forms.printing import SheetsForm
from biro.correspondence.models import Letter
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.printing import about, print_page

Make = Callable[[Sequence[Letter]], ResponseReturnValue]


@bp.get("/surat/masuk/kartu-kendali")
@needs(P.LETTER_READ)
def cards_of_day() -> ResponseReturnValue:
    """Choose letters that get a card."""
    return print_page("cards", SheetsForm(queries.registers(actor())))


@bp.post("/surat/masuk/kartu-kendali.pdf")
@needs(P.LETTER_READ)
def cards_pdf() -> ResponseReturnValue:
    """Three copies for each letter."""
    return _printed("cards", _cards_pdf)


@bp.post("/surat/masuk/kartu-kendali.xlsx")
@needs(P.LETTER_READ)
def cards_xlsx() -> ResponseReturnValue:
    """One row for each card."""
    return _printed("cards", _cards_xlsx)


@bp.get("/surat/masuk/lembar-pengantar")
@needs(P.LETTER_READ)
def slips_of_day() -> ResponseReturnValue:
    """Choose letters that go out to their units together."""
    return print_page("slips", SheetsForm(queries.registers(actor())))


@bp.post("/surat/masuk/lembar-pengantar.pdf")
@needs(P.LETTER_READ)
def slips_pdf() -> ResponseReturnValue:
    """A sheet for each unit, ordinary and secret letters apart."""
    return _printed("slips", _slips_pdf)


@bp.post("/surat/masuk/lembar-pengantar.xlsx")
@needs(P.LETTER_READ)
def slips_xlsx() -> ResponseReturnValue:
    """The same as a table."""
    return _printed("slips", _slips_xlsx)


def _printed(page: str, make: Make) -> ResponseReturnValue:
    form = SheetsForm(queries.registers(actor()))
    register = books.register(form.register_id.data, actor())
    if form.validate_on_submit() and form.received_on.data:
        try:
            found = sheets.wanted(register.id, form.received_on.data, form.numbers.data or "", actor())
            with in_language("id"):
                return make(found)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return print_page(page, form)


def _cards_pdf(letters: Sequence[Letter]) -> ResponseReturnValue:
    data = cards.card_data(letters, about(letters[0].unit.zone))
    _note(cards.carded(letters), services.CARD_PRINTED)
    return documents.answer(documents.pdf("kartu-kendali", data), "kartu-kendali.pdf", inline=True)


def _cards_xlsx(letters: Sequence[Letter]) -> ResponseReturnValue:
    table, rows = cards.card_table(letters), cards.card_rows(letters)
    _note(cards.carded(letters), services.CARD_PRINTED)
    return documents.answer(documents.xlsx(table, rows), "kartu-kendali.xlsx")


def _slips_pdf(letters: Sequence[Letter]) -> ResponseReturnValue:
    data = cards.slip_data(letters, about(letters[0].unit.zone))
    _note(letters, services.SLIP_PRINTED)
    return documents.answer(documents.pdf("lembar-pengantar", data), "lembar-pengantar.pdf", inline=True)


def _slips_xlsx(letters: Sequence[Letter]) -> ResponseReturnValue:
    table, rows = cards.slip_table(letters), cards.slip_rows(letters)
    _note(letters, services.SLIP_PRINTED)
    return documents.answer(documents.xlsx(table, rows), "lembar-pengantar.xlsx")


def _note(letters: Sequence[Letter], action: str) -> None:
    """The Trail knows of it before anything is handed out."""
    services.note_sheets(letters, by=actor(), action=action)
    db.session.commit()
