"""The ledger: every number of a book and year in its order, and the page of one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.audit.trail import history_of
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import Page, acted, badges, keyset
from biro.core.texts import ShortDays, _
from biro.correspondence.models import Register, Security
from biro.correspondence.numbers import explaining, queries, services
from biro.correspondence.numbers.forms.fields import own_unit
from biro.correspondence.numbers.forms.ledger import LedgerFilter
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.numbers.views.blueprint import bp


@bp.get("/surat/nomor")
@needs(P.NUMBER_TAKE)
def index() -> ResponseReturnValue:
    """The numbers of a book and year, the highest first."""
    books = queries.books(actor())
    filters = LedgerFilter(books)
    page, following = Page([]), ""
    if books:
        book = queries.book(filters.book_id or books[0].id, actor())
        filters.register.data = str(book.id)
        query = queries.ledger(
            book, filters.chosen_year, actor(), filters.state.data or "", (filters.q.data or "").strip()
        )
        order = (LetterNumber.scope_key, LetterNumber.seq, LetterNumber.insertion, LetterNumber.id)
        page, following = keyset(query, order), _following(book, filters.chosen_year)
    return render_template(
        "correspondence/numbers/index.html", page=page, filters=filters, days=ShortDays(),
        badges=badges(NumberState, Security), following=following, few=queries.few_left(books, clock.today()),
    )  # fmt: skip


def _following(book: Register, year: int) -> str:
    """The number that comes next today; empty where it depends on the letter's code or unit, or the year is over."""
    today = clock.today()
    if not (book.active and book.gives_numbers) or book.scope != "book" or year != today.year:
        return ""
    unit = db.session.get(Unit, own_unit(actor()) or 0) or book.unit
    return services.preview(book, letter_date=today, unit=unit).text


@bp.get("/surat/nomor/<int:number_id>")
@needs(P.NUMBER_TAKE)
def show(number_id: int) -> ResponseReturnValue:
    """One number: for what, why this one, what happened to it."""
    number = queries.number(number_id, actor())
    known = queries.knows(number, actor())
    told = explaining.sentences(number.why) if known or not number.manual else []
    return render_template(
        "correspondence/numbers/show.html", number=number, known=known, told=told, history=history_of(number),
        table=explaining.table(number.why), may_use=services.may_use(number, actor()),
    )  # fmt: skip


@bp.post("/surat/nomor/<int:number_id>/pelepasan")
@needs(P.NUMBER_TAKE)
def release(number_id: int) -> ResponseReturnValue:
    """A reserved number is not needed after all."""
    number = queries.number(number_id, actor())
    done = _("Nomor dilepaskan ke stok.")
    return acted(services.release, number.url, number=number, by=actor(), done=done)


@bp.post("/surat/nomor/<int:number_id>/pembatalan")
@needs(P.NUMBER_TAKE)
def void(number_id: int) -> ResponseReturnValue:
    """Spoilt, with the reason."""
    number, reason = queries.number(number_id, actor()), request.form.get("reason", "")
    done = _("Nomor dibatalkan. Barisnya tetap ada, nomornya tidak dipakai lagi.")
    return acted(services.void, number.url, number=number, reason=reason, by=actor(), done=done)


def given(number: LetterNumber) -> ResponseReturnValue:
    """A number was given: say which, show its page."""
    flash(_("Nomornya %(number)s.", number=number.label), "success")
    return redirect(url_for(".show", number_id=number.id), 303)
