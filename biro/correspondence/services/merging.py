"""Keeping senders: one row for one sender, whatever it was written as."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, select, update

from biro import audit
from biro.accounts.permissions import P
from biro.core.acts import declare
from biro.core.db import Base, db, locked
from biro.core.errors import DomainError, Forbidden, Stale
from biro.core.texts import _, _l
from biro.correspondence.models import Correspondent
from biro.correspondence.rules import name_key

CHANGED = declare("correspondent.changed", _l("memperbaiki pengirim"))
MERGED = declare("correspondent.merged", _l("menggabungkan pengirim"))


def change_sender(row: Correspondent, *, version: int | None, name: str, address: str, by: Any) -> None:
    """Correct a name or an address."""
    if not by.may(P.LETTER_REGISTER):
        raise Forbidden
    row.expect(version)
    key = name_key(name)
    if not key:
        raise DomainError(_("Tuliskan pengirimnya."), field="name")
    taken = select(Correspondent.id).where(Correspondent.name_key == key, Correspondent.id != row.id)
    if db.session.scalar(taken) is not None:
        raise DomainError(_("Nama ini sudah dipakai pengirim lain. Gabungkan keduanya."), field="name")
    row.name, row.name_key, row.address = name, key, address
    db.session.flush()
    audit.record(CHANGED, row, by)


def merge_senders(
    target: Correspondent, others: Sequence[Correspondent], *, versions: Mapping[int, int], by: Any
) -> None:
    """Everything of the others becomes the target's: one statement, however many letters; their names stay."""
    if not by.may(P.LETTER_REGISTER):
        raise Forbidden
    rows = [locked(row) for row in sorted({target, *others}, key=lambda row: row.id)]
    if len(rows) < 2:
        raise DomainError(_("Pilih paling sedikit dua pengirim."), code="few")
    if any(row.merged_into_id is not None or versions.get(row.id) != row.version for row in rows):
        raise Stale
    ids = [row.id for row in rows if row is not target]
    for column in _pointing():
        move = update(column.table).where(column.in_(ids)).values({column.name: target.id})
        db.session.execute(move.execution_options(synchronize_session=False))
    for row in rows:
        if row is not target:
            row.merged_into = target
    db.session.flush()
    audit.record(MERGED, target, by, names="; ".join(row.name for row in rows if row is not target)[:500])


def the_one_that_stays(rows: Sequence[Correspondent], chosen: int | None) -> Correspondent:
    """The row whose name is kept."""
    for row in rows:
        if row.id == chosen:
            return row
    raise DomainError(_("Pilih nama yang dipertahankan."), code="stays")


def _pointing() -> list[Column[Any]]:
    """Every column that names a sender, in whichever room it stands; also the aliases of the merged ones."""
    key = cast(Any, Correspondent.__table__).c.id
    return [
        c
        for table in Base.metadata.tables.values()
        for c in table.c
        if any(f.column is key for f in c.foreign_keys)
    ]
