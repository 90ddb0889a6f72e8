"""What is due: files whose retention is over, from which a person makes a proposal."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.guards import needs
from biro.core.pages import badges, keyset
from biro.core.texts import _
from biro.correspondence.archive import disposals, services
from biro.correspondence.archive.forms.due import BatchFilter, DueFilter, ProposeForm, asked_files
from biro.correspondence.archive.models import CaseFile, CaseFileState, Disposal, DisposalState
from biro.correspondence.archive.rules import Kind
from biro.correspondence.archive.scopes import kept_units, readable_units
from biro.correspondence.archive.services.disposing import MOST
from biro.correspondence.archive.views.blueprint import bp


@bp.route("/arsip/jatuh-retensi", methods=["GET", "POST"])
@needs(P.LETTER_READ)
def due() -> ResponseReturnValue:
    """The files that may be transferred, destroyed, handed over; ticked ones go into a proposal."""
    kind, may_keep = _kind(), bool(kept_units(actor()))
    form = ProposeForm(disposals.drafts(actor(), kind) if may_keep else [])
    filters = DueFilter(disposals.years_due(actor(), kind, clock.today()), readable_units(actor()))
    query = disposals.due(actor(), kind, clock.today(), **filters.wanted)
    if form.validate_on_submit():
        made: list[Disposal] = []
        with form.settling(lambda: made[0].url):
            made.append(_proposed(form, kind, asked_files() or _all(query)))
        if not form.errors:
            flash(_("Berkas masuk ke usul %(label)s.", label=made[0].label), "success")
            return redirect(made[0].url, 303)
    page = render_template(
        "correspondence/archive/due.html", filters=filters, form=form, kind=kind, kinds=Kind, may_keep=may_keep,
        page=keyset(query, [disposals.ends_on(kind), CaseFile.id], descending=False), ticked=set(asked_files()),
        counts=disposals.counts(actor(), clock.today()), badges=badges(CaseFileState), ends=disposals.ends_on(kind).key,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _kind() -> Kind:
    asked = request.args.get("jenis", "")
    return Kind(asked) if asked in set(Kind) else Kind.TRANSFER


def _all(query: Select[Any]) -> list[int]:
    """Everything that the filter leaves, where the button says so; held ones stay where they are."""
    if "semua" not in request.form:
        return []
    chosen = query.where(CaseFile.held_at.is_(None)).order_by(CaseFile.id).limit(MOST)
    return [row.id for row in db.session.execute(chosen)]


def _proposed(form: ProposeForm, kind: Kind, file_ids: list[int]) -> Disposal:
    if form.disposal_id.data is None:
        return services.propose(kind=kind, file_ids=file_ids, by=actor())
    batch = disposals.disposal(form.disposal_id.data, actor())
    services.widen(batch, file_ids=file_ids, by=actor())
    return batch


@bp.get("/arsip/usul")
@needs(P.LETTER_READ)
def proposals() -> ResponseReturnValue:
    """Every proposal, newest first."""
    filters = BatchFilter()
    query = disposals.listed(actor(), kind=filters.kind.data or "", state=filters.state.data or "")
    page = keyset(query, [Disposal.id])
    return render_template(
        "correspondence/archive/proposals.html", page=page, filters=filters,
        signed=disposals.signed([row.id for row in page.items]),
        badges=badges(DisposalState), may_keep=bool(kept_units(actor())), due_url=url_for(".due"),
    )  # fmt: skip
