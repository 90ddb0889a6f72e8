"""Hadiri, wakili, terima: an invitation becomes an event on one page."""

import re
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.accounts.queries import people_with
from biro.core.db import db
from biro.core.guards import needs
from biro.core.texts import _
from biro.correspondence import queries, services
from biro.correspondence.forms.dispositions import InvitationForm
from biro.correspondence.models import Letter
from biro.correspondence.views.blueprint import bp
from biro.correspondence.views.reading import opened
from biro.events.models import Attendance, Event

_INVITING = re.compile(r"^\s*(surat\s+)?undangan\s+(untuk\s+)?(menghadiri\s+)?", re.IGNORECASE)


@bp.route("/surat/masuk/<int:letter_id>/undangan", methods=["GET", "POST"])
@needs(P.EVENT_PLAN)
def invitation(letter_id: int) -> ResponseReturnValue:
    """Accept an invitation: event, hall, cars, the leader's time and posts in one go."""
    letter = opened(letter_id)
    form = InvitationForm(data=_begun(letter))
    if form.validate_on_submit():
        made: list[Event] = []
        with form.settling(lambda: made[0].url):
            plan = form.plan_values()
            made.append(services.accept_invitation(letter, version=form.version.data, by=actor(), **plan))
        if not form.errors:
            flash(_("Undangan diterima; acaranya sudah terjadwal."), "success")
            return redirect(made[0].url, 303)
        letter = queries.letter(letter_id, actor())
    return render_template(
        "correspondence/invitation.html", form=form, letter=letter
    ), 422 if form.errors else 200


def _begun(letter: Letter) -> dict[str, Any]:
    """What the letter already says of the event."""
    wanted, stands_in = request.args.get("cara", ""), request.args.get("wakil", "")
    heads = people_with(P.LETTER_DISPOSE, letter.unit_id)
    own = [p for p in heads if p.unit_id == letter.unit_id]
    return {
        "title": (_INVITING.sub("", letter.subject) or letter.subject)[:200],
        "attendance": wanted if wanted in set(Attendance) else Attendance.ATTENDS.value,
        "leader": (own or heads)[0].id if heads and wanted != Attendance.NONE else None,
        "representative": int(stands_in) if stands_in.isdecimal() else None,
        "secret": letter.is_secret,
        "zone": letter.unit.zone,
        "version": letter.version,
    }


def letter_of_event(event: Event) -> str | None:
    """On the event's page: the letter it came from, for those who may read it."""
    query = queries.visible_to(actor()).where(Letter.event_id == event.id)
    found = db.session.scalars(query.limit(1)).one_or_none() if actor().may(P.LETTER_READ) else None
    return render_template("correspondence/_event.html", letter=found) if found else None
