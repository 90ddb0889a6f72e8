"""Very many rows at once, in the open transaction: COPY on PostgreSQL, one prepared INSERT on SQLite.

Beside the ORM: no defaults and no events, so a row holds every column that may not be empty, its id included.
"""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, func, select

from biro.core.db import Base, db


def reserve(model: type[Base], count: int) -> list[int]:
    """`count` ids that nobody else will get, ascending."""
    table = cast(Table, model.__table__)
    if db.session.get_bind().dialect.name == "sqlite":  # whoever writes there is alone
        last = db.session.scalar(select(func.max(table.c.id))) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = func.pg_get_serial_sequence(table.name, "id")
    return list(
        db.session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count)))
    )


def load(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns."""
    if not rows:
        return
    connection, columns = db.session.connection(), list(rows[0])
    values = zip(*[_converted(connection, model, name, rows) for name in columns], strict=True)
    names, table = ", ".join(f'"{name}"' for name in columns), cast(Table, model.__table__).name
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values))  # noqa: S608
        return
    cursor = cast(Any, connection.connection.driver_connection).cursor()
    with cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for value in values:
            copy.write_row(value)


def _converted(
    connection: Connection, model: type[Base], name: str, rows: Sequence[dict[str, Any]]
) -> list[Any]:
    """The values of a column as the driver takes them."""
    kind = cast(Table, model.__table__).c[name].type
    convert = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return [row[name] if convert is None else convert(row[name]) for row in rows]
