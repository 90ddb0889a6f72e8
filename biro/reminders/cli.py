"""`biro worker`: delivers reminders until it is told to stop."""

from typing import Any, cast

import click
from flask import current_app
from flask.cli import with_appcontext

from biro.reminders import worker


@click.command("worker")
@click.option("--once", is_flag=True, help="jalankan setiap tugas satu kali, lalu selesai")
@with_appcontext
def worker_command(once: bool) -> None:
    """Kirim pengingat yang sudah waktunya; boleh dijalankan lebih dari satu."""
    app = cast(Any, current_app)._get_current_object()
    if not once:
        worker.run(app)
    elif not worker.run_once(app):
        raise SystemExit(1)
