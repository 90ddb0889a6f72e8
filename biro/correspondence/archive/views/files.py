"""Case files: the list, a new one, its page, its life."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import Forbidden
from biro.core.forms import Form
from biro.core.guards import needs
from biro.core.pages import acted, badges, keyset
from biro.core.texts import _
from biro.correspondence.archive import contents, disposals, queries, rules, services
from biro.correspondence.archive.classes import version_on
from biro.correspondence.archive.forms.files import (
    ClockForm,
    CloseForm,
    EditFileForm,
    NewFileForm,
    PlaceForm,
)
from biro.correspondence.archive.forms.filters import FileFilter
from biro.correspondence.archive.models import CaseFile, CaseFileState, CaseItem
from biro.correspondence.archive.scopes import keeps, kept_units, readable_units
from biro.correspondence.archive.views.blueprint import bp


@bp.get("/arsip")
@needs(P.LETTER_READ)
def index() -> ResponseReturnValue:
    """The files of the units one reads, newest first."""
    filters = FileFilter(readable_units(actor()))
    page = keyset(queries.listed(actor(), **filters.wanted), [CaseFile.opened_on, CaseFile.id])
    return render_template(
        "correspondence/archive/index.html", page=page, filters=filters, badges=badges(CaseFileState),
        may_keep=bool(kept_units(actor())), today=clock.today(),
    )  # fmt: skip


@bp.route("/arsip/baru", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def new() -> ResponseReturnValue:
    """Open a file."""
    form = NewFileForm(kept_units(actor()))
    if form.validate_on_submit():
        made: list[CaseFile] = []
        with form.settling(lambda: made[0].url):
            made.append(services.open_file(**form.file_values, by=actor()))
        if not form.errors:
            flash(_("Berkas %(label)s dibuka.", label=made[0].label), "success")
            return redirect(made[0].url, 303)
    return render_template(
        "correspondence/archive/edit.html", form=form, file=None
    ), 422 if form.errors else 200


@bp.get("/arsip/<int:file_id>")
@needs(P.LETTER_READ)
def show(file_id: int) -> ResponseReturnValue:
    """A file: what it is, where it stands, what lies in it, how long it must be kept."""
    file = queries.case_file(file_id, actor())
    page = keyset(contents.items([file.id], actor()), [CaseItem.number], descending=False)
    return render_template(
        "correspondence/archive/show.html", file=file, page=page, today=clock.today(), over=rules.is_over,
        sealed=contents.is_sealed(file, actor()), secrets=contents.secrets_in(file),
        keeping=keeps(actor(), file.unit_id), proposals=disposals.of_file(file.id), readable=readable_units(actor()),
    )  # fmt: skip


@bp.route("/arsip/<int:file_id>/ubah", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def edit(file_id: int) -> ResponseReturnValue:
    """Correct a running file; of a closed one only the place."""
    file = _kept(file_id)
    if file.state is CaseFileState.OPEN and not contents.is_sealed(file, actor()):
        return _settled(EditFileForm(obj=file), file, services.change, "edit", _("Berkas diperbaiki."))
    return _settled(PlaceForm(obj=file), file, services.place, "place", _("Lokasi berkas disimpan."))


@bp.route("/arsip/<int:file_id>/penutupan", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def close(file_id: int) -> ResponseReturnValue:
    """The matter is over: the retention begins."""
    file = _kept(file_id)
    form = CloseForm(data={"version": file.version, "closed_on": clock.today()})
    row = version_on(file.classification, clock.today())
    return _settled(form, file, services.close, "close", _("Berkas ditutup."), row=row)


@bp.route("/arsip/<int:file_id>/awal-retensi", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def start_clock(file_id: int) -> ResponseReturnValue:
    """The event that the classification names has come."""
    file = _kept(file_id)
    form = ClockForm(data={"version": file.version})
    return _settled(form, file, services.start_clock, "clock", _("Awal retensi ditetapkan."))


@bp.post("/arsip/<int:file_id>/pembukaan")
@needs(P.ARCHIVE_KEEP)
def reopen(file_id: int) -> ResponseReturnValue:
    """The matter goes on."""
    return _act(services.reopen, file_id, _("Berkas dibuka kembali."))


@bp.post("/arsip/<int:file_id>/penahanan")
@needs(P.ARCHIVE_KEEP)
def hold(file_id: int) -> ResponseReturnValue:
    """Keep it from every disposal."""
    return _act(services.hold, file_id, _("Berkas ditahan."))


@bp.post("/arsip/<int:file_id>/pelepasan")
@needs(P.ARCHIVE_DECIDE)
def release(file_id: int) -> ResponseReturnValue:
    """What held it is over."""
    return _act(services.release, file_id, _("Penahanan dilepaskan."))


def _kept(file_id: int) -> CaseFile:
    """A file of a unit whose archive the actor keeps."""
    file = queries.case_file(file_id, actor())
    if not keeps(actor(), file.unit_id):
        raise Forbidden
    return file


def _settled(form: Form, file: CaseFile, do: Any, name: str, done: str, **shown: Any) -> ResponseReturnValue:
    """Show the form, or do what it says and go back to the file."""
    back = url_for(".show", file_id=file.id)
    if form.validate_on_submit():
        with form.settling(lambda: back):
            do(file, **form.values, by=actor())
        if not form.errors:
            flash(done, "success")
            return redirect(back, 303)
        file = queries.case_file(file.id, actor())
    page = render_template(
        f"correspondence/archive/{name}.html",
        form=form,
        file=file,
        sealed=contents.is_sealed(file, actor()),
        **shown,
    )
    return page, 422 if form.errors else 200


def _act(do: Any, file_id: int, done: str) -> ResponseReturnValue:
    file, reason = queries.case_file(file_id, actor()), request.form.get("reason", "")[:1000]
    return acted(do, url_for(".show", file_id=file_id), file=file, reason=reason, by=actor(), done=done)
