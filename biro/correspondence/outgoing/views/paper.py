"""The letter on paper: the draft as PDF and as pictures, and a text that is not saved yet."""

import io

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from biro import documents
from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.guards import needs
from biro.correspondence.outgoing import numbering, pages, queries, services, words
from biro.correspondence.outgoing.forms.drafts import DraftForm
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.outgoing.views.blueprint import bp
from biro.correspondence.outgoing.views.reading import opened
from biro.files import marks, pdfs, pictures


@bp.get("/surat/keluar/<int:letter_id>/konsep.pdf")
@needs(P.LETTER_READ)
def concept(letter_id: int) -> ResponseReturnValue:
    """The draft as PDF."""
    letter = opened(letter_id)
    return documents.answer(_concept(letter), f"konsep-{letter.id}.pdf", inline=True)


@bp.get("/surat/keluar/<int:letter_id>/halaman/<int:number>")
@needs(P.LETTER_READ)
def picture(letter_id: int, number: int) -> ResponseReturnValue:
    """One page of the draft as a picture, for looking at beside the form."""
    letter = opened(letter_id)
    try:
        image = pdfs.picture(io.BytesIO(_concept(letter)), number)
    except IndexError:
        raise Forbidden from None
    shown = marks.marked(image, f"RAHASIA · {actor().name}") if letter.is_secret else image
    answer = send_file(io.BytesIO(pictures.png(shown)), mimetype="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _concept(letter: OutgoingLetter) -> bytes:
    if not letter.is_editable:
        raise Forbidden
    return pages.concept(letter, numbering.preview(letter), actor().name)


@bp.get("/surat/keluar/<int:letter_id>/naskah.docx")
@needs(P.LETTER_READ)
def word(letter_id: int) -> ResponseReturnValue:
    """The letter in the Word file of its kind. `?untuk=srikandi` leaves number, day and signature as tags."""
    letter = opened(letter_id)
    made = words.merged(letter, for_srikandi=request.args.get("untuk") == "srikandi")
    return documents.answer(made, f"naskah-{letter.id}.docx")


@bp.post("/surat/keluar/pratinjau.pdf")
@needs(P.LETTER_READ)
def preview() -> ResponseReturnValue:
    """A text as it would look, without keeping it: everything is rolled back. `?surat=` is the one that is changed."""
    asked = request.args.get("surat", type=int)
    letter = queries.letter(asked, actor()) if asked else None
    unit = letter.unit if letter else services.own_unit(actor())
    form = DraftForm(queries.kinds(), queries.signers(unit, clock.today()))
    if form.validate():
        try:
            return documents.answer(_tried(form, letter), "pratinjau.pdf", inline=True)
        except DomainError as refusal:
            form.refuse(refusal)
        finally:
            db.session.rollback()
    letter = queries.letter(asked, actor()) if asked else None
    return render_template(
        "correspondence/outgoing/form.html", form=form, letter=letter, replied=None, event=None
    ), 422


def _tried(form: DraftForm, letter: OutgoingLetter | None) -> bytes:
    if letter is None:
        return _concept(services.draft(form.draft, by=actor()))
    services.change(letter, form.draft, by=actor())
    return _concept(letter)
