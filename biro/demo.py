"""`biro demo`: a believable office of any size, the same for the same seed. Each room furnishes itself."""

import json
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from biro import ROOMS
from biro.accounts.demo import Office, accounts
from biro.accounts.models import Person
from biro.core import schema
from biro.core.db import db
from biro.core.errors import DomainError


def _progress(label: str, rows: Iterable[Any]) -> Iterable[Any]:
    """A bar on standard error, so that output stays readable for scripts."""
    shown: Any = click.progressbar(rows, label=f"{label:<14}", file=sys.stderr)
    with shown as bar:
        yield from bar


def furnish(office: Office) -> None:
    """Let every room furnish itself, lowest first, each in a transaction of its own."""
    for place in _places():
        if find_spec(f"{place}.demo"):
            import_module(f"{place}.demo").furnish(office)
            db.session.commit()


def _places() -> Iterator[str]:
    """Every room, followed by its alcoves."""
    for room in ROOMS:
        yield f"biro.{room}"
        for alcove in getattr(import_module(f"biro.{room}"), "ALCOVES", ()):
            yield f"biro.{room}.{alcove}"


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not db.session.scalar(select(func.count()).select_from(Person))


@click.command("demo")
@click.option("--letters", type=click.IntRange(0), help="jumlah surat")
@click.option("--bookings", type=click.IntRange(0), help="jumlah peminjaman")
@click.option("--events", type=click.IntRange(0), help="jumlah acara")
@click.option("--people", type=click.IntRange(13), default=60, show_default=True, help="jumlah pegawai")
@click.option("--years", type=click.IntRange(1, 30), default=1, show_default=True, help="panjang riwayat")
@click.option("--seed", type=int, default=1, show_default=True, help="benih: benih sama, kantor sama")
@click.option(
    "--bookings-file", type=click.Path(exists=True, dir_okay=False), help="CSV room,start,end,title"
)
@click.option("--accounts", "show", is_flag=True, help="daftar akun contoh sebagai JSON")
@click.option("--migrate", is_flag=True, help="perbarui skema dulu (satu perintah lebih cepat dari dua)")
@click.option("--if-empty", is_flag=True, help="diam bila sudah ada pegawai")
@with_appcontext
def demo(
    show: bool, migrate: bool, if_empty: bool, bookings_file: str | None, people: int, **size: Any
) -> None:
    """Isi basis data kosong dengan kantor contoh."""
    if show:
        click.echo(json.dumps(accounts(), ensure_ascii=False, indent=2))
        return
    if migrate:
        schema.migrate()
    empty = is_empty()
    if empty:
        furnish(Office(people_wanted=people, progress=_progress, **size))
        _say_accounts()
    elif not if_empty and bookings_file is None:
        raise DomainError("Basis data sudah berisi; kantor contoh hanya untuk basis data kosong.")
    if bookings_file is not None:
        loaded = current_app.extensions["biro-bookings-file"](bookings_file)
        click.echo(f"{loaded} peminjaman dimuat.")


def _say_accounts() -> None:
    click.echo("Akun contoh (kata sandi sama untuk semua):")
    for account in accounts():
        click.echo(f"  {account['username']:<14}{account['password']:<18}{account['role']}")
