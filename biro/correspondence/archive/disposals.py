"""Named reads of disposal: what is due, what is proposed. The calendar proposes nothing by itself."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, select
from sqlalchemy.orm import joinedload

from biro.accounts.models import Unit
from biro.core.db import among, db
from biro.core.errors import Forbidden
from biro.correspondence.archive import queries
from biro.correspondence.archive.models import CaseFile, CaseFileState, Disposal, DisposalFile, DisposalState
from biro.correspondence.archive.rules import Fate, Kind
from biro.correspondence.archive.scopes import kept_units, readable_units
from biro.files.queries import attachment_counts

FATES = {Kind.DESTRUCTION: (Fate.DESTROY, Fate.ASSESS), Kind.HANDOVER: (Fate.KEEP, Fate.ASSESS)}
IN_BATCH: ColumnElement[bool] = (
    exists().where(DisposalFile.case_file_id == CaseFile.id, DisposalFile.running).correlate(CaseFile)
)


def ends_on(kind: Kind) -> Any:
    """The last day of the retention that this kind waits for."""
    return CaseFile.active_until if kind is Kind.TRANSFER else CaseFile.inactive_until


def is_due(kind: Kind, today: date) -> ColumnElement[bool]:
    """Whether a file's retention is over so far that it may leave this way."""
    if kind is Kind.TRANSFER:
        return and_(CaseFile.state == CaseFileState.CLOSED, CaseFile.active_until < today)
    return and_(
        CaseFile.state == CaseFileState.INACTIVE,
        CaseFile.inactive_until < today,
        CaseFile.fate.in_(FATES[kind]),
    )


def due(
    actor: Any, kind: Kind, today: date, *, year: int | None = None, unit_id: int | None = None, fate: str = ""
) -> Select[Any]:  # fmt: skip
    """The files that are due and in no running proposal, held ones included."""
    query = queries.rows(actor).where(is_due(kind, today), ~IN_BATCH)
    if year is not None:
        query = query.where(ends_on(kind).between(date(year, 1, 1), date(year, 12, 31)))
    if unit_id is not None:
        query = query.where(CaseFile.unit_id == unit_id)
    if fate in set(Fate):
        query = query.where(CaseFile.fate == Fate(fate))
    return query


def counts(actor: Any, today: date) -> dict[Kind, int]:
    """How many are due for each kind."""
    found = {}
    for kind in Kind:
        query = select(func.count(CaseFile.id)).where(queries.may_read(actor), is_due(kind, today), ~IN_BATCH)
        found[kind] = db.session.scalar(query) or 0
    return found


def years_due(actor: Any, kind: Kind, today: date) -> list[int]:
    """The years in which the retention of what is due ended."""
    year = extract("year", ends_on(kind))
    query = (
        select(year).where(queries.may_read(actor), is_due(kind, today), ~IN_BATCH).distinct().order_by(year)
    )
    return [int(found) for found in db.session.scalars(query)]


def may_read(actor: Any) -> ColumnElement[bool]:
    """Proposals of bureaus whose letters they read or whose archive they keep."""
    return among(Disposal.unit_id, readable_units(actor))


def listed(actor: Any, *, kind: str = "", state: str = "") -> Select[Any]:
    """The proposals that one may know of."""
    holds = select(func.count(DisposalFile.id)).where(
        DisposalFile.disposal_id == Disposal.id, ~DisposalFile.taken_out
    )
    columns: tuple[Any, ...] = (
        Disposal.id, Disposal.number, Disposal.year, Disposal.kind, Disposal.state, Disposal.made_at,
        Disposal.report_number, Disposal.report_on, Unit.code.label("unit"),
        holds.correlate(Disposal).scalar_subquery().label("files"),
    )  # fmt: skip
    query = select(*columns).join(Unit, Disposal.unit_id == Unit.id).where(may_read(actor))
    if kind in set(Kind):
        query = query.where(Disposal.kind == Kind(kind))
    if state in set(DisposalState):
        query = query.where(Disposal.state == DisposalState(state))
    return query


def disposal(batch_id: int, actor: Any) -> Disposal:
    """A proposal, or the same 404 as for one that does not exist."""
    whole = [joinedload(a) for a in (Disposal.unit, Disposal.author, Disposal.decided_by)]
    query = select(Disposal).where(may_read(actor), Disposal.id == batch_id).options(*whole)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Forbidden
    return found


def is_visible(batch_id: int, actor: Any) -> bool:
    """Whether the actor may know of this proposal (attachments ask)."""
    return db.session.scalar(select(Disposal.id).where(may_read(actor), Disposal.id == batch_id)) is not None


def signed(batch_ids: list[int]) -> set[int]:
    """Which of these proposals have their signed official report on file."""
    owners = {f"disposal_report:{batch_id}": batch_id for batch_id in batch_ids}
    return {owners[owner] for owner in attachment_counts(list(owners))}


def named_in(batch_id: int) -> ColumnElement[bool]:
    """Whether a file is in this proposal."""
    inside = exists().where(
        DisposalFile.case_file_id == CaseFile.id,
        DisposalFile.disposal_id == batch_id,
        ~DisposalFile.taken_out,
    )
    return inside.correlate(CaseFile)


def rows(batch: Disposal, actor: Any) -> Select[Any]:
    """The files of a proposal as a list shows them; those of every unit that the reader may know of."""
    return queries.rows(actor).where(named_in(batch.id))


def files(batch: Disposal) -> list[CaseFile]:
    """The files of a proposal, by number."""
    query = (
        select(CaseFile)
        .where(named_in(batch.id))
        .options(joinedload(CaseFile.unit), joinedload(CaseFile.classification))
        .order_by(CaseFile.unit_id, CaseFile.year, CaseFile.number)
    )
    return list(db.session.scalars(query))


def running_with(file_id: int) -> Disposal | None:
    """The running proposal that names a file."""
    query = (
        select(Disposal)
        .join(DisposalFile, DisposalFile.disposal_id == Disposal.id)
        .where(DisposalFile.case_file_id == file_id, DisposalFile.running)
    )
    return db.session.scalars(query).one_or_none()


def of_file(file_id: int) -> list[Disposal]:
    """Every proposal in which a file is or was named and not taken out, newest first."""
    query = (
        select(Disposal)
        .join(DisposalFile, DisposalFile.disposal_id == Disposal.id)
        .where(DisposalFile.case_file_id == file_id, ~DisposalFile.taken_out)
        .options(joinedload(Disposal.unit))
        .order_by(Disposal.id.desc())
    )
    return list(db.session.scalars(query))


def drafts(actor: Any, kind: Kind) -> list[Disposal]:
    """Proposals that still take files in."""
    query = select(Disposal).where(
        among(Disposal.unit_id, kept_units(actor)),
        Disposal.kind == kind,
        Disposal.state == DisposalState.DRAFT,
    )
    return list(
        db.session.scalars(query.options(joinedload(Disposal.unit)).order_by(Disposal.id.desc()).limit(12))
    )
