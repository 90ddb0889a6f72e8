"""Events (acara): what takes place, where, who stands there for the office, and all that it needs, in one act.

It calls core, audit, accounts, search, reminders, allocations, facilities and rosters. Words: Event = acara, Venue =
tempat, Need = kebutuhan, leader = pimpinan, representative = wakil, participant = peserta, agenda = agenda.
"""

from flask import Flask

from biro.accounts.permissions import P
from biro.core.pages import NavItem, add_nav
from biro.core.texts import _l
from biro.events import listeners, reminders, views
from biro.events.models import Event


def init_app(app: Flask) -> None:
    """Pages, menu, what this room listens to and answers for."""
    app.register_blueprint(views.bp)
    add_nav(
        app,
        NavItem(_l("Agenda acara"), "events.index", "calendar-event", needs=P.EVENT_READ, order=30, key="a"),
    )
    listeners.connect()
    reminders.watch(Event)
