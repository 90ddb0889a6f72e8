"""Pages of the rosters room."""

from flask import Flask

from biro.accounts.permissions import P
from biro.core.pages import NavItem, add_nav
from biro.core.texts import _l
from biro.rosters.views import duties, leave, rosters, settings
from biro.rosters.views.base import bp

__all__ = ["duties", "leave", "rosters", "settings"]


def init_app(app: Flask) -> None:
    """Register the pages and the menu line."""
    app.register_blueprint(bp)
    add_nav(
        app,
        NavItem(
            _l("Piket"),
            "rosters.index",
            "person-badge",
            needs=P.ROSTER_READ,
            order=50,
            key="p",
            prefix="/piket",
        ),
    )
