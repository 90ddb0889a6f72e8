"""What is done with a letter: submit, paraf, give back, and so on. Each act is a POST of its own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _
from biro.correspondence.outgoing import queries, services
from biro.correspondence.outgoing.forms.drafts import ChainForm
from biro.correspondence.outgoing.models import Paraf
from biro.correspondence.outgoing.views.blueprint import bp


@bp.post("/surat/keluar/<int:letter_id>/pengajuan")
@needs(P.LETTER_READ)
def submit(letter_id: int) -> ResponseReturnValue:
    """Out of the author's hands."""
    return _act(services.submit, letter_id, _("Naskah diajukan."))


@bp.post("/surat/keluar/<int:letter_id>/penarikan")
@needs(P.LETTER_READ)
def withdraw(letter_id: int) -> ResponseReturnValue:
    """Back on the author's desk."""
    return _act(services.withdraw, letter_id, _("Naskah ditarik kembali."))


@bp.post("/surat/keluar/<int:letter_id>/pengembalian")
@needs(P.LETTER_READ)
def give_back(letter_id: int) -> ResponseReturnValue:
    """Back to the author, with the reason."""
    return _act(services.give_back, letter_id, _("Naskah dikembalikan."), reason=_reason())


@bp.post("/surat/keluar/<int:letter_id>/selesai")
@needs(P.LETTER_READ)
def finish(letter_id: int) -> ResponseReturnValue:
    """Nothing more to do."""
    return _act(services.finish, letter_id, _("Surat selesai."))


@bp.post("/surat/keluar/<int:letter_id>/pembatalan")
@needs(P.LETTER_READ)
def void(letter_id: int) -> ResponseReturnValue:
    """It does not hold (any more)."""
    return _act(services.void, letter_id, _("Surat dibatalkan."), reason=_reason())


@bp.post("/surat/keluar/<int:letter_id>/pemaraf/<int:paraf_id>/paraf")
@needs(P.LETTER_READ)
def paraf(letter_id: int, paraf_id: int) -> ResponseReturnValue:
    """This text has been read and is right."""
    letter = queries.letter(letter_id, actor())
    mine: list[Paraf] = [p for p in letter.parafs if p.id == paraf_id]
    if not mine:
        raise Forbidden
    back = url_for(".show", letter_id=letter_id)
    return acted(services.give_paraf, back, paraf=mine[0], by=actor(), done=_("Naskah diparaf."))


@bp.route("/surat/keluar/<int:letter_id>/rantai-paraf", methods=["GET", "POST"])
@needs(P.LETTER_DRAFT)
def chain(letter_id: int) -> ResponseReturnValue:
    """Who parafs, in which order."""
    letter = queries.letter(letter_id, actor())
    if not services.may_set_chain(letter, actor()):
        raise Forbidden
    form = ChainForm(queries.officials(clock.today()), letter)
    if form.validate_on_submit():
        with form.settling(lambda: letter.url):
            services.set_chain(letter, **form.chain, by=actor())
        if not form.errors:
            flash(_("Rantai paraf tersimpan."), "success")
            return redirect(url_for(".show", letter_id=letter_id), 303)
        letter = queries.letter(letter_id, actor())
    return render_template(
        "correspondence/outgoing/chain.html", form=form, letter=letter
    ), 422 if form.errors else 200


def _act(do: Any, letter_id: int, done: str, **given: Any) -> ResponseReturnValue:
    letter = queries.letter(letter_id, actor())
    return acted(do, url_for(".show", letter_id=letter_id), letter=letter, by=actor(), done=done, **given)


def _reason() -> str:
    return request.form.get("reason", "").replace("\0", "")[:1000]
