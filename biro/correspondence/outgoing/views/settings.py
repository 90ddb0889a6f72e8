"""Kinds of letters and letterheads: seen and edited by whoever manages correspondence."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from biro import documents
from biro.accounts import queries as accounts
from biro.accounts.actors import actor
from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence.models import RegisterKind
from biro.correspondence.outgoing import content, queries, services, words
from biro.correspondence.outgoing.forms.settings import KindForm, LetterheadForm, NewKindForm
from biro.correspondence.outgoing.models import LetterKind
from biro.correspondence.outgoing.views.blueprint import bp

TAGS = ", ".join(f"${{{name}}}" for name in words.NAMES)


@bp.get("/pengaturan/jenis-naskah")
@needs(P.CORRESPONDENCE_MANAGE)
def kinds() -> ResponseReturnValue:
    """All kinds with their legal basis."""
    books = dict(RegisterKind.choices())
    return render_template(
        "correspondence/outgoing/kinds.html", kinds=queries.kinds(active=False), books=books
    )


@bp.route("/pengaturan/jenis-naskah/baru", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def new_kind() -> ResponseReturnValue:
    """A kind that the list does not have."""
    form = NewKindForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".kinds")):
            services.open_kind(code=form.code.data or "", **form.kind_values, by=actor())
        if not form.errors:
            return _saved(".kinds")
    return _kind(form, None)


@bp.route("/pengaturan/jenis-naskah/<int:kind_id>/ubah", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def edit_kind(kind_id: int) -> ResponseReturnValue:
    """Other words or another shape."""
    row = db.session.get(LetterKind, kind_id)
    if row is None:
        raise NotFound
    form = KindForm(obj=row)
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".kinds")):
            services.change_kind(row, **form.kind_values, version=form.version.data, by=actor())
            if form.scan.data:
                services.set_template(row, form.scan.data, by=actor())
        if not form.errors:
            return _saved(".kinds")
        row = db.session.get(LetterKind, kind_id)
    return _kind(form, row)


@bp.get("/pengaturan/jenis-naskah/<int:kind_id>/templat.docx")
@needs(P.CORRESPONDENCE_MANAGE)
def kind_template(kind_id: int) -> ResponseReturnValue:
    """The Word file of a kind with its tags, to be changed in Word and sent back (or used in SRIKANDI)."""
    row = db.session.get(LetterKind, kind_id)
    if row is None:
        raise NotFound
    return documents.answer(words.template_of(row), f"{row.code}.docx")


def _kind(form: KindForm, row: LetterKind | None) -> ResponseReturnValue:
    page = render_template("correspondence/outgoing/kind_form.html", form=form, row=row, tags=TAGS)
    return page, 422 if form.errors else 200


@bp.get("/pengaturan/kop-surat")
@needs(P.CORRESPONDENCE_MANAGE)
def letterheads() -> ResponseReturnValue:
    """Every unit with the head under which its letters go out."""
    heads = {head.unit_id: head for head in queries.letterheads()}
    return render_template("correspondence/outgoing/letterheads.html", units=accounts.units(), heads=heads)


@bp.route("/pengaturan/kop-surat/<int:unit_id>", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def letterhead(unit_id: int) -> ResponseReturnValue:
    """The head of one unit's sheets; begins with the one it has now from above."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    form = LetterheadForm(data=_begun(unit))
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".letterheads")):
            given = {name: form.values[name] or "" for name in ("names", "address", "place")}
            row = services.change_letterhead(unit, **given, version=form.version.data, by=actor())
            if form.scan.data:
                services.set_logo(row, form.scan.data, by=actor())
        if not form.errors:
            return _saved(".letterheads")
        unit = db.session.get(Unit, unit_id)
    page = render_template("correspondence/outgoing/letterhead_form.html", form=form, unit=unit)
    return page, 422 if form.errors else 200


def _begun(unit: Unit) -> dict[str, Any]:
    head, own = content.head_of(unit), queries.letterhead_of(unit)
    return {
        "names": "\n".join(head["names"]),
        "address": "\n".join(head["address"]),
        "place": head["place"],
        "version": own.version if own and own.unit_id == unit.id else None,
    }


def _saved(endpoint: str) -> ResponseReturnValue:
    flash(_("Tersimpan."), "success")
    return redirect(url_for(endpoint), 303)
