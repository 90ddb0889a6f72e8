"""What outgoing letters lend to the page of a letter that came in: answers to it, and a way to begin one."""

from typing import Any

from flask import render_template

from biro.accounts.actors import actor
from biro.accounts.permissions import P
from biro.correspondence.models import Letter
from biro.correspondence.outgoing import queries
from biro.events.models import Event


def begin_answer(letter: Letter, **_more: Any) -> str | None:
    """The way to an answer, for those who draft."""
    if not actor().may(P.LETTER_DRAFT):
        return None
    return render_template("correspondence/outgoing/_begin.html", letter=letter)


def answers(letter: Letter, **_more: Any) -> str | None:
    """Answers to this letter and how far they are; and the letter of this office that it is a copy of."""
    found, origin = queries.replies_to(letter, actor()), queries.origin_of(letter, actor())
    if not found and origin is None:
        return None
    return render_template("correspondence/outgoing/_answers.html", found=found, origin=origin)


def begin_invitation(event: Event, **_more: Any) -> str | None:
    """On an event's page, for those who draft: invite to it; and the invitations that stand already."""
    if not actor().may(P.LETTER_DRAFT):
        return None
    found = queries.for_event(event, actor())
    return render_template("correspondence/outgoing/_event.html", event=event, found=found)
