"""Taking a number for a letter that is made elsewhere, putting numbers by, writing one by hand."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.errors import DomainError
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence.models import Register, RegisterKind
from biro.correspondence.numbers import queries, services
from biro.correspondence.numbers.forms.fields import BookFields
from biro.correspondence.numbers.forms.taking import OverrideForm, ReserveForm, TakeForm, UseForm
from biro.correspondence.numbers.models import LetterNumber
from biro.correspondence.numbers.services import Preview
from biro.correspondence.numbers.views.blueprint import bp
from biro.correspondence.numbers.views.ledger import given

PREVIEWED = ("letter_date", "unit", "security", "sub", "position_code", "insert")


@bp.route("/surat/nomor/ambil", methods=["GET", "POST"])
@needs(P.NUMBER_TAKE)
def take() -> ResponseReturnValue:
    """The next number, or the one of an earlier day."""
    form = _take_form()
    if "look" not in request.form and form.validate_on_submit():
        made: list[LetterNumber] = []
        with form.settling(lambda: made[0].url):
            made.append(services.take(_book(form, form.order["unit"]), **form.order, by=actor()))
        if not form.errors:
            return given(made[0])
    return _page("take", form, seen=_look(form))


@bp.post("/surat/nomor/contoh")
@needs(P.NUMBER_TAKE)
def look() -> ResponseReturnValue:
    """What the number would be, while the form is being filled in. Takes nothing."""
    return render_template("correspondence/numbers/_preview.html", seen=_look(_take_form()))


def _take_form() -> TakeForm:
    form, books = TakeForm(actor()), queries.books(actor())
    form.offer(books)
    form.drop_unused(books)
    if request.method == "GET" and request.args.get("register", "").isdecimal():
        form.register_id.data = int(request.args["register"])
    return form


def _look(form: TakeForm) -> Preview | None:
    """None while there is too little to say anything."""
    books = {book.id: book for book in queries.books(actor()) if book.active and book.gives_numbers}
    chosen = form.register_id.data or next(iter(books), None)
    if chosen not in books or form.letter_date.data is None or form.unit_id.data is None:
        return None
    order = form.order
    code = order["classification"].code if order["classification"] else ""
    return services.preview(
        books[chosen], classification_code=code, **{name: order[name] for name in PREVIEWED}
    )


@bp.route("/surat/nomor/tulis-sendiri", methods=["GET", "POST"])
@needs(P.NUMBER_TAKE)
def override() -> ResponseReturnValue:
    """A number against the sequence, with the reason."""
    form, books = OverrideForm(actor()), queries.books(actor())
    form.offer(books)
    form.drop_unused(books)
    if form.validate_on_submit():
        made: list[LetterNumber] = []
        with form.settling(lambda: made[0].url):
            made.append(services.override(_book(form, form.order["unit"]), **form.order, by=actor()))
        if not form.errors:
            return given(made[0])
    return _page("override", form)


@bp.route("/surat/nomor/pesan", methods=["GET", "POST"])
@needs(P.NUMBER_TAKE)
def reserve() -> ResponseReturnValue:
    """Put numbers by for a unit or for one letter."""
    form = ReserveForm(actor())
    form.offer(queries.books(actor()))
    if form.validate_on_submit():
        made: list[LetterNumber] = []
        with form.settling(lambda: made[0].url):
            made += services.reserve(_book(form, form.order["unit"]), **form.order, by=actor())
        if not form.errors:
            first, last = made[0].seq_label, made[-1].seq_label
            flash(_("Dipesan: nomor %(first)s sampai %(last)s.", first=first, last=last), "success")
            book, year = made[0].register_id, made[0].year
            return redirect(url_for(".index", register=book, year=year, state="reserved"), 303)
    return _page("reserve", form)


@bp.route("/surat/nomor/<int:number_id>/pakai", methods=["GET", "POST"])
@needs(P.NUMBER_TAKE)
def use(number_id: int) -> ResponseReturnValue:
    """Just this reserved or free number."""
    number = queries.number(number_id, actor())
    if not services.may_use(number, actor()):
        return redirect(number.url, 303)
    form = UseForm(actor())
    form.drop_unused([number.register])
    if request.method == "GET":
        form.unit_id.data = number.unit_id
        form.letter_date.data = number.letter_date or form.letter_date.data
    if form.validate_on_submit():
        with form.settling(lambda: number.url):
            services.use(number, **form.order, by=actor())
        if not form.errors:
            return given(number)
    return _page("use", form, number=number)


def _book(form: BookFields, unit: Any) -> Register:
    """The chosen book; where there is none yet, the one that this letter opens."""
    if form.register_id.data is not None:
        return queries.book(form.register_id.data, actor())
    if any(book.gives_numbers for book in queries.books(actor())):
        raise DomainError(_("Pilih bukunya."), field="register_id")
    return services.register_for(kind=RegisterKind.OUTGOING, unit=unit, by=actor())


def _page(name: str, form: Any, **more: Any) -> ResponseReturnValue:
    page = render_template(f"correspondence/numbers/{name}.html", form=form, **more)
    return page, 422 if form.errors else 200
