"""Numbers (penomoran): books that give letters their numbers, and the ledger of every number given.

It stands on the correspondence room and serves `outgoing`. Words: Register = buku, LetterNumber = nomor, reserve =
pesan, release = lepaskan, void = batalkan, override = tulis sendiri, insertion = sisipan, day quota = jatah harian.
"""

from flask import Flask

from biro.accounts.permissions import P
from biro.core.pages import NavItem, add_nav
from biro.core.texts import _l
from biro.correspondence.numbers import exports, views

__all__ = ["exports"]


def init_app(app: Flask) -> None:
    """Pages and their menu lines."""
    views.init_app(app)
    add_nav(
        app,
        NavItem(_l("Nomor keluar"), "numbers.index", "hash", P.NUMBER_TAKE, 23, "o"),
        NavItem(
            _l("Buku dan nomor"), "numbers.registers", "journals", P.CORRESPONDENCE_MANAGE, 86,
            group=_l("Pengaturan"),
        ),
    )  # fmt: skip
