"""My certificate; the issuers that this office trusts."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _
from biro.correspondence.outgoing.signatures import services
from biro.correspondence.outgoing.signatures.forms import CertificateForm, IssuerForm
from biro.correspondence.outgoing.signatures.models import TrustedIssuer
from biro.correspondence.outgoing.views.blueprint import bp


@bp.route("/surat/sertifikat", methods=["GET", "POST"])
@needs(P.LETTER_SIGN)
def certificate() -> ResponseReturnValue:
    """My certificate: keep it, see it, put another in its place."""
    form = CertificateForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".certificate")):
            services.add_certificate(form.file.data, passphrase=form.passphrase.data or "", by=actor())
        if not form.errors:
            flash(_("Sertifikat terpasang."), "success")
            return redirect(url_for(".certificate"), 303)
    mine = services.own_certificate(actor().person_id)
    return render_template(
        "correspondence/outgoing/certificate.html", form=form, mine=mine, now=clock.now()
    ), 422 if form.errors else 200


@bp.post("/surat/sertifikat/pelepasan")
@needs(P.LETTER_SIGN)
def remove_certificate() -> ResponseReturnValue:
    """Sign with it no more."""
    mine = services.own_certificate(actor().person_id)
    if mine is None:
        raise Forbidden
    back = url_for(".certificate")
    return acted(services.remove_certificate, back, row=mine, by=actor(), done=_("Sertifikat dilepas."))


@bp.route("/surat/penerbit-sertifikat", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def issuers() -> ResponseReturnValue:
    """Whose certificates count as known."""
    form = IssuerForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".issuers")):
            services.trust(form.file.data, basis=form.basis.data or "", by=actor())
        if not form.errors:
            flash(_("Penerbit dipercaya."), "success")
            return redirect(url_for(".issuers"), 303)
    return render_template(
        "correspondence/outgoing/issuers.html", form=form, rows=services.issuers()
    ), 422 if form.errors else 200


@bp.post("/surat/penerbit-sertifikat/<int:issuer_id>/kepercayaan")
@needs(P.CORRESPONDENCE_MANAGE)
def switch_issuer(issuer_id: int) -> ResponseReturnValue:
    """Trust it no more, or again."""
    row = db.session.get(TrustedIssuer, issuer_id)
    if row is None:
        raise Forbidden
    return acted(services.switch, url_for(".issuers"), row=row, by=actor())
