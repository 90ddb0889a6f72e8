"""Signing and sending, on the letter's own page."""

from typing import Any

from flask import current_app, flash, redirect
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.core.guards import needs
from biro.core.texts import _, _n
from biro.correspondence.outgoing import queries, services, signing
from biro.correspondence.outgoing.forms.acts import OutsideForm, SendForm, SignedScanForm, SignForm
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.correspondence.outgoing.views.blueprint import bp
from biro.correspondence.outgoing.views.letters import page


@bp.post("/surat/keluar/<int:letter_id>/tanda-tangan")
@needs(P.LETTER_READ)
def sign(letter_id: int) -> ResponseReturnValue:
    """Number, paper and code at once."""
    letter = _signable(letter_id)
    form = SignForm(signing.methods(letter, actor()))
    if form.validate_on_submit():
        far = signing.remote_named(form.method.data)
        if far is not None:
            _ask(far, letter, form)
        else:
            with form.settling(lambda: letter.url):
                services.sign(letter, **form.values, by=actor(), site=current_app.config["BASE_URL"])
        if not form.errors:
            return _done(letter, _("Surat terbit dengan nomor %(number)s.", number=letter.number or "–"))
    return page(queries.letter(letter_id, actor()), code=422, sign_form=form)


def _ask(far: signing.Remote, letter: OutgoingLetter, form: SignForm) -> None:
    """Hold number and paper, ask the service while no transaction is open, then issue: three short steps."""
    begun: list[services.Ticket] = []
    with form.settling(lambda: letter.url):
        site = current_app.config["BASE_URL"]
        begun.append(services.begin_signing(letter, **form.values, by=actor(), site=site))
    if form.errors:
        return
    try:
        signed = far.ask(begun[0].paper, form.values)
        services.finish_signing(begun[0], signed, by=actor())
    except DomainError as refusal:
        db.session.rollback()
        services.fail_signing(begun[0], str(refusal), by=actor())
        form.unclaim()
        form.refuse(refusal)
    db.session.commit()


@bp.post("/surat/keluar/<int:letter_id>/tanda-tangan-luar")
@needs(P.LETTER_READ)
def sign_outside(letter_id: int) -> ResponseReturnValue:
    """It was signed elsewhere: keep its PDF and its number."""
    letter, form = _signable(letter_id), OutsideForm()
    if form.validate_on_submit():
        values = form.values
        upload = values.pop("scan")
        with form.settling(lambda: letter.url):
            services.sign_outside(letter, **values, upload=upload, by=actor())
        if not form.errors:
            return _done(letter, _("Surat terbit dengan nomor %(number)s.", number=letter.number))
    return page(queries.letter(letter_id, actor()), code=422, outside_form=form)


@bp.post("/surat/keluar/<int:letter_id>/pindaian")
@needs(P.LETTER_READ)
def scan(letter_id: int) -> ResponseReturnValue:
    """The scan of the signed sheet."""
    letter, form = queries.letter(letter_id, actor()), SignedScanForm()
    if not services.may_attach(letter, actor()):
        raise Forbidden
    with form.settling(lambda: letter.url):
        services.attach_scan(letter, form.scan.data, by=actor())
    if form.errors:
        return page(queries.letter(letter_id, actor()), code=422, scan_form=form)
    return _done(letter, _("Pindaian tersimpan."))


@bp.post("/surat/keluar/<int:letter_id>/pengiriman")
@needs(P.LETTER_READ)
def send(letter_id: int) -> ResponseReturnValue:
    """It leaves the house, and arrives in the books of units of this office."""
    letter, form = queries.letter(letter_id, actor()), SendForm()
    arrived: list[Any] = []
    if form.validate_on_submit():
        with form.settling(lambda: letter.url):
            arrived = services.send(letter, **form.values, by=actor())
        if not form.errors:
            return _done(letter, _sent(len(arrived)))
    return page(queries.letter(letter_id, actor()), code=422, send_form=form)


def _sent(inside: int) -> str:
    if not inside:
        return _("Surat dikirim.")
    return _n(
        "Surat dikirim; %(num)d unit kantor ini menerimanya di buku agendanya.",
        "Surat dikirim; %(num)d unit kantor ini menerimanya di buku agendanya.",
        inside,
    )


def _signable(letter_id: int) -> OutgoingLetter:
    """A letter that the actor may sign or note as signed; what was signed a moment ago says so on its page."""
    letter = queries.letter(letter_id, actor())
    if letter.is_editable and not services.may_sign(letter, actor()):
        raise Forbidden
    return letter


def _done(letter: OutgoingLetter, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(letter.url, 303)
