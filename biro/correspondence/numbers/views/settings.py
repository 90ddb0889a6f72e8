"""Settings: the books and how their numbers look."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence.models import Register, RegisterKind
from biro.correspondence.numbers import presets, queries, rules, services
from biro.correspondence.numbers.forms.registers import ContinueForm, RegisterForm
from biro.correspondence.numbers.views.blueprint import bp

SAMPLE = {"degree": "B", "classification": "000.1.5"}


@dataclass(frozen=True)
class Sample:
    """How the numbers of a book would look."""

    shown: tuple[str, ...] = ()
    refusal: str = ""


@bp.get("/pengaturan/buku")
@needs(P.CORRESPONDENCE_MANAGE)
def registers() -> ResponseReturnValue:
    """All books, and what number comes next in each."""
    rows = [(book, _next(book)) for book in queries.managed(actor())]
    return render_template("correspondence/numbers/registers.html", rows=rows)


def _next(book: Register) -> str:
    """Empty where it depends on the letter's code or unit."""
    if not book.active or not book.gives_numbers or book.scope != "book":
        return ""
    return services.preview(book, letter_date=clock.today(), unit=book.unit).text


@bp.route("/pengaturan/buku/baru", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def new_register() -> ResponseReturnValue:
    """One more book."""
    form = RegisterForm(actor())
    if "fill" in request.form:
        form.fill()
    elif "look" not in request.form and form.validate_on_submit():
        with form.settling(lambda: url_for(".registers")):
            unit = db.session.get_one(Unit, form.unit_id.data)
            services.open_register(unit=unit, kind=form.kind.data, **form.terms, by=actor())
        if not form.errors:
            flash(_("Buku dibuka."), "success")
            return redirect(url_for(".registers"), 303)
    return _page(form, None, ContinueForm())


@bp.route("/pengaturan/buku/<int:register_id>/ubah", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def edit_register(register_id: int) -> ResponseReturnValue:
    """New terms for the numbers to come."""
    book = _managed(register_id)
    form = RegisterForm(actor(), obj=book)
    if "fill" in request.form:
        form.fill()
        form.kind.data = book.kind.value
    elif "look" not in request.form and form.validate_on_submit():
        with form.settling(lambda: url_for(".registers")):
            services.change_register(
                book, version=form.version.data, active=form.active.data, **form.terms, by=actor()
            )
        if not form.errors:
            flash(_("Buku diubah. Nomor yang sudah diberikan tetap."), "success")
            return redirect(url_for(".registers"), 303)
    return _page(form, book, ContinueForm(year=clock.today().year))


@bp.post("/pengaturan/buku/<int:register_id>/kelanjutan")
@needs(P.CORRESPONDENCE_MANAGE)
def continue_register(register_id: int) -> ResponseReturnValue:
    """The book was kept on paper until now."""
    book, form = _managed(register_id), ContinueForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".registers")):
            services.continue_from(book, year=form.year.data, following=form.following.data, by=actor())  # type: ignore[arg-type]
        if not form.errors:
            flash(_("Urutan dilanjutkan dari nomor %(number)s.", number=form.following.data), "success")
            return redirect(url_for(".registers"), 303)
    return _page(RegisterForm(actor(), obj=book, formdata=None), book, form)


@bp.post("/pengaturan/buku/contoh")
@needs(P.CORRESPONDENCE_MANAGE)
def sample() -> ResponseReturnValue:
    """How a number would look under the pattern that is being typed."""
    return render_template("correspondence/numbers/_sample.html", sample=_sample(RegisterForm(actor())))


def _sample(form: RegisterForm) -> Sample:
    """Three numbers: an open letter, one with a sub-number, a secret one."""
    if form.kind.data == RegisterKind.INCOMING:
        return Sample()
    try:
        rules.check_pattern(form.pattern.data or "", form.scope.data, form.unit_code.data or "")
    except DomainError as refusal:
        return Sample(refusal=str(refusal))
    unit = db.session.get(Unit, form.unit_id.data or 0)
    terms: dict[str, Any] = {
        "unit": form.unit_code.data or (unit.code if unit else ""), "position": form.position_code.data or "",
        "agency": form.agency_code.data or "", "letter_date": clock.today(),
    }  # fmt: skip
    several: tuple[dict[str, Any], ...] = ({"seq": 12}, {"seq": 12, "sub": "1"}, {"seq": 13, "degree": "R"})
    numbers = (rules.Values(**{**SAMPLE, **terms, **more}) for more in several)
    return Sample(tuple(rules.render(form.pattern.data or "", values) for values in numbers))


def _managed(register_id: int) -> Register:
    found = next((book for book in queries.managed(actor()) if book.id == register_id), None)
    if found is None:
        raise Forbidden
    return found


def _page(form: RegisterForm, book: Register | None, onward: ContinueForm) -> ResponseReturnValue:
    page = render_template(
        "correspondence/numbers/register_form.html", form=form, book=book, onward=onward, sample=_sample(form),
        presets=presets.presets(), tokens=rules.TOKENS, following=_next(book) if book else "",
    )  # fmt: skip
    return page, 422 if form.errors or onward.errors else 200
