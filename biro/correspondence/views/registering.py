"""Writing letters down, one after the other, by keyboard."""

import secrets
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.fields import parse_past_day
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence import addresses, queries, services, twins
from biro.correspondence.forms.letters import NewLetterForm, stick
from biro.correspondence.models import Letter
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.scripted import by_script, same_words


@bp.route("/surat/masuk/baru", methods=["GET", "POST"])
@needs(P.LETTER_REGISTER)
def new() -> ResponseReturnValue:
    """Write a letter down, without the mouse."""
    form = _form()
    if request.method == "GET":
        stick(form, request.args, next(iter(queries.latest(actor(), 1)), None))
    if form.validate_on_submit():
        made: list[Letter] = []
        with form.settling(lambda: url_for(".show", letter_id=made[0].id)):
            made.append(services.register(**form.letter_values, by=actor()))
        if not form.errors:
            return _registered(made[0])
    if form.errors and by_script():
        return _refused(form)
    latest = queries.latest(actor())
    return render_template(
        "correspondence/new.html", form=form, twins=_twins(form), latest=latest, before=_before(latest)
    ), 422 if form.errors else 200


def _form() -> NewLetterForm:
    return NewLetterForm([b for b in queries.registers(actor()) if actor().may(P.LETTER_REGISTER, b.unit_id)])


def _twins(form: NewLetterForm) -> list[Letter]:
    """What the clerk should look at before saving all the same."""
    if not (form.number.errors and form.sender_id.data and form.letter_date.data):
        return []
    return twins.certain(form.sender_id.data, form.number.data or "", form.letter_date.data, actor())


def _registered(letter: Letter) -> ResponseReturnValue:
    if by_script():
        return _next(letter)
    flash(_("Tercatat dengan agenda %(agenda)s.", agenda=letter.agenda_label), "success")
    for sentence in same_words(twins.same_scan(letter, actor())):
        flash(sentence, "warning")
    if "again" in request.form:
        way, book = request.form.get("medium") or None, request.form.get("register_id") or None
        return redirect(url_for(".new", terima=letter.received_on.isoformat(), asal=way, buku=book), 303)
    return redirect(url_for(".show", letter_id=letter.id), 303)


def _next(letter: Letter) -> ResponseReturnValue:
    """The letter is safe; what the page needs for the next one and for the scan, which follows by itself."""
    latest = queries.latest(actor())
    return jsonify(
        {
            "said": _("Tercatat dengan agenda %(agenda)s.", agenda=letter.agenda_label),
            "nonce": secrets.token_urlsafe(18),
            "before": _before(latest),
            "latest": render_template("correspondence/_latest.html", latest=latest),
            "scan": {
                "url": url_for(".scan", letter_id=letter.id),
                "nonce": secrets.token_urlsafe(18),
                "label": letter.agenda_label,
            },
        }
    )


def _refused(form: NewLetterForm) -> ResponseReturnValue:
    errors = {field.name: [str(each) for each in field.errors] for field in form if field.errors}
    found = render_template("correspondence/_twins.html", certain=_twins(form), near=[], form=form)
    return jsonify(
        {"errors": errors, "general": [str(each) for each in form.form_errors], "twins": found}
    ), 422


@bp.get("/surat/masuk/kembar/cari")
@needs(P.LETTER_REGISTER)
def find_twins() -> ResponseReturnValue:
    """What may be the same letter, while it is still being typed: a part of the page, empty when there is none."""
    given = request.args
    sender_id = given.get("pengirim", type=int)
    if sender_id is None:
        named = addresses.named(given.get("pengirim", ""), actor())
        sender_id = named.id if named else None
    day = parse_past_day(given.get("tanggal", ""), clock.today())
    certain, near = [], []
    if sender_id is not None and day is not None:
        certain = twins.certain(sender_id, given.get("nomor", ""), day, actor())
        near = twins.near(sender_id, given.get("hal", ""), day, actor())
    if len(given.get("sidik", "")) == 64:
        near += twins.with_file(given["sidik"], actor())
    others = {letter.id: letter for letter in near if letter not in certain}
    return render_template("correspondence/_twins.html", certain=certain, near=others.values(), form=None)


@bp.get("/surat/masuk/terakhir/cari")
@needs(P.LETTER_REGISTER)
def find_latest() -> ResponseReturnValue:
    """What was written down last, for a page on which one of them was struck out."""
    return render_template("correspondence/_latest.html", latest=queries.latest(actor()))


def _before(latest: list[Letter]) -> dict[str, Any] | None:
    """What the keys "same sender" and "same everything" put into the form; never a secret letter's words."""
    letter = next((each for each in latest if not each.is_secret), None)
    if letter is None:
        return None
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
