"""Opening a secret letter in need: asked by one, decided by another, seen by its chain."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.correspondence import chains, services
from biro.correspondence import openings as reads
from biro.correspondence.forms.openings import OpeningForm
from biro.correspondence.models import SecretOpening
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.reading import opened
from biro.files.queries import attachments


@bp.route("/surat/pembukaan", methods=["GET", "POST"])
@needs(P.OPENING_ASK)
def openings() -> ResponseReturnValue:
    """Ask, and see what was asked."""
    form, made = OpeningForm(reads.books()), list[SecretOpening]()
    if form.validate_on_submit():
        with form.settling(lambda: made[0].url):
            values = form.values
            reason = values.pop("reason")
            made.append(services.ask_opening(services.find_secret(**values), reason=reason, by=actor()))
        if not form.errors:
            flash(_("Permintaan dikirim kepada yang berwenang memutuskan."), "success")
            return redirect(made[0].url, 303)
    page = keyset(reads.visible_to(actor()), [SecretOpening.id], scalars=True)
    return render_template(
        "correspondence/openings.html", form=form, page=page, now=clock.now()
    ), 422 if form.errors else 200


@bp.get("/surat/pembukaan/<int:opening_id>")
@needs()
def opening(opening_id: int) -> ResponseReturnValue:
    """One request: who, why, who decided, until when; and for whom it was opened the letter itself, while it is."""
    found = reads.opening(opening_id, actor())
    lasting = found.is_open(clock.now())
    mine = lasting and found.asked_by_id == actor().person_id
    letter = opened(found.letter_id) if mine else None
    return render_template(
        "correspondence/opening.html", opening=found, lasting=lasting, letter=letter, today=clock.today(),
        scans=attachments(letter.owner) if letter else [], nodes=chains.tree(letter.id) if letter else [],
    )  # fmt: skip


@bp.post("/surat/pembukaan/<int:opening_id>/persetujuan")
@needs(P.OPENING_GRANT)
def grant_opening(opening_id: int) -> ResponseReturnValue:
    """The second person agrees."""
    found = reads.opening(opening_id, actor())
    return acted(
        services.grant_opening, found.url, opening=found, by=actor(), done=_("Surat dibuka selama 24 jam.")
    )


@bp.post("/surat/pembukaan/<int:opening_id>/penolakan")
@needs(P.OPENING_GRANT)
def refuse_opening(opening_id: int) -> ResponseReturnValue:
    """It stays closed."""
    found, reason = reads.opening(opening_id, actor()), request.form.get("reason", "")[:1000]
    return acted(
        services.refuse_opening,
        found.url,
        opening=found,
        reason=reason,
        by=actor(),
        done=_("Permintaan ditolak."),
    )


@bp.post("/surat/pembukaan/<int:opening_id>/penutupan")
@needs()
def close_opening(opening_id: int) -> ResponseReturnValue:
    """Nothing more to read."""
    found = reads.opening(opening_id, actor())
    return acted(
        services.close_opening, found.url, opening=found, by=actor(), done=_("Surat ditutup kembali.")
    )
