"""The agenda book: list, a letter's page, correction."""

from collections.abc import Iterator
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.guards import needs
from biro.core.pages import Page, acted, badges, keyset
from biro.core.texts import ShortDays, _
from biro.correspondence import agenda, chains, policies, queries, services, twins
from biro.correspondence.forms.letters import (
    EditLetterForm,
    LetterFilter,
    ScanForm,
)
from biro.correspondence.models import Letter, LetterState, Security, Urgency
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.conflicts import tell_change
from biro.correspondence.views.reading import opened
from biro.correspondence.views.scripted import by_script, same_words
from biro.events import queries as events
from biro.files.queries import attachments


@bp.get("/surat/masuk")
@needs(P.LETTER_READ)
def index() -> ResponseReturnValue:
    """The agenda book, newest number first."""
    books = queries.registers(actor())
    filters = LetterFilter(books)
    page = _page(filters, books)
    drawn = {**badges(LetterState, Security, Urgency), Security.OPEN: "", Urgency.NORMAL: ""}
    return render_template(
        "correspondence/index.html", page=page, filters=filters, badges=drawn, days=ShortDays()
    )


def _page(filters: LetterFilter, books: list[Any]) -> Page:
    wanted = filters.register.data or (str(books[0].id) if books else "semua")
    book = int(wanted) if wanted.isdigit() else None
    own = book in {b.id for b in books}
    year = filters.year.data or ""
    found = agenda.listed(
        actor(), book, (filters.q.data or "").strip(), own=own, wanted=list(_wanted(filters)),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
    )  # fmt: skip
    if book is None:
        return keyset(found.query, [Letter.received_on, Letter.id], given=found.given, near=found.near)
    filters.register.data = wanted
    return keyset(found.query, [Letter.year, Letter.agenda], given=found.given, near=found.near)


def _wanted(filters: LetterFilter) -> Iterator[ColumnElement[bool]]:
    if filters.state.data in set(LetterState):
        yield agenda.being(Letter.state, LetterState(filters.state.data))
    if (filters.unit.data or "").isdigit():
        yield agenda.being(Letter.unit_id, int(filters.unit.data))
    if (filters.code.data or "").strip(" ."):
        yield agenda.under(filters.code.data or "")


@bp.get("/surat/masuk/<int:letter_id>")
@needs(P.LETTER_READ)
def show(letter_id: int) -> ResponseReturnValue:
    """Everything about a letter."""
    letter = opened(letter_id)
    return render_template(
        "correspondence/show.html", letter=letter, scans=attachments(letter.owner), form=ScanForm(),
        nodes=chains.tree(letter_id), today=clock.today(), may_give=services.may_give(letter, actor()),
        event_url=_event_url(letter), readings=services.READINGS,
        takes_scans=policies.takes_scans(letter.security),
    )  # fmt: skip


def _event_url(letter: Letter) -> str | None:
    """The event's page, for those who may open it."""
    seen = letter.event_id is not None and events.event(actor(), letter.event_id) is not None
    return letter.event.url if seen and letter.event else None


@bp.post("/surat/masuk/<int:letter_id>/pindaian")
@needs(P.LETTER_REGISTER)
def scan(letter_id: int) -> ResponseReturnValue:
    """A scan that comes after the letter was written down."""
    letter, form = queries.letter(letter_id, actor()), ScanForm()
    with form.settling(lambda: letter.url):
        services.attach(letter, form.scan.data, by=actor())
    wrong = [str(sentence) for sentence in (*form.form_errors, *form.scan.errors)]
    same = [] if wrong else twins.same_scan(letter, actor())
    if by_script():
        return jsonify({"errors": wrong, "same": same_words(same)}), 422 if wrong else 200
    for sentence in wrong:
        flash(sentence, "danger")
    for sentence in same_words(same):
        flash(sentence, "warning")
    return redirect(url_for(".show", letter_id=letter_id), 303)


@bp.route("/surat/masuk/<int:letter_id>/ubah", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def edit(letter_id: int) -> ResponseReturnValue:
    """Correct what was written down."""
    letter = opened(letter_id)
    form = EditLetterForm(obj=letter)
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".show", letter_id=letter_id)):
            services.change(letter, **form.letter_values, by=actor())
        if not form.errors:
            flash(_("Catatan surat diperbaiki."), "success")
            return redirect(url_for(".show", letter_id=letter_id), 303)
        tell_change(form, queries.letter(letter_id, actor()))
    return render_template(
        "correspondence/edit.html", form=form, letter_id=letter_id
    ), 422 if form.errors else 200


@bp.post("/surat/masuk/<int:letter_id>/pembatalan")
@needs(P.LETTER_REGISTER)
def void(letter_id: int) -> ResponseReturnValue:
    """Written down by mistake: the number stays, struck out."""
    letter, reason = queries.letter(letter_id, actor()), request.form.get("reason", "")
    return acted(
        letter.void, url_for(".show", letter_id=letter_id), reason=reason, by=actor(),
        done=_("Nomor agenda %(agenda)s dibatalkan.", agenda=letter.agenda_label),
    )  # fmt: skip
