"""Demonstration offices of any size, each in a database of its own below one temporary folder."""

import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from biro import create_app
from biro.accounts.demo import Office
from biro.accounts.models import LoginSession, Person
from biro.accounts.sessions import new_token, token_hash
from biro.core import schema
from biro.core.db import db
from biro.demo import furnish

KEY = "a-key-only-for-measuring-0123456789"
ENGINES = ("sqlite", "postgresql")


@dataclass
class House:
    """An application with its database, and how long it took to furnish it."""

    app: Flask
    url: str
    letters: int
    seconds: float

    def sign_in(self, username: str) -> tuple[int, str]:
        """(person id, session token) of a new login."""
        with self.app.app_context():
            person_id = db.session.scalars(select(Person.id).where(Person.username == username)).one()
            token = new_token()
            db.session.add(LoginSession(token_hash=token_hash(token), person_id=person_id))
            db.session.commit()
        return person_id, token


def build(engine: str, letters: int, folder: Path, server: str | None) -> House:
    """Migrate an empty database and furnish it with `letters` letters."""
    url = _new_database(engine, f"biro_bench_{letters}", folder, server)
    app = create_app(
        INSTANCE=folder / f"{engine}_{letters}",
        SQLALCHEMY_DATABASE_URI=url,
        SECRET_KEY=KEY,
        CHEAP_PASSWORDS=True,
    )
    started = time.perf_counter()
    with app.app_context():
        schema.migrate()
        furnish(Office(letters=letters))
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        db.session.remove()
    return House(app, url, letters, time.perf_counter() - started)


def _new_database(engine: str, name: str, folder: Path, server: str | None) -> str:
    if engine == "sqlite":
        return f"sqlite:///{folder / name}.sqlite3"
    assert server is not None
    address = make_url(server)
    plain = address.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return address.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
