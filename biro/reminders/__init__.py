"""Reminders (pengingat): what people must be told, when and how. It may call core, audit and accounts.

Words: Outbox = antrean, Notice = pemberitahuan (the inbox inside Biro), ReminderRule = aturan pengingat, missed =
terlewat. Upper rooms declare kinds, plan with `replan`, say news with `tell`; the worker delivers.
"""

from flask import Flask

from biro.accounts.permissions import P
from biro.core.health import add_check
from biro.core.pages import NavItem, add_nav
from biro.core.panels import lend
from biro.core.texts import _l
from biro.reminders import cli, models, seeding, views, watch, worker

__all__ = ["models", "seeding"]


def init_app(app: Flask) -> None:
    """Pages, the worker's jobs and command, the bell in the top bar and the watch over the worker."""
    app.register_blueprint(views.bp)
    worker.init_app(app)
    app.cli.add_command(cli.worker_command)
    add_check(app, watch.health)
    lend(app, "topbar", watch.bell)
    lend(app, "notices", watch.late_banner)
    add_nav(
        app,
        NavItem(_l("Pengingat"), "reminders.index", "bell", order=80, key="n", prefix="/"),
        NavItem(
            _l("Antrean pengingat"), "reminders.queue", "send", needs=P.REMINDER_MANAGE, order=90,
            group=_l("Pengaturan"),
        ),
        NavItem(
            _l("Aturan pengingat"), "reminders.rules", "alarm", needs=P.REMINDER_MANAGE, order=91,
            group=_l("Pengaturan"),
        ),
    )  # fmt: skip
