"""One database, two engines: SQLite for a small office, PostgreSQL for a large one.

What SQLite needs to be as safe as PostgreSQL is all here: explicit transactions (Python's own lose updates),
IMMEDIATE for whoever may write, a fair gate before it, FULL sync, foreign keys, and a library new enough not to
carry the WAL-reset bug (fixed in 3.51.3).
"""

import enum
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    Integer,
    MetaData,
    String,
    and_,
    bindparam,
    event,
    false,
    literal,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from biro.core import sqlite
from biro.core.errors import Stale

T = TypeVar("T")
LAST = "\U0010ffff"  # comes after every letter
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, timestamptz in PostgreSQL, fixed-width text in SQLite (so `<` is right)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse wall time without a zone: guessing one is how reminders come seven hours late."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime given to the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite returns naive values that are UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigInt = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Naming convention and column types that every table shares."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# Flask-SQLAlchemy copies the class, which SQLAlchemy forbids for a map in the body: so the registry gets it.
Base.registry.update_type_annotation_map(
    {
        datetime: UTCDateTime(),
        int: BigInt,
        str: String(),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda e: [m.value for m in e],
        ),
    }
)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Row:
    """Mixin: the surrogate key."""

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)


class Versioned:
    """Mixin: a version that every UPDATE checks and raises, so that no edit is silently overwritten."""

    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        """The mapper compares and raises this column on every UPDATE."""
        return {"version_id_col": cls.version}

    def expect(self, version: int | None) -> None:
        """Refuse an edit that was made on an older text than today's (the version travels in the form)."""
        if version is not None and version != self.version:
            raise Stale


def locked(row: T) -> T:
    """Hold this row until the transaction ends and see its newest state (PostgreSQL; SQLite writers are alone)."""
    db.session.refresh(row, with_for_update={"of": type(row)})  # not what it was joined with
    return row


def read(statement: Executable, **given: Any) -> Sequence[Any]:
    """Rows of a statement that was built once, with its `bindparam`s filled in; columns only, no entities.

    For the questions of every page (who is this, what may they do, what waits): a third of the ORM's cost.
    """
    session: Session = db.session()
    session.flush()
    return session.connection().execute(statement, given).all()


def among(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """`column IN (...)` for a statement that is kept: each value its own parameter, nothing expanded at every run."""
    return column.in_([literal(value, column.type) for value in values]) if values else false()


def begins(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a column begins with this (case counts), in the form that looks it up in the engine's index.

    On PostgreSQL that index must have `varchar_pattern_ops`.
    """
    if on_sqlite():
        return and_(column >= text, column < text + LAST)
    return cast(ColumnElement[bool], column.startswith(text, autoescape=True))


def begins_as(column: Any, name: str) -> ColumnElement[bool]:
    """The same for a statement that is kept: its parameter is given as `begin_given(name, text)`."""
    parts: list[Any] = [bindparam(f"{name}_{part}") for part in ("least", "beyond", "like")]
    least, beyond, like = parts
    kept = and_(column >= least, column < beyond) if on_sqlite() else column.like(like, escape="/")
    return cast(ColumnElement[bool], kept)


def begin_given(name: str, text: str) -> dict[str, str]:
    """The values of `begins_as`."""
    return {f"{name}_least": text, f"{name}_beyond": text + LAST, f"{name}_like": f"{escaped(text)}%"}


def escaped(text: str) -> str:
    """For a LIKE with escape "/": the text means itself."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def on_sqlite() -> bool:
    """Whether the office lives in SQLite."""
    return db.session.get_bind().dialect.name == "sqlite"


_will: ContextVar[bool | None] = ContextVar("will_write", default=None)


def may_write() -> bool:
    """Whether the transaction that is about to begin may write: unsafe methods, commands and jobs may."""
    will = _will.get()
    return not (has_request_context() and request.method in SAFE_METHODS) if will is None else will


@contextmanager
def own_transaction() -> Iterator[Session]:
    """A short write of its own beside the request's transaction (a GET that must note something)."""
    with _willing(True), Session(db.engine) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A long read of its own, after the act is committed (an export): nobody who writes waits for it."""
    with _willing(False), Session(db.engine) as session:
        yield session


@contextmanager
def _willing(write: bool) -> Iterator[None]:
    token = _will.set(write)
    try:
        yield
    finally:
        _will.reset(token)


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` needs for this database URL."""
    if url.startswith("sqlite"):
        return sqlite.engine_options()
    return {
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 15,
        "connect_args": {"connect_timeout": 5, "application_name": "biro"},
    }


def init_app(app: Flask) -> None:
    """Attach the database and teach SQLite its manners."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def prepare_engine(engine: Engine) -> None:
    """Install pragmas and the begin hook on an engine (also used by tests and commands that make their own)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", sqlite.configure)
        event.listen(engine, "begin", lambda conn: sqlite.begin(conn, immediate=may_write()))


def is_conflict(error: BaseException, constraint: str) -> bool:
    """Whether a database error is the violation of the named constraint (either engine)."""
    return constraint in str(getattr(error, "orig", error))
