"""Outgoing letters (surat keluar): drafted from kinds, initialled, signed, numbered, printed, sent and verified.

An alcove of the correspondence room: it calls the room, `numbers` and everything below. Words: OutgoingLetter = surat
keluar, LetterKind = jenis naskah, Letterhead = kop surat, Paraf = paraf, mandate = a.n. / u.b., middle = pejabat di
antaranya, concept = konsep, Delivery = cara kirim, Dispatch = ekspedisi (satu salinan di perjalanan),
code = kode verifikasi.
"""

from flask import Flask

from biro.accounts.permissions import P
from biro.core.pages import NavItem, add_nav
from biro.core.panels import lend
from biro.core.texts import _l
from biro.correspondence.outgoing import exports, reminders, seeding, signatures, unfinished, views
from biro.files import guards
from biro.reminders import worker
from biro.search import kinds

__all__ = ["exports", "reminders", "seeding", "signatures"]

kinds.declare("outgoing", label=_l("Surat keluar"), icon="envelope-arrow-up", order=11, by_hour=False)


def init_app(app: Flask) -> None:
    """Pages, menu lines, who may read the files, and what the incoming letter's page shows."""
    views.init_app(app)
    guards.allow(app, "outgoing", views.may_read_file)
    guards.allow(app, "dispatch", views.may_read_proof)
    guards.allow(app, "letterhead", lambda _file, actor: actor.may(P.CORRESPONDENCE_MANAGE))
    worker.every(app, "signatures", 30, unfinished.sweep)
    lend(app, "letter.actions", views.panels.begin_answer)
    lend(app, "disposition.actions", views.panels.begin_answer)
    lend(app, "letter.side", views.panels.answers, order=20)
    lend(app, "event.side", views.panels.begin_invitation)
    settings = _l("Pengaturan")
    add_nav(
        app,
        NavItem(_l("Surat keluar"), "outgoing.index", "envelope-arrow-up", P.LETTER_READ, 21, "k"),
        NavItem(
            _l("Jenis naskah"), "outgoing.kinds", "card-list", P.CORRESPONDENCE_MANAGE, 92, group=settings
        ),
        NavItem(
            _l("Kop surat"),
            "outgoing.letterheads",
            "card-heading",
            P.CORRESPONDENCE_MANAGE,
            93,
            group=settings,
        ),
        NavItem(
            _l("Sertifikat saya"), "outgoing.certificate", "patch-check", P.LETTER_SIGN, 94, group=settings
        ),
        NavItem(
            _l("Penerbit sertifikat"),
            "outgoing.issuers",
            "shield-check",
            P.CORRESPONDENCE_MANAGE,
            94,
            group=settings,
        ),
    )
