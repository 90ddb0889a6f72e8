"""The ground floor: database, clock, working days, acts, numbers, errors, forms, pages, texts, panels.

It knows no room above it. Words: act = tindakan, counter = penghitung nomor, holiday = hari libur.
"""

from flask import Flask

from biro.core import (
    assets,
    db,
    errors,
    forms,
    guards,
    health,
    numbering,
    pages,
    panels,
    schema,
    security,
    seeding,
    texts,
)

__all__ = ["numbering", "seeding"]


def init_app(app: Flask) -> None:
    """Set the ground floor up, in the order its parts need each other."""
    texts.init_app(app)
    assets.init_app(app)
    db.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    guards.init_app(app)
    forms.init_app(app)
    pages.init_app(app)
    panels.init_app(app)
    health.init_app(app)
    schema.init_app(app)
