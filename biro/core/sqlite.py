"""SQLite made safe for several writers: newest library, gate, IMMEDIATE, WAL with full sync."""

import fcntl
import sqlite3
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

FIXED = (3, 51, 3)  # the WAL-reset corruption bug lives in 3.7.0-3.51.2
GATE_SECONDS = 30.0


def library() -> ModuleType:
    """The DB-API module: Python's own when its SQLite is new enough, otherwise the one bundled in pysqlite3."""
    if sqlite3.sqlite_version_info >= FIXED:
        return sqlite3
    import pysqlite3.dbapi2 as bundled  # noqa: PLC0415 # only where it is needed

    return bundled


class Gate:
    """One writer at a time, in this process by a lock and between processes by flock on a file beside the database.

    SQLite's own back-off is unfair (a writer waited 6 s behind 50 others); standing in line takes 0.1-0.3 s.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._path = path
        self._file: Any = None
        self._nap = threading.Event()  # never set: only waited on

    def enter(self) -> None:
        """Stand in line; TimeoutError after 30 s, which becomes a 503."""
        deadline = time.monotonic() + GATE_SECONDS
        if not self._lock.acquire(timeout=GATE_SECONDS):
            raise TimeoutError("the database is busy")
        try:
            if self._path is not None:
                self._file = self._file or self._path.open("a")
                self._flock(deadline)
        except BaseException:
            self._lock.release()
            raise

    def _flock(self, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise TimeoutError("the database is busy") from None
                self._nap.wait(0.002)

    def leave(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._lock.release()


_gates: dict[str, Gate] = {}
_gates_lock = threading.Lock()


def gate_for(database: str) -> Gate:
    """The gate of a database file (one per process and file; databases in memory have only the lock)."""
    with _gates_lock:
        if database not in _gates:
            _gates[database] = Gate(Path(database + ".gate") if database else None)
        return _gates[database]


def connection_class() -> type:
    """A Connection that leaves the gate when its transaction is over, however it ends."""
    base: Any = library().Connection

    class GatedConnection(base):
        gate: Gate | None = None

        def begin_immediate(self, gate: Gate) -> None:
            gate.enter()
            self.gate = gate
            try:
                self.execute("BEGIN IMMEDIATE")
            except BaseException:
                self._leave()
                raise

        def _leave(self) -> None:
            if self.gate is not None and not self.in_transaction:
                gate, self.gate = self.gate, None
                gate.leave()

        def commit(self) -> None:
            try:
                super().commit()
            finally:
                self._leave()

        def rollback(self) -> None:
            try:
                super().rollback()
            finally:
                self._leave()

        def close(self) -> None:
            super().close()
            if self.gate is not None:
                gate, self.gate = self.gate, None
                gate.leave()

    return GatedConnection


def engine_options() -> dict[str, Any]:
    """Options for `create_engine`; `isolation_level=None` hands BEGIN and COMMIT to us."""
    return {
        "module": library(),
        "pool_size": 20,
        "connect_args": {
            "factory": connection_class(),
            "isolation_level": None,
            "timeout": 15.0,
            "check_same_thread": False,
        },
    }


def configure(dbapi_connection: Any, _record: object) -> None:
    """Pragmas of each new connection. FULL: a reported commit survives a power cut."""
    cursor = dbapi_connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=15000",
        "foreign_keys=ON",
        "synchronous=FULL",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection, *, immediate: bool) -> None:
    """Start a transaction: readers deferred (they never wait), writers through the gate and IMMEDIATE."""
    raw = connection.connection.driver_connection
    if not immediate:
        connection.exec_driver_sql("BEGIN")
        return
    raw.begin_immediate(gate_for(connection.engine.url.database or ""))  # type: ignore[union-attr]
