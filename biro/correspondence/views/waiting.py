"""The head's pile: letters that wait for a disposition, one by one or several at once."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Stale
from biro.core.guards import needs
from biro.core.pages import acted, badges, safe_next
from biro.core.texts import _, _n
from biro.correspondence import chains, queries, services, waiting
from biro.correspondence.forms.dispositions import DispositionForm
from biro.correspondence.models import Letter, Security, Urgency
from biro.correspondence.services.clearing import Refused
from biro.correspondence.views.blueprint import bp


@bp.get("/surat/masuk/menunggu")
@needs(P.LETTER_DISPOSE)
def waiting_letters() -> ResponseReturnValue:
    """What waits for my disposition, the urgent first."""
    found = db.session.execute(waiting.waiting(actor()).limit(waiting.MOST_AT_ONCE + 1)).all()
    drawn = {**badges(Security, Urgency), Security.OPEN: "", Urgency.NORMAL: ""}
    rows, more = found[: waiting.MOST_AT_ONCE], len(found) > waiting.MOST_AT_ONCE
    return render_template(
        "correspondence/waiting.html", rows=rows, more=more, badges=drawn, title=queries.title
    )


@bp.post("/surat/masuk/menunggu/arsip")
@needs(P.LETTER_DISPOSE)
def file_waiting() -> ResponseReturnValue:
    """None of these needs a disposition."""
    only = request.form.get("only", type=int)
    if only:
        letter = queries.letter(only, actor())
        return acted(
            _filed, url_for(".waiting_letters"), letter=letter, by=actor(), done=_("Surat diarsipkan."),
            undo=url_for(".unfile", letter_id=only, kembali=url_for(".waiting_letters")),
        )  # fmt: skip
    pile = _pile()
    try:
        refused = services.file_many(pile, by=actor()) if pile else []
        db.session.commit()
    except (DomainError, StaleDataError) as why:
        db.session.rollback()
        flash(str(why if isinstance(why, DomainError) else Stale()), "danger")
    else:
        _report(len(pile) - len(refused), refused, filed=True)
    return redirect(url_for(".waiting_letters"), 303)


def _filed(letter: Letter, by: Any) -> None:
    sent = request.form.get(f"v-{letter.id}", type=int)
    letter.expect(sent)
    letter.file(by=by)


@bp.post("/surat/masuk/menunggu/disposisi")
@needs(P.LETTER_DISPOSE)
def dispose_waiting() -> ResponseReturnValue:
    """The same disposition for several letters; first the sheet, then the act."""
    pile = _pile()
    if not pile:
        flash(_("Pilih suratnya dulu."), "danger")
        return redirect(url_for(".waiting_letters"), 303)
    form = DispositionForm(
        chains.candidates(actor(), clock.today()), chains.instructions(), chains.abbreviations()
    )
    if "begin" not in request.form and form.validate_on_submit():
        values = form.disposition_values
        values.pop("version")
        refused: Refused = []
        with form.settling(lambda: url_for(".waiting_letters")):
            refused += services.dispose_many(pile, by=actor(), **values)
        if not form.errors and not form.form_errors:
            _report(len(pile) - len(refused), refused, filed=False)
            return redirect(url_for(".waiting_letters"), 303)
        pile = _pile()
    versions = {letter.id: version for letter, version in pile}
    page = render_template(
        "correspondence/dispose_many.html", form=form, letters=[x for x, _v in pile], versions=versions
    )
    return page, 422 if form.errors else 200


def _pile() -> list[tuple[Letter, int | None]]:
    """The ticked letters that still wait for the actor, each with the version that was shown."""
    ids = [int(text) for text in request.form.getlist("id") if text.isdecimal()]
    found = waiting.picked(ids, actor())
    return [(letter, request.form.get(f"v-{letter.id}", type=int)) for letter in found]


def _report(done: int, refused: Refused, *, filed: bool) -> None:
    if not done and not refused:
        flash(_("Pilih suratnya dulu."), "danger")
    elif filed:
        flash(_n("%(num)s surat diarsipkan.", "%(num)s surat diarsipkan.", done), "success")
    else:
        flash(_n("%(num)s surat didisposisi.", "%(num)s surat didisposisi.", done), "success")
    for label, why in refused:
        flash(_("Agenda %(number)s tidak: %(why)s", number=label, why=str(why)), "danger")


@bp.post("/surat/masuk/<int:letter_id>/arsip")
@needs(P.LETTER_DISPOSE)
def file(letter_id: int) -> ResponseReturnValue:
    """No disposition needed (any more): keep it."""
    letter = queries.letter(letter_id, actor())
    back = safe_next(request.args.get("kembali")) or url_for(".show", letter_id=letter_id)
    undo = url_for(".unfile", letter_id=letter_id)
    return acted(letter.file, back, by=actor(), done=_("Surat diarsipkan."), undo=undo)


@bp.post("/surat/masuk/<int:letter_id>/batal-arsip")
@needs(P.LETTER_DISPOSE)
def unfile(letter_id: int) -> ResponseReturnValue:
    """It was a slip of the key."""
    letter = queries.letter(letter_id, actor())
    back = safe_next(request.args.get("kembali")) or url_for(".show", letter_id=letter_id)
    return acted(services.unfile, back, letter=letter, by=actor(), done=_("Pengarsipan dibatalkan."))
