"""Allocations (alokasi): one thing, one place at a time. The only guard against double booking, held by the database.

It calls core, audit and accounts. Words: Resource = sumber daya, Allocation = alokasi, Clash = bentrok, buffer = jeda.
"""

from flask import Flask

from biro.allocations import guard, models

__all__ = ["guard", "models"]


def init_app(app: Flask) -> None:
    """No pages of its own: rooms above show allocations in their words."""
