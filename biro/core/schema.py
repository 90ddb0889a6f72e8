"""The schema: one chain of migrations, triggers that hold what matters, and seeds, brought up to date in one go.

Batch migrations on SQLite rebuild tables and lose their triggers, so triggers are not written in migrations:
rooms declare them here and `migrate` (re)creates all of them after each upgrade. Start-up and `biro doctor` check.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import Connection, text

from biro.core.db import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
LOCK_ID = 7_246_001  # any constant: the advisory lock that serialises migrations on PostgreSQL


@dataclass(frozen=True)
class Trigger:
    """A rule in the database. `sqlite` is the CREATE TRIGGER statement, `postgresql` function and trigger."""

    name: str
    table: str
    sqlite: str
    postgresql: tuple[str, ...]


_triggers: dict[str, Trigger] = {}
_seeds: list[tuple[int, Callable[[], None]]] = []
_unmapped: set[str] = set()


def trigger(name: str, table: str, *, sqlite: str, postgresql: tuple[str, ...] = ()) -> None:
    """Declare a trigger (an engine with an empty text does without it)."""
    _triggers[name] = Trigger(name, table, sqlite, postgresql)


def unmapped(prefix: str) -> None:
    """Declare a table, with those whose name continues its own, that migrations make by hand and no model maps."""
    _unmapped.add(prefix)


def is_mapped(_object: object, name: str | None, kind: str, *_more: object) -> bool:
    """Alembic's `include_object`: leave the unmapped tables (full-text ones) out of every comparison."""
    return not (kind == "table" and (name or "").startswith(tuple(_unmapped)))


def seed(sow: Callable[[], None], order: int = 50) -> Callable[[], None]:
    """Declare a function that adds missing reference rows; it must never change a row the office has edited."""
    if sow not in [s for _o, s in _seeds]:
        _seeds.append((order, sow))
        _seeds.sort(key=lambda pair: pair[0])
    return sow


def read_seed(package_file: str, name: str) -> Iterator[dict[str, str]]:
    """Rows of `seeds/<name>.csv` beside a room's module (`__file__`)."""
    path = Path(package_file).resolve().parent / "seeds" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def alembic_config() -> Config:
    """Alembic without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head() -> str:
    """The newest migration in the code."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def current(connection: Connection) -> str | None:
    """The migration the database stands at."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate() -> tuple[str | None, str]:
    """Upgrade to head and recreate triggers in one transaction, then sow seeds in another; each under a lock.

    Returns (before, after) revisions.
    """
    with db.engine.begin() as connection:
        _lock(connection)
        before = current(connection)
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        install_triggers(connection)
    _lock(db.session.connection())
    for _order, sow in _seeds:
        sow()
    db.session.commit()
    return before, head()


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's writers are alone anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": LOCK_ID})


def install_triggers(connection: Connection) -> None:
    """Drop and create every declared trigger."""
    for each in _triggers.values():
        if connection.dialect.name == "sqlite" and each.sqlite:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {each.name}")
            connection.exec_driver_sql(each.sqlite)
        elif connection.dialect.name == "postgresql" and each.postgresql:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {each.name} ON {each.table}")
            for statement in each.postgresql:
                connection.exec_driver_sql(statement)


def missing_triggers(connection: Connection) -> list[str]:
    """Declared triggers that the database does not have."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        wanted = {t.name for t in _triggers.values() if t.sqlite}
    else:
        found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        wanted = {t.name for t in _triggers.values() if t.postgresql}
    return sorted(wanted - set(found.scalars()))


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever migrated here."""
    return current(connection) is None


def state() -> str:
    """'ok', 'kosong' (never migrated), 'lama' (behind the code) or 'pemicu' (a trigger is missing)."""
    with db.engine.connect() as connection:
        at = current(connection)
        if at is None:
            return "kosong"
        if at != head():
            return "lama"
        return "pemicu" if missing_triggers(connection) else "ok"


def init_app(app: Flask) -> None:
    """Warn at start when the schema is not the code's; never migrate here (two web processes would race)."""
    app.extensions["biro-schema"] = state
    with app.app_context():
        try:
            found = state()
        except Exception:
            current_app.logger.exception("the database cannot be read at start")
            return
        if found != "ok":
            current_app.logger.warning("schema: %s; run `biro migrate`", found)
