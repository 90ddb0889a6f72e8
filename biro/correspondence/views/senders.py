"""Senders: list, correction, several that are one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.correspondence import senders, services
from biro.correspondence.forms.senders import MergeForm, SenderFilter, SenderForm
from biro.correspondence.models import Correspondent
from biro.correspondence.views.blueprint import bp


@bp.get("/surat/pengirim")
@needs(P.LETTER_REGISTER)
def sender_list() -> ResponseReturnValue:
    """Who writes to us, and who probably stands there twice."""
    filters = SenderFilter()
    text = (filters.q.data or "").replace("\0", " ")
    page = keyset(
        senders.listed(text, actor()),
        [Correspondent.name_key, Correspondent.id],
        descending=False,
        scalars=True,
    )
    return render_template(
        "correspondence/senders.html", page=page, filters=filters, most=senders.COUNTED,
        counts=senders.counts([row.id for row in page.items], actor()),
        doubles=[] if request.args else senders.doubles(actor()),
    )  # fmt: skip


@bp.route("/surat/pengirim/<int:sender_id>/ubah", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def edit_sender(sender_id: int) -> ResponseReturnValue:
    """Correct a name or an address."""
    row = next(iter(senders.chosen([sender_id], actor())), None)
    if row is None:
        raise Forbidden
    form = SenderForm(obj=row)
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".sender_list")):
            services.change_sender(row, **form.values, by=actor())
        if not form.errors:
            flash(_("Pengirim diperbaiki."), "success")
            return redirect(url_for(".sender_list"), 303)
    return render_template(
        "correspondence/sender.html", form=form, merges=senders.merges(sender_id, actor()), sender_id=sender_id,
        most=senders.COUNTED,
    ), 422 if form.errors else 200  # fmt: skip


@bp.post("/surat/pengirim/gabung/<int:merge_id>/pembatalan")
@needs(P.LETTER_REGISTER)
def unmerge(merge_id: int) -> ResponseReturnValue:
    """They were two after all."""
    row = senders.merge(merge_id, actor())
    back = url_for(".edit_sender", sender_id=row.source.meant.id)
    return acted(services.unmerge, back, merge=row, by=actor(), done=_("Penggabungan dibatalkan."))


@bp.route("/surat/pengirim/gabung", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def merge() -> ResponseReturnValue:
    """Show what becomes one, ask for the name that stays, and do it."""
    form, rows = MergeForm(), senders.chosen(request.values.getlist("id", type=int)[:20], actor())
    stays = request.form.get("stays", type=int)
    if form.validate_on_submit():
        versions = {row.id: request.form.get(f"version-{row.id}", 0, type=int) for row in rows}
        with form.settling(lambda: url_for(".sender_list")):
            target = services.the_one_that_stays(rows, stays)
            services.merge_senders(target, rows, versions=versions, by=actor())
        if not form.errors:
            flash(_("Pengirim digabungkan."), "success")
            return redirect(url_for(".sender_list"), 303)
    return render_template(
        "correspondence/merge.html", form=form, rows=rows, stays=stays, most=senders.COUNTED,
        counts=senders.counts([row.id for row in rows], actor()),
    ), 422 if form.errors else 200  # fmt: skip
