"""Giving, taking back and using the right to act in another's name."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro.accounts import services
from biro.accounts.actors import actor
from biro.accounts.forms import DelegationForm
from biro.accounts.models import Delegation
from biro.accounts.views.base import bp
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _


def _home() -> str:
    return url_for(".account")


@bp.route("/akun/kuasa/baru", methods=["GET", "POST"])
@needs()
def delegate() -> ResponseReturnValue:
    """Let somebody act in my name."""
    form, me = DelegationForm(starts_on=clock.today()), actor()
    if form.validate_on_submit():
        with form.settling(_home):
            services.delegate(giver=me.person, **form.terms(me.person), by=me)
        if not form.errors:
            return redirect(_home(), 303)
    page = render_template("accounts/account_form.html", form=form, title=_("Beri kuasa atas nama"))
    return page, 422 if form.errors else 200


def _delegation(delegation_id: int) -> Delegation:
    row = db.session.get(Delegation, delegation_id)
    if row is None or actor().person_id not in (row.giver_id, row.receiver_id):
        raise NotFound
    return row


@bp.post("/akun/kuasa/<int:delegation_id>/pencabutan")
@needs()
def revoke(delegation_id: int) -> ResponseReturnValue:
    """Take it back, or give it back."""
    row = _delegation(delegation_id)
    return acted(services.revoke, _home(), done=_("Kuasa dicabut."), row=row, by=actor())


@bp.post("/akun/kuasa/<int:delegation_id>/pemakaian")
@needs()
def start_acting(delegation_id: int) -> ResponseReturnValue:
    """From now on in the giver's name."""
    row = _delegation(delegation_id)
    done = _("Anda bertindak atas nama %(name)s.", name=row.giver.name)
    return acted(services.start_acting, "/", done=done, row=row, by=actor())


@bp.post("/akun/kuasa/selesai")
@needs()
def stop_acting() -> ResponseReturnValue:
    """Back to oneself."""
    return acted(services.stop_acting, "/", done=_("Anda kembali bertindak atas nama sendiri."), by=actor())


def menu() -> str | None:
    """The way back to oneself, in the menu of whoever acts for another."""
    return render_template("accounts/_acting.html") if actor().behalf_id else None
