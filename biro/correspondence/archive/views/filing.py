"""Filing: the panel on a letter's page, one letter at a time, and many from the list of those in no file."""

from datetime import date
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import DomainError
from biro.core.guards import needs
from biro.core.pages import keyset
from biro.core.texts import ShortDays, _, _n
from biro.correspondence import queries as letters
from biro.correspondence.archive import queries, services
from biro.correspondence.archive.forms.filing import FilingForm, asked_letters
from biro.correspondence.archive.forms.filters import UnfiledFilter
from biro.correspondence.archive.models import CaseFile
from biro.correspondence.archive.scopes import kept_units, readable_units
from biro.correspondence.archive.views.blueprint import bp
from biro.correspondence.models import Letter, LetterState
from biro.correspondence.views.reading import opened


def files_of_letter(letter: Letter) -> str | None:
    """On a letter's page: in which files it lies, or where it could go."""
    found, units = queries.files_with(letter.id), kept_units(actor())
    if not found and (not units or letter.state is LetterState.VOID):
        return None
    return render_template(
        "correspondence/archive/_letter.html", letter=letter, found=found, readable=readable_units(actor()),
        suggestions=queries.suggested(letter, actor()) if units and not found else [], may_keep=bool(units),
    )  # fmt: skip


@bp.get("/arsip/berkas/cari")
@needs(P.ARCHIVE_KEEP)
def lookup() -> ResponseReturnValue:
    """Running files by number, code or words."""
    text = request.args.get("q", "")
    found = queries.find_open(text, actor()) if text.strip() else []
    secret = _("Berkas rahasia")
    return jsonify([
        {"value": str(row.id), "text": f"{row.number}/{row.unit}/{row.year} · {row.title or secret}", "sub": row.code}
        for row in found
    ])  # fmt: skip


@bp.route("/surat/masuk/<int:letter_id>/berkas", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def file_letter(letter_id: int) -> ResponseReturnValue:
    """Put a letter into a running file, or into a new one."""
    letter, units = opened(letter_id), kept_units(actor())
    begun = {
        "classification_id": letter.classification_id,
        "unit_id": letter.unit_id if letter.unit_id in units else None,
        "form": "kopi" if queries.files_with(letter.id) else "asli",
    }
    form = FilingForm(units, data=begun)
    if form.validate_on_submit():
        made: list[CaseFile] = []
        with form.settling(lambda: letter.url):
            made.append(_into(form, [letter]))
        if not form.errors:
            flash(_("Surat masuk ke berkas %(label)s.", label=made[0].label), "success")
            return redirect(url_for("correspondence.show", letter_id=letter_id), 303)
        letter = letters.letter(letter_id, actor())
    page = render_template(
        "correspondence/archive/file_letter.html", form=form, letter=letter,
        suggestions=queries.suggested(letter, actor()),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/arsip/belum-diberkaskan", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def unfiled() -> ResponseReturnValue:
    """Letters with which nothing more is to be done and that lie in no file yet; many are filed at once."""
    filters, form = UnfiledFilter(), FilingForm(kept_units(actor()))
    if form.validate_on_submit():
        made: list[CaseFile] = []
        chosen = [letters.letter(letter_id, actor()) for letter_id in asked_letters()]
        with form.settling(lambda: request.full_path):
            if not chosen:
                raise DomainError(_("Centang dulu suratnya."))
            made.append(_into(form, chosen))
        if not form.errors:
            flash(_filed(made[0], len(chosen)), "success")
            return redirect(request.full_path, 303)
    year = int(filters.year.data)
    query = queries.unfiled(actor(), date(year, 1, 1), date(year, 12, 31))
    page = render_template(
        "correspondence/archive/unfiled.html", form=form, filters=filters, days=ShortDays(),
        page=keyset(query, [Letter.received_on, Letter.id]), ticked=set(asked_letters()),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _into(form: FilingForm, chosen: list[Letter]) -> CaseFile:
    """Into the chosen file, or a new one when its title was written."""
    file = _chosen(form)
    services.file_letters(file, chosen, form=form.form.data, by=actor())
    return file


def _chosen(form: FilingForm) -> CaseFile:
    if form.case_file_id.data:
        return queries.case_file(form.case_file_id.data, actor())
    if not form.title.data:
        raise DomainError(_("Pilih berkasnya, atau tulis uraian berkas baru."), field="case_file_id")
    units: Any = form.unit_id.data
    if units is None:
        raise DomainError(_("Pilih unitnya."), field="unit_id")
    return services.open_file(
        unit_id=units, classification_id=form.classification_id.data, title=form.title.data,
        opened_on=clock.today(), by=actor(),
    )  # fmt: skip


def _filed(file: CaseFile, count: int) -> str:
    return _n("%(num)d surat masuk ke berkas %(label)s.", "%(num)d surat masuk ke berkas %(label)s.", count,
              label=file.label)  # fmt: skip
