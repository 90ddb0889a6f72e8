"""What lies in a file: describe a paper, take out what lies wrongly."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence.archive import contents, queries, services
from biro.correspondence.archive.forms.filing import PaperForm, RemovalForm
from biro.correspondence.archive.models import CaseItem
from biro.correspondence.archive.views.blueprint import bp
from biro.correspondence.archive.views.files import _kept, _settled


@bp.route("/arsip/<int:file_id>/isi", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def add_paper(file_id: int) -> ResponseReturnValue:
    """Describe a paper that is no letter of the book."""
    return _settled(PaperForm(), _kept(file_id), services.add_paper, "paper", _("Isi berkas dicatat."))


@bp.route("/arsip/<int:file_id>/isi/<int:item_id>/pengeluaran", methods=["GET", "POST"])
@needs(P.ARCHIVE_KEEP)
def take_out(file_id: int, item_id: int) -> ResponseReturnValue:
    """It lies in the wrong file."""
    file, form = _kept(file_id), RemovalForm()
    item, back = contents.item(file, item_id), url_for(".show", file_id=file_id)
    if form.validate_on_submit():
        with form.settling(lambda: back):
            services.take_out(item, reason=form.reason.data or "", by=actor())
        if not form.errors:
            flash(_("Butir %(number)s dikeluarkan.", number=item.number), "success")
            return redirect(back, 303)
        file = queries.case_file(file_id, actor())
    shown = db.session.execute(contents.items([file_id], actor()).where(CaseItem.id == item_id)).first()
    page = render_template("correspondence/archive/take_out.html", form=form, file=file, item=shown)
    return page, 422 if form.errors else 200
