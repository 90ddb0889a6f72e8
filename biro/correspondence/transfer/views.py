"""Pages of an import: upload, columns, check, import, undo, and the rows with something to say as a table."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from biro import documents
from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db, reading
from biro.core.errors import DomainError
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.correspondence import queries as letters
from biro.correspondence.models import Letter
from biro.correspondence.transfer import queries, rules, services, words
from biro.correspondence.transfer.forms import ColumnsForm, UploadForm
from biro.correspondence.transfer.models import Import, ImportRow, ImportState
from biro.documents import Column, Table

EDITABLE = (ImportState.UPLOADED, ImportState.CHECKED)
bp = Blueprint("transfer", __name__, url_prefix="/surat/impor")


@bp.route("", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def index() -> ResponseReturnValue:
    """Upload an old book; one's earlier imports."""
    books = [b for b in letters.registers(actor()) if actor().may(P.LETTER_REGISTER, b.unit_id)]
    form, made = UploadForm(books), list[Import]()
    if form.validate_on_submit():
        with form.settling(lambda: made[0].url):
            made.append(_uploaded(form))
        if not form.errors:
            return redirect(made[0].url, 303)
    page = keyset(queries.visible_to(actor()), [Import.id], scalars=True)
    return render_template(
        "correspondence/transfer/index.html", form=form, page=page
    ), 422 if form.errors else 200


def _uploaded(form: UploadForm) -> Import:
    values = form.values
    file = values.pop("file")
    if not file:
        raise DomainError(_("Pilih berkasnya dulu."), field="file")
    return services.upload(file.stream, file.filename or "", by=actor(), **values)


@bp.route("/<int:import_id>", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def show(import_id: int) -> ResponseReturnValue:
    """What the columns mean, how the rows stand, what can be done."""
    batch = queries.batch(import_id, actor())
    form = _columns(batch)
    if form.validate_on_submit():
        with form.settling(lambda: batch.url):
            services.set_columns(
                batch, columns=form.columns, head_first=form.head_first.data or 1,
                head_last=form.head_last.data or form.head_first.data or 1, version=form.version.data, by=actor(),
            )  # fmt: skip
        if not form.errors:
            return redirect(batch.url, 303)
        batch = queries.batch(import_id, actor())
    return _page(batch, form)


def _columns(batch: Import) -> ColumnsForm:
    given = {"head_first": batch.head_first + 1, "head_last": batch.head_last + 1, "version": batch.version}
    form = ColumnsForm(data={**batch.mapping, **given})
    form.set_labels(queries.heading(batch))
    return form


def _page(batch: Import, form: ColumnsForm) -> ResponseReturnValue:
    today = clock.today(batch.unit.zone)
    lines = [rules.read_line(row.cells, batch.mapping, today) for row in queries.first_lines(batch)]
    noted = keyset(queries.noted(batch), [ImportRow.number], descending=False, scalars=True)
    page = render_template(
        "correspondence/transfer/show.html", batch=batch, form=form, fields=list(rules.HEADINGS), lines=lines,
        counts=queries.counts(batch), said=words.said, editable=batch.state in EDITABLE, acts=batch.acts_for(actor()),
        noted=noted,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("/<int:import_id>/pelaksanaan")
@needs(P.LETTER_REGISTER)
def carry_out(import_id: int) -> ResponseReturnValue:
    """Write the letters."""
    batch = queries.batch(import_id, actor())
    return acted(services.carry_out, batch.url, batch=batch, by=actor(), done=_("Impor dimulai."))


@bp.post("/<int:import_id>/pembatalan")
@needs(P.LETTER_REGISTER)
def undo(import_id: int) -> ResponseReturnValue:
    """Take the letters back."""
    batch = queries.batch(import_id, actor())
    return acted(services.undo, batch.url, batch=batch, by=actor(), done=_("Impor sedang diurungkan."))


@bp.post("/<int:import_id>/pembuangan")
@needs(P.LETTER_REGISTER)
def discard(import_id: int) -> ResponseReturnValue:
    """Forget an upload that was not imported."""
    batch = queries.batch(import_id, actor())
    back = url_for(".index")
    return acted(services.discard, back, batch=batch, by=actor(), done=_("Unggahan dibuang."))


@bp.get("/<int:import_id>/catatan.xlsx")
@needs(P.LETTER_REGISTER)
def notes(import_id: int) -> ResponseReturnValue:
    """The rows with something to say, as they came, with the reason: to be corrected and uploaded again."""
    batch = queries.batch(import_id, actor())
    columns = [Column(_("Baris"), 8), Column(_("Akibat"), 16), Column(_("Catatan"), 40)]
    columns += [Column(label, 20) for label in queries.heading(batch)]
    with reading() as session:
        rows = (
            [row.number, words.kind(row.failed), words.said([*row.errors, *row.warnings]), *row.cells]
            for row in queries.each_noted(session, batch)
        )
        table = documents.xlsx(Table(_("Catatan impor"), columns), rows)
    return documents.answer(table, f"catatan-impor-{batch.id}.xlsx")


def origin(letter: Letter) -> str | None:
    """On a letter's page: the row of the old book that it came from, as it was written there."""
    row = queries.origin(letter.id)
    if row is None:
        return None
    batch: Any = db.session.get(Import, row.import_id)
    pairs = [(label, cell) for label, cell in zip(queries.heading(batch), row.cells, strict=False) if cell]
    return render_template("correspondence/transfer/_origin.html", batch=batch, row=row, pairs=pairs)
