"""Settings: the lines of the disposition sheet."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.pages import acted
from biro.core.texts import _
from biro.correspondence import chains, services
from biro.correspondence.forms.instructions import InstructionForm
from biro.correspondence.models import Instruction
from biro.correspondence.views.blueprint import bp


def _home() -> str:
    return url_for(".instructions")


def _found(instruction_id: int) -> Instruction:
    row = db.session.get(Instruction, instruction_id)
    if row is None:
        raise Forbidden
    return row


@bp.get("/pengaturan/instruksi-disposisi")
@needs(P.CORRESPONDENCE_MANAGE)
def instructions() -> ResponseReturnValue:
    """What the sheet offers, in its order, and the stock below."""
    rows = chains.all_instructions()
    on, off = [r for r in rows if r.active], [r for r in rows if not r.active]
    return render_template("correspondence/instructions.html", on=on, off=off)


@bp.route("/pengaturan/instruksi-disposisi/baru", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def new_instruction() -> ResponseReturnValue:
    """One more line."""
    form = InstructionForm()
    if form.validate_on_submit():
        with form.settling(_home):
            services.add_instruction(**form.instruction_values, by=actor())
        if not form.errors:
            flash(_("Instruksi ditambahkan."), "success")
            return redirect(_home(), 303)
    return _page(form, None)


@bp.route("/pengaturan/instruksi-disposisi/<int:instruction_id>/ubah", methods=["GET", "POST"])
@needs(P.CORRESPONDENCE_MANAGE)
def edit_instruction(instruction_id: int) -> ResponseReturnValue:
    """Correct a line."""
    row = _found(instruction_id)
    form = InstructionForm(obj=row)
    if form.validate_on_submit():
        with form.settling(_home):
            services.change_instruction(row, version=form.version.data, **form.instruction_values, by=actor())
        if not form.errors:
            flash(_("Instruksi diperbaiki."), "success")
            return redirect(_home(), 303)
    return _page(form, instruction_id)


@bp.post("/pengaturan/instruksi-disposisi/<int:instruction_id>/keadaan")
@needs(P.CORRESPONDENCE_MANAGE)
def switch_instruction(instruction_id: int) -> ResponseReturnValue:
    """Off the sheet, or back on it."""
    return acted(services.switch_instruction, _home(), row=_found(instruction_id), by=actor())


def _page(form: InstructionForm, instruction_id: int | None) -> ResponseReturnValue:
    page = render_template("correspondence/instruction_form.html", form=form, instruction_id=instruction_id)
    return page, 422 if form.errors else 200
