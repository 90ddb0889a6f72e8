"""Rosters (jadwal piket): who stands which post when, fairly; approved once, published, reminded; and leave.

It calls core, audit, accounts, reminders and allocations. Words: Post = pos, Shift = gilir jaga, Cover = kebutuhan,
Roster = jadwal piket, Duty = tugas piket, Leave = cuti.
"""

from flask import Flask

from biro.rosters import models, reminders, services, views

__all__ = ["models", "reminders", "services"]


def init_app(app: Flask) -> None:
    """Pages and the menu line."""
    views.init_app(app)
