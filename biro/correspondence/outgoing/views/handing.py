"""The page behind the QR of a slip: a few taps at the door. It shows the number and the recipient, not the letter."""

import re
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _
from biro.correspondence.outgoing import dispatches, queries, services
from biro.correspondence.outgoing.forms.dispatch import ReceiveForm
from biro.correspondence.outgoing.models import Dispatch, DispatchState
from biro.correspondence.outgoing.models.dispatches import not_carrier
from biro.correspondence.outgoing.views.blueprint import bp

CODE = re.compile(r"[A-Za-z0-9_-]{22}")


@bp.get("/surat/keluar/serah/<code>")
@needs(P.LETTER_READ)
def handing(code: str) -> ResponseReturnValue:
    """Where this copy is, and what can be done with it now."""
    return _page(_found(code))


@bp.post("/surat/keluar/serah/<code>/bawa")
@needs(P.LETTER_READ)
def take(code: str) -> ResponseReturnValue:
    """I carry it."""
    return _act(services.take, code, _("Surat ini Anda bawa."))


@bp.post("/surat/keluar/serah/<code>/pengembalian")
@needs(P.LETTER_READ)
def bring_back(code: str) -> ResponseReturnValue:
    """Nobody took it."""
    reason = request.form.get("reason", "").replace("\0", "")[:1000]
    return _act(services.bring_back, code, _("Tercatat: surat kembali."), reason=reason)


@bp.post("/surat/keluar/serah/<code>/antrean")
@needs(P.LETTER_READ)
def requeue(code: str) -> ResponseReturnValue:
    """Once more."""
    return _act(services.requeue, code, _("Surat menunggu diantar lagi."))


@bp.post("/surat/keluar/serah/<code>/tanda-terima")
@needs(P.LETTER_READ)
def receive(code: str) -> ResponseReturnValue:
    """Somebody took it."""
    dispatch = _found(code)
    form = ReceiveForm(dispatch)
    if form.validate_on_submit():
        values = form.values
        at = form.moment(dispatch.letter.unit.zone)
        values.pop("on"), values.pop("hour")
        with form.settling(lambda: dispatch.url):
            services.receive(dispatch, **values, at=at, by=actor())
        if not form.errors and not form.form_errors:
            flash(_("Tanda terima tersimpan."), "success")
            return redirect(dispatch.url, 303)
    return _page(_found(code), form=form, status=422)


def _found(code: str) -> Dispatch:
    if not CODE.fullmatch(code):
        raise Forbidden
    return dispatches.by_code(code, actor())


def _act(do: Any, code: str, done: str, **given: Any) -> ResponseReturnValue:
    dispatch = _found(code)
    return acted(do, dispatch.url, dispatch=dispatch, by=actor(), done=done, **given)


def _page(dispatch: Dispatch, *, form: ReceiveForm | None = None, status: int = 200) -> ResponseReturnValue:
    me = actor()
    open_now = dispatch.state in (DispatchState.WAITING, DispatchState.CARRIED)
    if form is None and open_now and not_carrier(dispatch, me) is None:
        form = ReceiveForm(dispatch, formdata=None)
    knows = queries.is_visible(dispatch.letter_id, me)
    trusted = knows or dispatches.open_to(dispatch, me)
    return render_template(
        "correspondence/outgoing/handing.html", dispatch=dispatch, form=form, knows=knows, trusted=trusted,
        proofs=dispatches.proofs([dispatch]).get(dispatch.owner, []) if dispatches.shows_proof(dispatch, me) else [],
    ), status  # fmt: skip
