"""Pages of the accounts room."""

from flask import Flask

from biro.accounts.permissions import P
from biro.accounts.views import account, delegation, holidays, login, lookup, managing, people, trail, units
from biro.accounts.views.base import bp
from biro.core.pages import NavItem, add_nav
from biro.core.panels import lend
from biro.core.texts import _l

__all__ = ["delegation", "holidays", "login", "lookup", "managing", "people", "trail", "units"]


def init_app(app: Flask) -> None:
    """Register the pages; a temporary password opens only the page that changes it."""
    app.register_blueprint(bp)
    add_nav(
        app,
        NavItem(_l("Pegawai"), "accounts.people", "people", P.PEOPLE_READ, order=80, key="p"),
        NavItem(_l("Hari libur"), "accounts.holidays", "calendar-x", order=90, group=_l("Pengaturan")),
        NavItem(
            _l("Jejak"), "accounts.trail", "clock-history", P.AUDIT_READ, order=91, group=_l("Pengaturan")
        ),
    )
    lend(app, "user_menu", delegation.menu)
    app.before_request(account.demand_new_password)
