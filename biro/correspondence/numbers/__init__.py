"""Numbers (penomoran): books that give letters their numbers, and the ledger of every number given.

It stands on the correspondence room and serves `outgoing`. Words: Register = buku, LetterNumber = nomor, reserve =
pesan, release = lepaskan, void = batalkan, override = tulis sendiri, insertion = sisipan, day quota = jatah harian.
"""

from flask import Flask

from biro.correspondence.numbers import alarms, models

__all__ = ["alarms", "models"]


def init_app(app: Flask) -> None:
    """The tables and the notices are known by being imported."""
