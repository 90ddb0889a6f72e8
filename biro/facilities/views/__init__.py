"""Pages of the facilities room."""

from flask import Flask

from biro.core.pages import NavItem, add_nav
from biro.core.texts import _l
from biro.facilities.views import bookings, things, timeline

__all__ = ["bookings", "things", "timeline"]


def init_app(app: Flask) -> None:
    """Addresses and menu."""
    app.register_blueprint(bookings.bp)
    app.register_blueprint(things.bp)
    add_nav(
        app,
        NavItem(_l("Peminjaman"), "bookings.index", "calendar2-check", order=30, key="b"),
        NavItem(_l("Fasilitas"), "facilities.index", "building", order=31, key="f"),
    )
