"""Paper: lists of archives, lists of proposals, official reports. Not GETs: every copy taken stands in the Trail."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from biro import documents
from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db, reading
from biro.core.errors import DomainError, Forbidden
from biro.core.guards import needs
from biro.core.texts import _, in_language, waktu_pendek
from biro.correspondence.archive import disposals, listing, lists, reports, sheets
from biro.correspondence.archive.forms.printing import ListForm
from biro.correspondence.archive.lists import ArchiveList, Which
from biro.correspondence.archive.models import Disposal, DisposalState
from biro.correspondence.archive.scopes import kept_units, readable_units
from biro.correspondence.archive.services import printing
from biro.correspondence.archive.views.blueprint import bp

PRINTED = (DisposalState.APPROVED, DisposalState.DONE)


@bp.get("/arsip/daftar")
@needs(P.LETTER_READ)
def list_page() -> ResponseReturnValue:
    """Choose a list and a unit."""
    return _page(ListForm(readable_units(actor())))


@bp.post("/arsip/daftar.pdf")
@needs(P.LETTER_READ)
def list_pdf() -> ResponseReturnValue:
    """The list on paper."""
    return _list(_pdf, "PDF", lists.MOST_ROWS)


@bp.post("/arsip/daftar.xlsx")
@needs(P.LETTER_READ)
def list_xlsx() -> ResponseReturnValue:
    """The list as a table."""
    return _list(_xlsx, "XLSX", lists.MOST_TABLE_ROWS)


@bp.post("/arsip/usul/<int:batch_id>/daftar.pdf")
@needs(P.LETTER_READ)
def batch_pdf(batch_id: int) -> ResponseReturnValue:
    """The files of a proposal on paper."""
    return _batch(batch_id, _pdf, "PDF")


@bp.post("/arsip/usul/<int:batch_id>/daftar.xlsx")
@needs(P.LETTER_READ)
def batch_xlsx(batch_id: int) -> ResponseReturnValue:
    """The files of a proposal as a table."""
    return _batch(batch_id, _xlsx, "XLSX")


@bp.post("/arsip/usul/<int:batch_id>/berita-acara.pdf")
@needs(P.LETTER_READ)
def report(batch_id: int) -> ResponseReturnValue:
    """The official report, to be signed."""
    batch = disposals.disposal(batch_id, actor())
    try:
        if batch.state not in PRINTED:
            raise DomainError(_("Berita acara dicetak setelah usul disetujui."))
        with in_language("id"):
            data = reports.report_data(batch, _about(batch.unit.zone))
        made = documents.pdf("berita-acara-penyusutan", data)
    except DomainError as refusal:
        return _refused(refusal, batch)
    name = f"berita-acara-{batch.number}-{batch.year}.pdf"
    printing.note_report(batch, by=actor())
    db.session.commit()
    return documents.answer(made, name, inline=True)


def _list(make: Callable[[ArchiveList], Any], form_name: str, most: int) -> ResponseReturnValue:
    form = ListForm(readable_units(actor()))
    unit = _unit(form.unit_id.data)
    if form.validate_on_submit():
        wanted = lists.of_unit(Which(form.which.data), unit, actor())
        try:
            rows = lists.count(wanted)
            lists.check(rows, most)
            printing.note_list(unit, title=wanted.title, form=form_name, rows=rows, by=actor())
            return make(wanted)
        except DomainError as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return _page(form)


def _batch(batch_id: int, make: Callable[[ArchiveList], Any], form_name: str) -> ResponseReturnValue:
    batch = disposals.disposal(batch_id, actor())
    wanted = lists.of_batch(batch, actor())
    try:
        printing.note_batch(batch, form=form_name, rows=lists.count(wanted), by=actor())
        return make(wanted)
    except DomainError as refusal:
        return _refused(refusal, batch)


def _pdf(wanted: ArchiveList) -> ResponseReturnValue:
    """Set first, then written down, then handed out."""
    name = f"{wanted.file_name}.pdf"
    with in_language("id"):
        data = sheets.page_data(wanted, listing.lines(wanted, actor()), _about(wanted.unit.zone))
    db.session.commit()
    return documents.answer(documents.pdf("daftar-arsip", data), name, inline=True)


def _xlsx(wanted: ArchiveList) -> ResponseReturnValue:
    """No writer waits while the table is made."""
    name, query, by_item = f"{wanted.file_name}.xlsx", listing.lines(wanted, actor()), wanted.by_item
    with in_language("id"):
        table = sheets.table(wanted)
        db.session.commit()
        with reading() as session:
            return documents.answer(
                documents.xlsx(table, sheets.cells(session, query, by_item=by_item)), name
            )


def _unit(unit_id: int | None) -> Unit:
    found = db.session.get(Unit, unit_id) if unit_id in readable_units(actor()) else None
    if found is None:
        raise Forbidden
    return found


def _about(zone: str) -> dict[str, str]:
    """Who printed it and when: stands at the foot of every page."""
    by: Any = actor()
    name = f"{by.name} atas nama {by.behalf_name}" if by.behalf_id else by.name
    return {"by": name, "printed": waktu_pendek(clock.now(), zone)}


def _refused(refusal: DomainError, batch: Disposal) -> ResponseReturnValue:
    url = batch.url
    db.session.rollback()
    flash(str(refusal), "danger")
    return redirect(url, 303)


def _page(form: ListForm) -> ResponseReturnValue:
    page = render_template("correspondence/archive/list.html", form=form, may_keep=bool(kept_units(actor())))
    return page, 422 if form.errors else 200
