"""The chain's arithmetic: pure functions over plain values."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    "seq",
    "at",
    "actor_id",
    "actor",
    "behalf_id",
    "behalf",
    "action",
    "subject",
    "subject_id",
    "label",
    "data",
)


def canonical(row: dict[str, Any]) -> str:
    """One text for one row, whichever engine stored it: sorted keys, UTC microseconds, no spaces."""
    plain = {name: row.get(name) for name in FIELDS}
    at = plain["at"]
    plain["at"] = at.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(at, datetime) else at
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def link(previous: str, row: dict[str, Any]) -> str:
    """The hash of a row, over the hash before it and the row's own text (SHA-256, hex)."""
    return hashlib.sha256(f"{previous}\n{canonical(row)}".encode()).hexdigest()


def first_break(rows: Iterable[dict[str, Any]], head: tuple[int, str]) -> tuple[int, str] | None:
    """Walk the rows in order: (seq, what is wrong) of the first broken one, None when the chain is whole.

    A cut tail shows as a head that is further than the last row.
    """
    previous, seq = "", 0
    for row in rows:
        if row["seq"] != seq + 1:
            return seq + 1, "hilang"
        if row["previous"] != previous or row["hash"] != link(previous, row):
            return int(row["seq"]), "berubah"
        previous, seq = row["hash"], row["seq"]
    if (seq, previous) != head:
        return seq + 1, "ekor terpotong"
    return None
