"""Writing letters down, one after the other, by keyboard."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence import queries, services
from biro.correspondence.forms.letters import NewLetterForm, stick
from biro.correspondence.models import Letter
from biro.correspondence.views.blueprint import bp


@bp.route("/surat/masuk/baru", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def new() -> ResponseReturnValue:
    """Write a letter down, without the mouse."""
    form = NewLetterForm([b for b in queries.registers(actor()) if actor().may(P.LETTER_REGISTER, b.unit_id)])
    latest = queries.latest(actor())
    if request.method == "GET":
        stick(form, request.args, latest[0] if latest else None)
    if form.validate_on_submit():
        made: list[Letter] = []
        with form.settling(lambda: url_for(".show", letter_id=made[0].id)):
            made.append(services.register(**form.letter_values, by=actor()))
        if not form.errors:
            return _registered(made[0])
    return render_template(
        "correspondence/new.html",
        form=form,
        twins=_twins(form),
        latest=latest,
        before=next((_before(letter) for letter in latest if not letter.is_secret), None),
    ), 422 if form.errors else 200


def _twins(form: NewLetterForm) -> list[Letter]:
    """What the clerk should look at before saving all the same."""
    if not (form.number.errors and form.sender_id.data and form.letter_date.data):
        return []
    return queries.twins(form.sender_id.data, form.number.data or "", form.letter_date.data, actor())


def _registered(letter: Letter) -> ResponseReturnValue:
    flash(_("Tercatat dengan agenda %(agenda)s.", agenda=letter.agenda_label), "success")
    if "again" in request.form:
        way, book = request.form.get("medium") or None, request.form.get("register_id") or None
        return redirect(url_for(".new", terima=letter.received_on.isoformat(), asal=way, buku=book), 303)
    return redirect(url_for(".show", letter_id=letter.id), 303)


def _before(letter: Letter) -> dict[str, Any]:
    """What the keys "same sender" and "same everything" put into the form."""
    code = letter.classification
    return {
        "sender": {"value": str(letter.sender_id), "text": letter.sender.name},
        "code": {"value": str(code.id), "text": code.label} if code else None,
        "fields": {
            "number": letter.number,
            "letter_date": f"{letter.letter_date:%d-%m-%Y}",
            "subject": letter.subject,
            "enclosures": letter.enclosures,
            "security": letter.security.value,
            "urgency": letter.urgency.value,
            "unit_id": str(letter.unit_id),
            "medium": letter.medium.value if letter.medium else "",
        },
    }
