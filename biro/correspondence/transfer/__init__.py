"""Transfer (perpindahan data): an old agenda book comes in from a spreadsheet, and everything can go out again.

Words: Import = impor, row = baris, mapping = pemetaan kolom, check = pemeriksaan, undo = urungkan, export = ekspor.
An import never guesses in silence: every row is read, checked and answered for before a letter is written.
"""

from flask import Flask

from biro.core.panels import lend
from biro.correspondence.transfer import cli, job, views
from biro.reminders import worker


def init_app(app: Flask) -> None:
    """Pages, the letter's origin on its page, the job that reads and writes the rows, `biro export`."""
    app.register_blueprint(views.bp)
    lend(app, "letter.side", views.origin)
    worker.every(app, "imports", 3, job.sweep)
    app.cli.add_command(cli.export)
