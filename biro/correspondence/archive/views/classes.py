"""The classification tree, for those who keep the office's rules: browse, correct, renew, switch off, import."""

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.forms import Form
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _, _n
from biro.correspondence.archive import classes
from biro.correspondence.archive.forms.class_import import ClassImportForm
from biro.correspondence.archive.forms.classes import (
    AddForm,
    ClassFilter,
    CorrectForm,
    RenewForm,
)
from biro.correspondence.archive.services import classifying
from biro.correspondence.archive.views.blueprint import bp
from biro.correspondence.models import Classification

SHOWN = 200  # rows of an import that are shown without fault; faults are all shown


@bp.get("/surat/klasifikasi")
@needs(P.CORRESPONDENCE_MANAGE)
def tree() -> ResponseReturnValue:
    """The codes of a branch, or those that answer a search."""
    filters, above = ClassFilter(), request.args.get("induk", "")[:40]
    text = (filters.q.data or "").strip()
    return render_template(
        "correspondence/archive/classes.html", rows=classes.search(text) if text else classes.branch(above),
        filters=filters, text=text, path=classes.path(above) if above and not text else [], today=clock.today(),
        most=classes.SEARCH_SIZE,
    )  # fmt: skip


@bp.get("/surat/klasifikasi/<int:class_id>")
@needs(P.CORRESPONDENCE_MANAGE)
def class_page(class_id: int) -> ResponseReturnValue:
    """A version of a code, and its others."""
    row = classes.row(class_id)
    return render_template(
        "correspondence/archive/class.html", row=row, versions=classes.versions(row.code),
        path=classes.path(row.code)[:-1], children=classes.branch(row.code), today=clock.today(),
    )  # fmt: skip


@bp.route("/surat/klasifikasi/baru", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def add_class() -> ResponseReturnValue:
    """A code that was not there."""
    above = request.args.get("induk", "")[:36]
    form = AddForm(data={"code": f"{above}." if above else "", "valid_from": clock.today()})
    return _settled(form, classifying.add_class, _("Klasifikasi ditambahkan."), None)


@bp.route("/surat/klasifikasi/<int:class_id>/ubah", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def correct_class(class_id: int) -> ResponseReturnValue:
    """Put right what was written."""
    row = classes.row(class_id)
    return _settled(CorrectForm(obj=row), classifying.correct, _("Klasifikasi diperbaiki."), row)


@bp.route("/surat/klasifikasi/<int:class_id>/versi", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def renew_class(class_id: int) -> ResponseReturnValue:
    """From a day on the code says something else."""
    row = classes.row(class_id)
    said = {
        **vars(classes.terms_of(row)),
        "source": row.source,
        "basis": row.basis,
        "valid_from": clock.today(),
    }
    return _settled(RenewForm(data=said), classifying.renew, _("Versi baru dibuat."), row)


@bp.post("/surat/klasifikasi/<int:class_id>/penonaktifan")
@needs(P.CORRESPONDENCE_MANAGE)
def switch_class_off(class_id: int) -> ResponseReturnValue:
    """Nothing new gets this code."""
    row = classes.row(class_id)
    back = url_for(".class_page", class_id=class_id)
    return acted(classifying.switch_off, back, row=row, by=actor(), done=_("Klasifikasi dinonaktifkan."))


@bp.post("/surat/klasifikasi/<int:class_id>/pengaktifan")
@needs(P.CORRESPONDENCE_MANAGE)
def switch_class_on(class_id: int) -> ResponseReturnValue:
    """It may be chosen again."""
    row = classes.row(class_id)
    back = url_for(".class_page", class_id=class_id)
    return acted(classifying.switch_on, back, row=row, by=actor(), done=_("Klasifikasi diaktifkan."))


@bp.route("/surat/klasifikasi/impor", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def import_classes() -> ResponseReturnValue:
    """First show what the file would do, then do it."""
    form: Any = ClassImportForm()
    lines: list[Any] = []
    if form.validate_on_submit():
        text = form.uploaded()
        lines = [] if form.errors else classifying.preview(text, form.valid_from.data)
        if form.sure.data and not form.errors:
            given = {
                "valid_from": form.valid_from.data,
                "source": form.source.data,
                "basis": form.basis.data or "",
            }
            done: list[int] = []
            with form.settling(lambda: url_for(".tree")):
                done.append(classifying.load(text, **given, by=actor()))
            if not form.errors:
                flash(_n("%(num)d kode disimpan.", "%(num)d kode disimpan.", done[0]), "success")
                return redirect(url_for(".tree"), 303)
    broken = [line for line in lines if line.error]
    page = render_template(
        "correspondence/archive/class_import.html", form=form, lines=lines, broken=broken,
        counts=Counter(line.does for line in lines),
        shown=broken[:SHOWN] or [line for line in lines if line.does != "same"][:SHOWN],
    )  # fmt: skip
    return page, 422 if form.errors or broken else 200


def _settled(form: Form, do: Any, done: str, row: Classification | None) -> ResponseReturnValue:
    """Show the form, or do what it says and show the version it made or changed."""
    if form.validate_on_submit():
        made: list[Classification] = []
        given = {**form.values, "fate": form.values["fate"] or ""}
        with form.settling(lambda: _home(made[0])):
            made.append(do(**given, by=actor()) if row is None else do(row, **given, by=actor()) or row)
        if not form.errors:
            flash(done, "success")
            return redirect(_home(made[0]), 303)
    page = render_template("correspondence/archive/class_form.html", form=form, row=row)
    return page, 422 if form.errors else 200


def _home(row: Classification) -> str:
    return url_for(".class_page", class_id=row.id)
