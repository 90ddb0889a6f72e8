"""`biro doctor`: is this installation healthy? A table for people, exit 1 when something is wrong."""

import os
import platform
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from biro import __version__
from biro.core import clock, schema, sqlite
from biro.core.db import db
from biro.files import reading
from biro.settings import VARIABLES

Line = tuple[str, str, bool]


def _versions() -> Iterator[Line]:
    yield "Biro", __version__, True
    yield "Python", platform.python_version(), True
    for package in ("flask", "sqlalchemy", "apscheduler"):
        yield package, version(package), True
    module = sqlite.library()
    fine = module.sqlite_version_info >= sqlite.FIXED
    yield "SQLite", f"{module.sqlite_version} ({module.__name__.partition('.')[0]})", fine


def _settings() -> Iterator[Line]:
    for variable in VARIABLES:
        given = os.environ.get(variable.name)
        shown = "(diatur)" if given and variable.secret else given or f"{variable.default or '(kosong)'}"
        yield variable.name, f"{shown} — {variable.meaning}", True


def _database() -> Iterator[Line]:
    try:
        with db.engine.connect() as connection:
            server = connection.execute(text("SELECT 1")).scalar() == 1
            yield "Basis data", db.engine.dialect.name, server
            if db.engine.dialect.name == "postgresql":
                for setting in ("server_version", "fsync", "synchronous_commit"):
                    value = connection.execute(text(f"SHOW {setting}")).scalar()
                    yield f"PostgreSQL {setting}", str(value), value != "off"
        found = schema.state()
        yield (
            "Skema",
            {"ok": "terbaru, pemicu lengkap"}.get(found, f"{found}: jalankan `biro migrate`"),
            found == "ok",
        )
    except SQLAlchemyError as error:
        yield "Basis data", f"tidak terjangkau: {type(error).__name__}", False


def _storage() -> Iterator[Line]:
    folder = Path(current_app.config["INSTANCE"])
    try:
        with tempfile.TemporaryFile(dir=folder):
            yield "Folder instance", f"{folder} dapat ditulis", True
    except OSError as error:
        yield "Folder instance", f"{folder}: {error.strerror}", False
    yield (
        "Jam",
        f"{clock.now():%Y-%m-%d %H.%M.%S} UTC, kantor {current_app.config['OFFICE_ZONE'].short}",
        True,
    )
    if not current_app.config["SMTP_URL"]:
        yield "Surel", "tidak diatur: pengingat hanya di dalam aplikasi", True
    scans = current_app.config["SCAN_FOLDER"]
    if scans:
        usable = os.access(scans, os.R_OK | os.W_OK | os.X_OK)
        yield "Folder pemindai", f"{scans} {'dapat' if usable else 'tidak dapat'} dibaca dan ditulis", usable
    ocr = reading.languages()
    yield "OCR", f"tesseract {ocr}" if ocr else "tidak terpasang: pindaian gambar tidak dibaca", True


def _rooms() -> Iterator[Line]:
    if schema.state() != "ok":
        return
    for check in current_app.extensions.get("biro-health", []):
        healthy, facts = check()
        for name, value in facts.items():
            yield name, str(value), healthy


@click.command()
@with_appcontext
def doctor() -> None:
    """Periksa versi, pengaturan, skema, penyimpanan, jam dan antrean."""
    lines = [*_versions(), *_settings(), *_database(), *_storage()]
    if all(ok for _n, _v, ok in lines):
        lines += _rooms()
    width = max(len(name) for name, _v, _ok in lines)
    for name, value, ok in lines:
        click.echo(f"{'ok   ' if ok else 'SALAH'} {name:<{width}}  {value}")
    if not all(ok for _n, _v, ok in lines):
        raise SystemExit(1)
