"""Events of today, and coming events that have lost something."""

from flask import url_for

from biro.accounts.actors import Actor
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.texts import _, rentang
from biro.desk.sections.shape import SHOWN, Item, Section, cut
from biro.events import queries
from biro.events.models import Event


def today(actor: Actor) -> Section | None:
    """Whatever happens today, over or not."""
    if not actor.may(P.EVENT_READ):
        return None
    rows = queries.agenda(actor, *clock.day_bounds(clock.today()))
    return Section(
        key="agenda",
        title=_("Agenda hari ini"),
        icon="calendar-event",
        items=[_line(event) for event in rows],
        calm=_("Tidak ada acara hari ini."),
        more_url=url_for("events.index"),
        waits=False,
    )


def incomplete(actor: Actor) -> Section | None:
    """Coming events without their hall, car or people: only shown when there are some."""
    if not actor.may(P.EVENT_PLAN):
        return None
    rows, is_more = cut(queries.unmet(actor, clock.now()))
    if not rows:
        return None
    return Section(
        key="kekurangan",
        title=_("Acara yang perlu dilengkapi"),
        icon="exclamation-triangle",
        items=[_line(event) for event in rows[:SHOWN]],
        calm="",
        is_more=is_more,
    )


def _line(event: Event) -> Item:
    return Item(
        title=event.title,
        url=event.url,
        when=rentang((event.starts_at, event.ends_at), event.zone),
        detail=event.venue_text,
        badge=(_("Rahasia"), "secret") if event.secret else None,
    )
