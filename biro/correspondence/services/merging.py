"""Keeping senders: one row for one sender, whatever it was written as."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, literal, select, update

from biro import audit
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden, Stale
from biro.core.texts import _, _l
from biro.correspondence.models import Correspondent, CorrespondentMerge, CorrespondentMoved
from biro.correspondence.rules import name_key
from biro.correspondence.services.addressing import make_room, pointing, settle

CHANGED = declare("correspondent.changed", _l("memperbaiki pengirim"))
MERGED = declare("correspondent.merged", _l("menggabungkan pengirim"))
UNMERGED = declare("correspondent.unmerged", _l("membatalkan penggabungan pengirim"))


def change_sender(row: Correspondent, *, version: int | None, name: str, address: str, by: Any) -> None:
    """Correct a name or an address."""
    if not by.may(P.LETTER_REGISTER):
        raise Forbidden
    row.expect(version)
    key = name_key(name)
    if not key:
        raise DomainError(_("Tuliskan pengirimnya."), field="name")
    make_room({key} - {row.name_key}, by=by)
    taken = select(Correspondent.id).where(Correspondent.name_key == key, Correspondent.id != row.id)
    if db.session.scalar(taken) is not None:
        raise DomainError(_("Nama ini sudah dipakai pengirim lain. Gabungkan keduanya."), field="name")
    row.name, row.name_key, row.address = name, key, address
    db.session.flush()
    audit.record(CHANGED, row, by)


def merge_senders(
    target: Correspondent, others: Sequence[Correspondent], *, versions: Mapping[int, int], by: Any
) -> None:
    """Everything of the others becomes the target's: the same few statements however many letters; their names stay."""
    if not by.may(P.LETTER_REGISTER):
        raise Forbidden
    rows = [locked(row) for row in sorted({target, *others}, key=lambda row: row.id)]
    if len(rows) < 2:
        raise DomainError(_("Pilih paling sedikit dua pengirim."), code="few")
    if any(row.merged_into_id is not None or versions.get(row.id) != row.version for row in rows):
        raise Stale
    for row in rows:
        if row is not target:
            _move(row, target, by)
            row.merged_into = target
    db.session.flush()
    settle([target.id])
    audit.record(
        MERGED, target, by, names="; ".join(row.trail_label for row in rows if row is not target)[:500]
    )


def _move(source: Correspondent, target: Correspondent, by: Any) -> None:
    """What names the source names the target from now on, and is remembered."""
    merge = CorrespondentMerge(source=source, target=target, by_id=by.person_id)
    db.session.add(merge)
    db.session.flush()
    for column in pointing():
        moved = select(literal(merge.id), literal(str(column)), column.table.c.id).where(column == source.id)
        db.session.execute(insert(CorrespondentMoved).from_select(["merge_id", "place", "row_id"], moved))
        _execute(update(column.table).where(column == source.id).values({column.name: target.id}))


def unmerge(merge: CorrespondentMerge, *, by: Any) -> None:
    """Two senders again: what moved then goes back, but for what was since given to somebody else.

    What was written down in between, under either name, stays with the one that stayed.
    """
    if not by.may(P.LETTER_REGISTER):
        raise Forbidden
    source, target = sorted((merge.source, merge.target), key=lambda row: row.id)
    locked(source), locked(target)
    source, target = merge.source, merge.target
    _check_undoable(merge)
    for column in pointing():
        mine = CorrespondentMoved.merge_id == merge.id, CorrespondentMoved.place == str(column)
        moved = column.table.c.id.in_(select(CorrespondentMoved.row_id).where(*mine))
        _execute(update(column.table).where(column == target.id, moved).values({column.name: source.id}))
    _execute(delete(CorrespondentMoved).where(CorrespondentMoved.merge_id == merge.id))
    source.merged_into, merge.undone_at = None, clock.now()
    db.session.flush()
    settle([source.id, target.id])
    audit.record(UNMERGED, target, by, names=source.trail_label)


def _check_undoable(merge: CorrespondentMerge) -> None:
    if merge.undone_at is not None:
        raise DomainError(_("Penggabungan ini sudah dibatalkan."))
    if merge.target.merged_into is not None:
        raise DomainError(
            _(
                "“%(name)s” sudah digabungkan ke “%(other)s”. Batalkan dulu penggabungan itu.",
                name=merge.target.name,
                other=merge.target.merged_into.name,
            )
        )
    if merge.source.merged_into_id != merge.target_id:
        raise DomainError(_("Penggabungan ini tidak bisa dibatalkan lagi."))


def _execute(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


def the_one_that_stays(rows: Sequence[Correspondent], chosen: int | None) -> Correspondent:
    """The row whose name is kept."""
    for row in rows:
        if row.id == chosen:
            return row
    raise DomainError(_("Pilih nama yang dipertahankan."), code="stays")
