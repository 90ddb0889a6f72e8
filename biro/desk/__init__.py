"""Desk (meja kerja, "Hari ini"): one screen of what waits for me, from every room's queries, each one click from done.

It calls all rooms below and owns no table. Words: agenda = acara hari ini, disposition = disposisi, approval =
persetujuan, duty = piket. Acting in another's name (atas nama) shows the giver's desk.
"""

from flask import Flask

from biro.core.pages import NavItem, add_nav
from biro.core.texts import _l
from biro.desk import views


def init_app(app: Flask) -> None:
    """The first page, first in the menu."""
    app.register_blueprint(views.bp)
    add_nav(app, NavItem(_l("Hari ini"), "desk.today", "house", order=0, key="h"))
