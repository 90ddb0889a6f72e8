"""Correspondence (persuratan): the agenda book, incoming letters, dispositions, invitations that become events.

It may call every room below it. Words: Letter = surat, Register = buku agenda, agenda = nomor agenda, Correspondent =
pengirim, Classification = klasifikasi arsip, Disposition = disposisi, Instruction = instruksi, COORDINATOR =
koordinator, HELPER = pembantu, COPY = tembusan, Security = tingkat keamanan, Urgency = tingkat kecepatan.
"""

from importlib import import_module

from flask import Flask

from biro.accounts.permissions import P
from biro.core.pages import NavItem, add_nav
from biro.core.panels import lend
from biro.core.texts import _l
from biro.correspondence import digest, reminders, seeding, views
from biro.files import guards
from biro.reminders import checks, digests

__all__ = ["seeding"]

# Parts of this room that are as large as rooms and have their shape, lowest first; the room itself knows none of them.
ALCOVES: tuple[str, ...] = ("numbers", "outgoing", "archive", "intake", "transfer")


def init_app(app: Flask) -> None:
    """Pages, their menu lines, who may read the scans, which reminders stand, and the letter on its event's page."""
    views.init_app(app)
    guards.allow(app, "letter", views.may_read_scan)
    guards.allow(app, "disposition", views.may_read_sheet)
    digests.gather(digest.DIGEST, digest.build, digest.URL)
    checks.stands("disposition", reminders.stands)
    lend(app, "event.side", views.letter_of_event)
    add_nav(
        app,
        NavItem(_l("Surat masuk"), "correspondence.index", "envelope", P.LETTER_READ, 20, "s"),
        NavItem(
            _l("Instruksi disposisi"), "correspondence.instructions", "list-check", P.CORRESPONDENCE_MANAGE, 85,
            group=_l("Pengaturan"),
        ),
        NavItem(
            _l("Aturan surat masuk"), "correspondence.policy", "shield-lock", P.CORRESPONDENCE_MANAGE, 84,
            group=_l("Pengaturan"),
        ),
        NavItem(
            _l("Pembukaan surat rahasia"), "correspondence.openings", "unlock", P.OPENING_ASK, 95,
            group=_l("Pengaturan"),
        ),
    )  # fmt: skip
    for alcove in ALCOVES:
        import_module(f"{__name__}.{alcove}").init_app(app)
