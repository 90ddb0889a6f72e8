"""`biro admin create`: the first administrator. A fresh installation has no account until then."""

import click
from sqlalchemy import select

from biro.accounts import services
from biro.accounts.actors import SYSTEM
from biro.accounts.models import Unit
from biro.accounts.permissions import Role
from biro.core.db import db


@click.group()
def admin() -> None:
    """Administrator."""


@admin.command()
@click.argument("username")
@click.option("--name", default="", help="Nama lengkap; bawaan: nama pengguna.")
@click.password_option("--password", prompt="Kata sandi", confirmation_prompt="Ulangi kata sandi")
def create(username: str, name: str, password: str) -> None:
    """Buat akun administrator (kata sandinya ditanyakan)."""
    root = db.session.scalars(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id)).first()
    if root is None:
        root = services.add_unit(name="Biro Umum", code="UM", by=SYSTEM)
    person = services.add_person(
        name=name or username, username=username, password=password, unit_id=root.id, by=SYSTEM
    )
    services.grant_role(person=person, role=Role.ADMINISTRATOR, unit=root, by=SYSTEM)
    db.session.commit()
    click.echo(f"Administrator {person.username} dibuat.")
