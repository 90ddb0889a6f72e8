"""Filing from a letter's page, whether it came in or went out: the panel there, and one letter at a time."""

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import DomainError
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence import queries as incoming
from biro.correspondence.archive import contents, queries, services
from biro.correspondence.archive.contents import Paper
from biro.correspondence.archive.forms.filing import FilingForm
from biro.correspondence.archive.keeping import why_kept
from biro.correspondence.archive.models import CaseFile
from biro.correspondence.archive.scopes import kept_units, readable_units
from biro.correspondence.archive.views.blueprint import bp
from biro.correspondence.models import Letter, LetterState
from biro.correspondence.outgoing import queries as outgoing
from biro.correspondence.outgoing import services as writing
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.views.reading import opened


def files_of_letter(letter: Letter) -> str | None:
    """On the page of a letter that came in: in which files it lies, or where it could go."""
    place = url_for("archive.file_letter", letter_id=letter.id)
    return _panel(letter, place, letter.state is not LetterState.VOID, _why_kept(letter))


def files_of_outgoing(letter: OutgoingLetter) -> str | None:
    """The same on the page of a letter of this office, once it is signed."""
    return _panel(letter, url_for("archive.file_outgoing", letter_id=letter.id), letter.is_issued)


def _why_kept(letter: Letter) -> str | None:
    """Said to those who would take it back from the archive, in place of the button."""
    may = letter.state is LetterState.FILED and actor().may(P.LETTER_DISPOSE, letter.unit_id)
    return why_kept(letter) if may else None


def _panel(letter: Paper, place: str, is_fit: bool, kept: str | None = None) -> str | None:
    found, may_keep = contents.files_with(letter), bool(kept_units(actor())) and is_fit
    if not found and not may_keep:
        return None
    given = _suggestions(letter) if may_keep and not found else {}
    return render_template(
        "correspondence/archive/_letter.html", place=place, found=found, readable=readable_units(actor()),
        may_keep=may_keep, why_kept=kept, **given,
    )  # fmt: skip


def _suggestions(letter: Paper) -> dict[str, Any]:
    """Where the letter could go; of an answer, which of these hold what it answers."""
    if isinstance(letter, Letter):
        return {"suggestions": queries.suggested(letter, actor()), "answered": set()}
    answered = {row.id for row in queries.answered(letter, actor())}
    return {"suggestions": queries.suggested_beside(letter, actor()), "answered": answered}


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
    """Put a letter that came in into a running file, or into a new one."""
    return _filing(opened(letter_id), lambda: incoming.letter(letter_id, actor()), "file_letter")


@bp.route("/surat/keluar/<int:letter_id>/berkas", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def file_outgoing(letter_id: int) -> ResponseReturnValue:
    """Put a letter of this office into a running file, or into a new one."""
    writing.note_reading(outgoing.letter(letter_id, actor()), by=actor())  # a refused form shows it too
    letter = outgoing.letter(letter_id, actor())
    return _filing(letter, lambda: outgoing.letter(letter_id, actor()), "file_outgoing")


def _filing(letter: Paper, reread: Callable[[], Paper], name: str) -> ResponseReturnValue:
    units, back = kept_units(actor()), letter.url
    form = FilingForm(units, data={
        "classification_id": letter.classification_id,
        "unit_id": letter.unit_id if letter.unit_id in units else None,
        "form": "kopi" if contents.files_with(letter) else "asli",
    })  # fmt: skip
    if form.validate_on_submit():
        made: list[CaseFile] = []
        with form.settling(lambda: back):
            made.append(into(form, [letter]))
        if not form.errors:
            flash(_("Surat masuk ke berkas %(label)s.", label=made[0].label), "success")
            return redirect(back, 303)
        letter = reread()
    page = render_template(
        f"correspondence/archive/{name}.html", form=form, letter=letter,
        place=url_for(f".{name}", letter_id=letter.id), **_suggestions(letter),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def into(form: FilingForm, chosen: list[Any]) -> CaseFile:
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
