"""Intake (kotak pindaian): what was scanned or mailed and waits to be written into the agenda book.

It calls the correspondence room. Words: InboxItem = pindaian masuk, discard = sisihkan, log = catat, attach =
lampirkan pada surat yang sudah tercatat.
"""

from flask import Flask

from biro.accounts.permissions import P
from biro.core.pages import NavItem, add_nav
from biro.core.panels import lend
from biro.core.texts import _l
from biro.correspondence.intake import folder, mailbox, papers, sweeps, views
from biro.files import guards
from biro.reminders import worker


def init_app(app: Flask) -> None:
    """Pages, the menu line, and who may look at what waits."""
    app.register_blueprint(views.bp)
    guards.allow(app, "inbox", views.may_read)
    lend(app, "letter.side", papers.sticker_of_letter, order=60)
    worker.every(app, "scan-folder", 15, folder.watch)
    worker.every(app, "scan-mails", 60, mailbox.watch)
    worker.every(app, "scans", 10, sweeps.read_scans)
    add_nav(
        app,
        NavItem(_l("Pindaian masuk"), "intake.index", "inbox", P.LETTER_REGISTER, 21, "i"),
    )
