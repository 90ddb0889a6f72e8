"""Gapless counters: a number is taken in the transaction that uses it, so a rollback gives it back."""

from sqlalchemy import BigInteger, String, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from biro.core.db import Model, db


class Counter(Model):
    """The last number given out under a key such as `register:3:2026`."""

    __tablename__ = "counter"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, default=0)


def take(key: str, count: int = 1) -> int:
    """The next number under `key` (the last of `count`). Others wait at this row until the transaction ends."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(Counter)
        .values(key=key, value=count)
        .on_conflict_do_update(index_elements=["key"], set_={"value": Counter.value + count})
        .returning(Counter.value)
    )
    return db.session.execute(statement).scalar_one()


def peek(key: str) -> int:
    """The number that would come next, for a preview; nothing is reserved."""
    current = db.session.scalar(select(func.max(Counter.value)).where(Counter.key == key))
    return (current or 0) + 1


def settle(key: str, value: int) -> None:
    """Let the next number follow `value`: an old book was taken in, or taken back. Others wait as for `take`."""
    take(key, 0)
    db.session.execute(update(Counter).where(Counter.key == key).values(value=value))
