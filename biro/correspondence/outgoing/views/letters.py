"""Outgoing letters: list, new draft, its page, its text."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.errors import DomainError, Forbidden, Stale
from biro.core.guards import needs
from biro.core.pages import Page, badges, keyset
from biro.core.texts import ShortDays, _
from biro.correspondence import queries as incoming
from biro.correspondence.models import SECRET, Security, Urgency
from biro.correspondence.outgoing import dispatches, numbering, queries, services, signing
from biro.correspondence.outgoing.forms.acts import OutsideForm, SendForm, SignedScanForm, SignForm
from biro.correspondence.outgoing.forms.drafts import DraftForm, OutgoingFilter, begun_with
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from biro.correspondence.outgoing.models.letters import not_dispatcher
from biro.correspondence.outgoing.views import beginnings
from biro.correspondence.outgoing.views.blueprint import bp
from biro.correspondence.outgoing.views.reading import opened
from biro.files.queries import attachments


@bp.get("/surat/keluar")
@needs(P.LETTER_READ)
def index() -> ResponseReturnValue:
    """Outgoing letters, the newest draft first."""
    filters = OutgoingFilter(queries.kinds(active=False))
    page = _page(filters)
    to = queries.first_recipients([row.id for row in page.items if row.security not in SECRET])
    drawn = {**badges(OutgoingState, Security, Urgency), Security.OPEN: "", Urgency.NORMAL: ""}
    return render_template(
        "correspondence/outgoing/index.html", page=page, filters=filters, badges=drawn, to=to, days=ShortDays(),
    )  # fmt: skip


def _page(filters: OutgoingFilter) -> Page:
    query = queries.rows(actor(), text=(filters.q.data or "").strip(), mine=filters.mine.data == "saya")
    if filters.state.data in set(OutgoingState):
        query = query.where(OutgoingLetter.state == OutgoingState(filters.state.data))
    if (filters.kind.data or "").isdecimal() and len(filters.kind.data) < 9:
        query = query.where(OutgoingLetter.kind_id == int(filters.kind.data))
    if (filters.year.data or "").isdecimal() and len(filters.year.data) == 4:
        query = query.where(_of_year(int(filters.year.data)))
    return keyset(query, [OutgoingLetter.id])


def _of_year(year: int) -> Any:
    """Of the year of its number; a draft of the year in which it was begun."""
    begins, ends = (
        clock.day_bounds(clock.today().replace(year=y, month=1, day=1))[0] for y in (year, year + 1)
    )
    begun = OutgoingLetter.year.is_(None) & OutgoingLetter.created_at.between(begins, ends)
    return or_(OutgoingLetter.year == year, begun)


@bp.route("/surat/keluar/baru", methods=["GET", "POST"])
@needs(P.LETTER_DRAFT)
def new() -> ResponseReturnValue:
    """Write a letter; one begun as an answer (`?balas=`) or for an event (`?acara=`) holds what is known already."""
    replied, event = beginnings.replied(), beginnings.event()
    kinds, signers = queries.kinds(), queries.signers(services.own_unit(actor()), clock.today())
    form = DraftForm(kinds, signers, data=beginnings.begun(replied, event, kinds, signers))
    if form.validate_on_submit():
        made: list[OutgoingLetter] = []
        with form.settling(lambda: made[0].url):
            made.append(
                services.draft(form.draft, reply_to=replied, event_id=event.id if event else None, by=actor())
            )
        if not form.errors:
            flash(_("Konsep tersimpan."), "success")
            return redirect(made[0].url, 303)
        replied, event = beginnings.replied(), beginnings.event()
    return render_template(
        "correspondence/outgoing/form.html", form=form, letter=None, replied=replied, event=event
    ), 422 if form.errors else 200


@bp.get("/surat/keluar/<int:letter_id>")
@needs(P.LETTER_READ)
def show(letter_id: int) -> ResponseReturnValue:
    """Everything about an outgoing letter."""
    return page(opened(letter_id))


def page(letter: OutgoingLetter, *, code: int = 200, **forms: Any) -> ResponseReturnValue:
    """The letter's page; `forms` are those that were sent and have errors."""
    me = actor()
    replied = letter.reply_to if letter.reply_to_id and incoming.is_visible(letter.reply_to_id, me) else None
    given = _forms(letter) | forms
    on_way = dispatches.of_letter(letter) if letter.sent_on else {}
    held = services.unfinished(letter) if letter.state is OutgoingState.READY else None
    return render_template(
        "correspondence/outgoing/show.html", letter=letter, replied=replied, files=attachments(letter.owner),
        may_change=services.may_change(letter, me), may_set_chain=services.may_set_chain(letter, me),
        provisional=numbering.preview(letter) if letter.is_editable and not held else "",
        method=signing.label_of(letter.method), held=held,
        signing_now=held is not None and held.is_running(clock.now()),
        check_url=f"{current_app.config['BASE_URL']}/verifikasi/{letter.code}" if letter.code else "", **given,
        on_way=on_way, proofs=dispatches.proofs(list(on_way.values())), open_to=dispatches.open_to,
    ), code  # fmt: skip


def _forms(letter: OutgoingLetter) -> dict[str, Any]:
    """The forms of the acts that the actor can do now."""
    me, version = actor(), {"version": letter.version}
    found: dict[str, Any] = {}
    if services.may_sign(letter, me):
        held = services.unfinished(letter)
        day = {"on": held.on} if held else {}
        found["sign_form"] = SignForm(signing.methods(letter, me), data=version | day)
        found["outside_form"] = OutsideForm(data=version)
    if letter.state is OutgoingState.SIGNED and not_dispatcher(letter, me) is None:
        found["send_form"] = SendForm(data=version)
    if services.may_attach(letter, me):
        found["scan_form"] = SignedScanForm()
    return found


@bp.route("/surat/keluar/<int:letter_id>/ubah", methods=["GET", "POST"])
@needs(P.LETTER_READ)
def edit(letter_id: int) -> ResponseReturnValue:
    """Change the text while nobody has signed it."""
    letter = opened(letter_id)
    if not services.may_change(letter, actor()):
        raise Forbidden
    signers = queries.signers(letter.unit, clock.today())
    kinds = queries.kinds()
    form = DraftForm(
        kinds if letter.kind in kinds else [letter.kind, *kinds], signers, data=begun_with(letter, signers)
    )
    if form.validate_on_submit():
        with form.settling(lambda: letter.url):
            fallen = _changed(letter, form)
        if not form.errors:
            _say(fallen)
            return redirect(url_for(".show", letter_id=letter_id), 303)
        letter = queries.letter(letter_id, actor())
    return render_template(
        "correspondence/outgoing/form.html", form=form, letter=letter, replied=None, event=None
    ), 422 if form.errors else 200


def _changed(letter: OutgoingLetter, form: DraftForm) -> list[int]:
    try:
        return services.change(letter, form.draft, version=form.version.data, by=actor())
    except Stale:
        who = services.last_hand(letter)
        raise DomainError(
            _(
                "%(name)s baru saja mengubah naskah ini. Salin yang perlu, lalu buka naskahnya sekali lagi.",
                name=who,
            )
            if who
            else Stale().message,
            code="stale",
        ) from None


def _say(fallen: list[int]) -> None:
    if fallen:
        flash(_("Naskah tersimpan. Paraf yang sudah diberikan gugur dan diminta lagi."), "warning")
    else:
        flash(_("Naskah tersimpan."), "success")
