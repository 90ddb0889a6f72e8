"""A proposal: its page and its steps, each by the person who may."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.forms import Form
from biro.core.guards import needs
from biro.core.pages import acted, badges, keyset
from biro.core.texts import _
from biro.correspondence.archive import disposals, queries, rules, services
from biro.correspondence.archive.forms.disposals import (
    ApproveForm,
    AssessForm,
    CarryOutForm,
    SignedReportForm,
)
from biro.correspondence.archive.models import CaseFile, CaseFileState, Disposal
from biro.correspondence.archive.scopes import keeps
from biro.correspondence.archive.views.blueprint import bp
from biro.files.queries import attachments


@bp.get("/arsip/usul/<int:batch_id>")
@needs(P.LETTER_READ)
def proposal(batch_id: int) -> ResponseReturnValue:
    """A proposal: which files, whose word, what is to be done next."""
    batch = disposals.disposal(batch_id, actor())
    page = keyset(disposals.rows(batch, actor()), [CaseFile.id], descending=False)
    return render_template(
        "correspondence/archive/proposal.html", batch=batch, page=page, badges=badges(CaseFileState),
        keeping=keeps(actor(), batch.unit_id), needed=_needed(batch), scans=attachments(batch.owner),
        signed=attachments(batch.report_owner)[::-1],
        hidden={act.method for act in batch.__acts__ if act.hidden and act.refusal(batch, actor()) is None},
    )  # fmt: skip


@bp.route("/arsip/usul/<int:batch_id>/penilaian", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def assess(batch_id: int) -> ResponseReturnValue:
    """The panel has looked at the files."""
    batch = disposals.disposal(batch_id, actor())
    given = {"committee": batch.committee, "assessment": batch.assessment, "version": batch.version}
    return _step(
        AssessForm(data={**given, "assessed_on": batch.assessed_on or clock.today()}), batch, "assess",
        _("Penilaian panitia dicatat."),
    )  # fmt: skip


@bp.route("/arsip/usul/<int:batch_id>/persetujuan", methods=["GET", "POST"])
@needs(P.ARCHIVE_DECIDE)
def approve(batch_id: int) -> ResponseReturnValue:
    """The written approval is here."""
    batch = disposals.disposal(batch_id, actor())
    form = ApproveForm(data={"version": batch.version, "office": _needed(batch)})
    return _step(form, batch, "approve", _("Persetujuan dicatat."))


@bp.route("/arsip/usul/<int:batch_id>/pelaksanaan", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def carry_out(batch_id: int) -> ResponseReturnValue:
    """It has happened, with an official report."""
    batch = disposals.disposal(batch_id, actor())
    form = CarryOutForm(data={"version": batch.version, "report_on": clock.today()})
    return _step(form, batch, "carry_out", _("Pelaksanaan dicatat."))


@bp.route("/arsip/usul/<int:batch_id>/berita-acara", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def file_report(batch_id: int) -> ResponseReturnValue:
    """The signed sheet comes on file."""
    batch = disposals.disposal(batch_id, actor())
    form = SignedReportForm(data={"version": batch.version})
    return _step(form, batch, "file_report", _("Berita acara bertanda tangan tersimpan."))


@bp.post("/arsip/usul/<int:batch_id>/pengajuan")
@needs(P.ARCHIVE_KEEP)
def submit(batch_id: int) -> ResponseReturnValue:
    """Ask for the approval."""
    batch = disposals.disposal(batch_id, actor())
    return acted(services.submit, batch.url, batch=batch, by=actor(), done=_("Usul diajukan."))


@bp.post("/arsip/usul/<int:batch_id>/pengembalian")
@needs(P.LETTER_READ)
def give_back(batch_id: int) -> ResponseReturnValue:
    """Back to a draft."""
    return _with_reason(services.give_back, batch_id, _("Usul dikembalikan."))


@bp.post("/arsip/usul/<int:batch_id>/pembatalan")
@needs(P.ARCHIVE_KEEP)
def cancel(batch_id: int) -> ResponseReturnValue:
    """It will not happen."""
    return _with_reason(services.cancel, batch_id, _("Usul dibatalkan."))


@bp.post("/arsip/usul/<int:batch_id>/berkas/<int:file_id>/pengeluaran")
@needs(P.ARCHIVE_KEEP)
def narrow(batch_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file out of a draft."""
    batch, file = disposals.disposal(batch_id, actor()), queries.case_file(file_id, actor())
    done = _("Berkas %(label)s dikeluarkan dari usul.", label=file.label)
    return acted(services.narrow, batch.url, batch=batch, file=file, by=actor(), done=done)


def _needed(batch: Disposal) -> rules.Office:
    return rules.approver(batch.kind, services.totals(batch))


def _step(form: Form, batch: Disposal, verb: str, done: str) -> ResponseReturnValue:
    """Show the form of a step, or take it."""
    if form.validate_on_submit():
        with form.settling(lambda: batch.url):
            getattr(services, verb)(batch, **form.values, by=actor())
        if not form.errors:
            flash(done, "success")
            return redirect(batch.url, 303)
        batch = disposals.disposal(batch.id, actor())
    page = render_template(
        f"correspondence/archive/{verb}.html", form=form, batch=batch, needed=_needed(batch),
        back=url_for(".proposal", batch_id=batch.id),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _with_reason(do: Any, batch_id: int, done: str) -> ResponseReturnValue:
    batch, reason = disposals.disposal(batch_id, actor()), request.form.get("reason", "")[:1000]
    return acted(do, batch.url, batch=batch, reason=reason, by=actor(), done=done)
