"""Reminders (pengingat): what people must be told, when and how. It may call core, audit and accounts.

Words: Outbox = antrean, Notice = pemberitahuan (the inbox inside Biro), ReminderRule = aturan pengingat, missed =
terlewat. Upper rooms declare kinds, plan with `replan`, say news with `tell`; the worker delivers.
"""

from flask import Flask

from biro.reminders import cli, models, seeding, worker

__all__ = ["models", "seeding"]


def init_app(app: Flask) -> None:
    """The worker's jobs and command."""
    worker.init_app(app)
    app.cli.add_command(cli.worker_command)
