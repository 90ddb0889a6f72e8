"""The disposition sheet, my desk of dispositions, and what recipients do."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import Forbidden
from biro.core.guards import needs
from biro.core.pages import acted, keyset
from biro.core.texts import _
from biro.correspondence import chains, queries, services, waiting
from biro.correspondence.forms.dispositions import AnswerForm, ContestForm, DispositionForm
from biro.correspondence.models import (
    Disposition,
    DispositionRecipient,
    Letter,
    LetterState,
    RecipientState,
)
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.conflicts import tell_change
from biro.correspondence.views.reading import opened
from biro.events.models import EventState
from biro.files.queries import attachments


@bp.get("/disposisi")
@needs(P.LETTER_READ)
def dispositions() -> ResponseReturnValue:
    """What was passed to me and what I passed on, each one click from done."""
    today, me = clock.today(), actor()
    views: dict[str, Callable[[], Any]] = {
        "menunggu": lambda: chains.received(me, waiting=True),
        "baru": lambda: chains.unread(me),
        "lewat": lambda: chains.overdue(me, today),
        "selesai": lambda: chains.received(me, waiting=False),
        "ditunggu": lambda: chains.given(me, waiting=True),
        "diberikan": lambda: chains.given(me),
    }
    asked = request.args.get("tampilan", "menunggu")
    view = asked if asked in views else "menunggu"
    page = keyset(views[view](), [DispositionRecipient.id])
    return render_template(
        "correspondence/desk.html", page=page, view=view, sums=chains.counts(me, today), today=today,
        states={m: (str(m.label), m.tone) for m in RecipientState}, title=queries.title,
    )  # fmt: skip


@bp.route("/surat/masuk/<int:letter_id>/disposisi", methods=["GET", "POST"])
@needs(P.LETTER_DISPOSE)
def dispose(letter_id: int) -> ResponseReturnValue:
    """Pass a letter on."""
    letter = opened(letter_id)
    if not services.may_give(letter, actor()):
        raise Forbidden
    form = DispositionForm(
        chains.candidates(actor(), clock.today()),
        chains.instructions(),
        chains.abbreviations(),
        data={"version": letter.version, "due_on": services.proposed_due(letter)},
    )
    if form.validate_on_submit():
        with form.settling(lambda: letter.url):
            services.dispose(letter, **form.disposition_values, by=actor())
        if not form.errors and not form.form_errors:
            return _disposed(letter)
        letter = queries.letter(letter_id, actor())
        tell_change(form, letter)
    place = waiting.place_of(letter, actor()) if waiting.is_waiting(letter, actor()) else None
    page = render_template(
        "correspondence/dispose.html", form=form, letter=letter, place=place, number=_number(),
        scans=attachments(letter.owner),
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


def _disposed(letter: Letter) -> ResponseReturnValue:
    """To the letter, or with "Kirim & berikutnya" to the next one that waits."""
    flash(_("Disposisi dikirim."), "success")
    if "next" not in request.form:
        return redirect(url_for(".show", letter_id=letter.id), 303)
    following = waiting.place_of(letter, actor()).next_id
    if following is None:
        return redirect(url_for(".waiting_letters"), 303)
    return redirect(url_for(".dispose", letter_id=following, ke=_number() + 1), 303)


def _number() -> int:
    """How far this sitting has come: 3 of "3 dari 12"."""
    return max(request.args.get("ke", 1, type=int), 1)


@bp.get("/disposisi/<int:disposition_id>")
@needs(P.LETTER_READ)
def disposition(disposition_id: int) -> ResponseReturnValue:
    """A disposition as its recipient reads it; opening it is reading it."""
    found = chains.disposition(disposition_id, actor())
    services.note_reading(found.letter, by=actor())
    chains.note_read(found, actor())
    return disposition_page(chains.disposition(disposition_id, actor()))


def disposition_page(
    found: Disposition, *, answering: AnswerForm | None = None, contesting: ContestForm | None = None
) -> ResponseReturnValue:
    """The page, with the form that was not accepted if there is one."""
    mine = next((x for x in found.recipients if x.person_id in actor().ids and x.is_open), None)
    letter = queries.letter(found.letter_id, actor())
    page = render_template(
        "correspondence/disposition.html", found=found, mine=mine, form=answering or AnswerForm(), letter=letter,
        contesting=contesting or ContestForm(), may_contest=found.may_contest(actor(), clock.now()),
        nodes=chains.tree(letter.id), scans=[*attachments(found.owner), *attachments(letter.owner)],
        today=clock.today(), may_give=services.may_give(letter, actor()), ways=_ways(found, letter),
    )  # fmt: skip
    return page, 422 if any(form and form.errors for form in (answering, contesting)) else 200


def _ways(found: Disposition, letter: Letter) -> list[str]:
    """How the instructions ask for the letter to become an event, for whoever may plan it and while it is none."""
    theirs = {found.giver_id, *(x.person_id for x in found.recipients if x.is_open)} & set(actor().ids)
    done = letter.event is not None and letter.event.state is not EventState.CANCELLED
    if done or not theirs or letter.state is LetterState.FILED or not actor().may(P.EVENT_PLAN):
        return []
    return list(dict.fromkeys(e.attendance.value for e in found.effects if e.attendance))


@bp.post("/disposisi/<int:disposition_id>/penerima/<int:line_id>/jawaban")
@needs(P.LETTER_READ)
def answer(disposition_id: int, line_id: int) -> ResponseReturnValue:
    """Say how it stands; with the button "Selesai", what came of it."""
    line, form = chains.line(disposition_id, line_id, actor()), AnswerForm()
    if form.validate_on_submit():
        with form.settling(lambda: url_for(".disposition", disposition_id=disposition_id)):
            services.answer(line, text=form.text.data or "", finish="finish" in request.form, by=actor())
        if not form.errors:
            flash(_("Jawaban tersimpan."), "success")
            return redirect(url_for(".disposition", disposition_id=disposition_id), 303)
    return disposition_page(chains.disposition(disposition_id, actor()), answering=form)


@bp.post("/disposisi/<int:disposition_id>/penerima/<int:line_id>/kerja")
@needs(P.LETTER_READ)
def start(disposition_id: int, line_id: int) -> ResponseReturnValue:
    """I am at it."""
    return _act(services.start, disposition_id, line_id, _("Ditandai sedang dikerjakan."))


@bp.post("/disposisi/<int:disposition_id>/penerima/<int:line_id>/pengembalian")
@needs(P.LETTER_READ)
def give_back(disposition_id: int, line_id: int) -> ResponseReturnValue:
    """Not mine: back to the giver."""
    reason = request.form.get("reason", "")[:1000]
    return _act(services.give_back, disposition_id, line_id, _("Disposisi dikembalikan."), reason=reason)


@bp.post("/disposisi/<int:disposition_id>/penerima/<int:line_id>/penarikan")
@needs(P.LETTER_READ)
def recall(disposition_id: int, line_id: int) -> ResponseReturnValue:
    """Take it back while nobody has read it."""
    return _act(services.recall, disposition_id, line_id, _("Disposisi ditarik."))


def _act(do: Any, disposition_id: int, line_id: int, done: str, **given: Any) -> ResponseReturnValue:
    line = chains.line(disposition_id, line_id, actor())
    back = url_for(".disposition", disposition_id=disposition_id)
    return acted(do, back, line=line, by=actor(), done=done, **given)
