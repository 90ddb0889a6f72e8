"""Dispositions that came back on paper: copying them, and the giver's word that one is not theirs."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence import chains, policies, queries, services
from biro.correspondence.forms.dispositions import ContestForm, PaperForm
from biro.correspondence.models import Letter
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.conflicts import tell_change
from biro.correspondence.views.dispositions import disposition_page
from biro.correspondence.views.reading import opened
from biro.files.queries import attachments


@bp.route("/surat/masuk/<int:letter_id>/disposisi-kertas", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def copy_paper(letter_id: int) -> ResponseReturnValue:
    """Copy what the head wrote on the printed sheet."""
    letter = opened(letter_id)
    if not services.may_copy(letter, actor()):
        raise Forbidden
    form = _form(letter)
    if form.validate_on_submit():
        with form.settling(lambda: letter.url):
            services.copy_paper(letter, **form.disposition_values, by=actor())
        if not form.errors:
            flash(_("Disposisi kertas tercatat; pemberinya dikabari."), "success")
            return redirect(url_for(".show", letter_id=letter_id), 303)
        letter = queries.letter(letter_id, actor())
        tell_change(form, letter)
    page = render_template(
        "correspondence/paper.html", form=form, letter=letter, scans=attachments(letter.owner)
    )
    return page, 422 if form.errors else 200


def _form(letter: Letter) -> PaperForm:
    today = clock.today(letter.unit.zone)
    signers = [(p.id, f"{p.name} · {p.title}") for p in chains.signers(letter, letter.received_on, today)]
    form = PaperForm(
        signers, chains.candidates_of(letter, today), chains.instructions(), chains.abbreviations(),
        data={"version": letter.version, "given_on": today, "giver_id": signers[0][0] if signers else None},
    )  # fmt: skip
    if not policies.takes_scans(letter.security):
        del form.scan
    return form


@bp.post("/disposisi/<int:disposition_id>/sanggahan")
@needs(P.LETTER_READ)
def contest(disposition_id: int) -> ResponseReturnValue:
    """Not from me."""
    found, form = chains.disposition(disposition_id, actor()), ContestForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".disposition", disposition_id=disposition_id)):
            services.contest(found, reason=form.reason.data or "", by=actor())
        if not form.errors:
            flash(_("Disposisi disanggah; yang belum dibaca ditarik."), "success")
            return redirect(url_for(".disposition", disposition_id=disposition_id), 303)
        found = chains.disposition(disposition_id, actor())
    return disposition_page(found, contesting=form)
