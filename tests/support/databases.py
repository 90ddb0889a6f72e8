"""Real databases for tests. Each engine gets one migrated template with the cast in it; tests work on copies."""

import logging
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pgserver
import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy.engine import make_url

from biro import create_app
from biro.core import schema
from biro.core.db import db
from tests.support.web import FreshClient

ENGINES = ("sqlite", "postgresql")
QUICK = {
    "TESTING": True,
    "CHEAP_PASSWORDS": True,
    "WTF_CSRF_ENABLED": False,
    "SECRET_KEY": "only-for-tests-0123456789abcdef",
    "SERVER_NAME": None,
}


@dataclass
class Cluster:
    """Where test databases are made: a folder for SQLite, a server for PostgreSQL."""

    folder: Path
    server: str
    worker: str = "master"
    templates: dict[tuple[str, str], str] = field(default_factory=dict)
    apps: dict[tuple[str, str], Flask] = field(default_factory=dict)

    def template(self, engine: str, furnish: Any, kind: str = "cast") -> str:
        """A migrated database filled by `furnish`, made when first asked for (the order of tests is random)."""
        if (engine, kind) not in self.templates:
            name = f"{kind}_{self.worker}"
            build_template(self, engine, name, furnish)
            self.templates[engine, kind] = name
        return self.templates[engine, kind]

    def shared_app(self, engine: str, source: str) -> Flask:
        """One app for a copy of a template, for tests that undo what they do."""
        if (engine, source) not in self.apps:
            self.apps[engine, source] = open_app(self, engine, self.clone(engine, source))
        return self.apps[engine, source]

    def url(self, engine: str, name: str) -> str:
        """The address of a test database."""
        if engine == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite3"
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def clone(self, engine: str, source: str) -> str:
        """A new database with everything the source has, its files too; returns its name."""
        name = f"t_{uuid.uuid4().hex[:12]}"
        if engine == "sqlite":
            shutil.copy(self.folder / f"{source}.sqlite3", self.folder / f"{name}.sqlite3")
        else:
            self._admin(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
            )
        files = self.folder / f"instance_{source}" / "berkas"
        if files.is_dir():
            shutil.copytree(files, self.folder / f"instance_{name}" / "berkas")
        return name

    def create(self, engine: str, name: str) -> None:
        """An empty database."""
        if engine == "postgresql":
            self._admin(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            self._admin(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def drop(self, engine: str, name: str) -> None:
        """Remove a test database."""
        if engine == "sqlite":
            for path in self.folder.glob(f"{name}.sqlite3*"):
                path.unlink()
        else:
            self._admin(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _admin(self, statement: sql.Composed) -> None:
        plain = make_url(self.server).set(drivername="postgresql", database="postgres")
        with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement)


def start_server(folder: Path) -> tuple[str, Callable[[], None]]:
    """A real PostgreSQL from a wheel: (address, how to stop it). One process starts it, all test processes use it.

    It need not survive a power cut: without waiting for the disk, a copy of a database takes a tenth of the time.
    """
    server = pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False), server.cleanup


def open_app(cluster: Cluster, engine: str, name: str, **override: Any) -> Flask:
    """The product on a test database."""
    instance = cluster.folder / f"instance_{name}"
    url = cluster.url(engine, name)
    logging.getLogger("biro").setLevel(logging.ERROR)
    app = create_app(**{**QUICK, "INSTANCE": instance, "SQLALCHEMY_DATABASE_URI": url, **override})
    app.test_client_class = FreshClient
    return app


def build_template(cluster: Cluster, engine: str, name: str, furnish: Any) -> None:
    """Migrate an empty database and let `furnish` fill it."""
    cluster.create(engine, name)
    app = open_app(cluster, engine, name)
    with app.app_context():
        schema.migrate()
        furnish()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()  # closing the last connection folds SQLite's journal into the file


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """Everything a test does, its own commits included, is undone at the end (an outer transaction)."""
    with app.app_context():
        engine = db.engines[None]
        connection = engine.connect()
        outer = connection.begin()
        connection.begin_nested()
        db.engines[None] = connection  # type: ignore[assignment]
        try:
            yield
        finally:
            db.session.remove()
            db.engines[None] = engine
            outer.rollback()
            connection.close()
