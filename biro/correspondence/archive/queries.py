"""Named reads of the archive. What a reader may not know of a letter does not leave the database.

Lists show nothing of a secret letter, nor the title of a file in which one lies: that is read on its own page."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from biro.accounts.models import Unit
from biro.core.db import among, begins, db
from biro.core.errors import Forbidden
from biro.correspondence import queries as letters
from biro.correspondence.archive.contents import LYING, is_secret, sealed
from biro.correspondence.archive.models import CaseFile, CaseFileState, CaseItem
from biro.correspondence.archive.scopes import kept_units, readable_units
from biro.correspondence.models import Classification, Letter
from biro.correspondence.outgoing.models import OutgoingLetter

LOOKUP_SIZE = 12
RECENT = 100  # letters of a sender that are asked where they went


def may_read(actor: Any) -> ColumnElement[bool]:
    """Files of the units whose letters they read or whose archive they keep."""
    return among(CaseFile.unit_id, readable_units(actor))


def visible_to(actor: Any) -> Select[CaseFile]:
    """The files this actor may know of."""
    return select(CaseFile).where(may_read(actor))


def rows(actor: Any) -> Select[Any]:
    """The columns of a list of files."""
    secret = is_secret()
    shown: tuple[Any, ...] = (
        CaseFile.id, CaseFile.year, CaseFile.number, CaseFile.opened_on, CaseFile.closed_on, CaseFile.state,
        CaseFile.cabinet, CaseFile.drawer, CaseFile.folder, CaseFile.fate, CaseFile.active_years,
        CaseFile.inactive_years, CaseFile.active_until, CaseFile.inactive_until, CaseFile.held_at,
    )  # fmt: skip
    holds = select(func.count(CaseItem.id)).where(CaseItem.case_file_id == CaseFile.id, LYING)
    return (
        select(
            *shown,
            secret.label("secret"),
            case((~secret, CaseFile.title)).label("title"),
            Classification.code.label("code"),
            Unit.code.label("unit"),
            holds.correlate(CaseFile).scalar_subquery().label("items"),
        )
        .join(Classification, CaseFile.classification_id == Classification.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .where(may_read(actor))
    )


def listed(
    actor: Any, *, text: str = "", unit_id: int | None = None, code: str = "", state: str = "",
    year: int | None = None, place: str = "",
) -> Select[Any]:  # fmt: skip
    """The rows that match; words of the title find nothing in a file whose title no list shows."""
    query, wanted = rows(actor), text.replace("\0", " ").strip()
    if wanted.isdecimal() and len(wanted) < 9:
        query = query.where(CaseFile.number == int(wanted))
    elif wanted:
        words = [
            func.lower(CaseFile.title).contains(word, autoescape=True) for word in wanted.lower().split()
        ]
        query = query.where(and_(*words), ~is_secret())
    if unit_id is not None:
        query = query.where(CaseFile.unit_id == unit_id)
    if code:
        query = query.where(begins(Classification.code, code))
    if state in set(CaseFileState):
        query = query.where(CaseFile.state == CaseFileState(state))
    if year is not None:
        query = query.where(CaseFile.year == year)
    if place:
        spots = (CaseFile.cabinet, CaseFile.drawer, CaseFile.folder)
        query = query.where(
            or_(*[func.lower(spot).contains(place.lower(), autoescape=True) for spot in spots])
        )
    return query


def case_file(file_id: int, actor: Any) -> CaseFile:
    """A file with what its page shows, or the same 404 as for one that does not exist."""
    shown = (CaseFile.unit, CaseFile.classification, CaseFile.held_by, CaseFile.opened_by)
    query = visible_to(actor).where(CaseFile.id == file_id).options(*[joinedload(a) for a in shown])
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Forbidden
    return found


def open_files(actor: Any) -> Select[Any]:
    """(id, label parts, title where a list may show it) of the running files that the actor keeps."""
    shown: tuple[Any, ...] = (
        CaseFile.id, CaseFile.number, CaseFile.year, Unit.code.label("unit"),
        case((~is_secret(), CaseFile.title)).label("title"),
        Classification.code.label("code"),
    )  # fmt: skip
    return (
        select(*shown)
        .join(Classification, CaseFile.classification_id == Classification.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .where(
            CaseFile.state == CaseFileState.OPEN, among(CaseFile.unit_id, kept_units(actor)), ~sealed(actor)
        )
    )


def find_open(text: str, actor: Any) -> list[Any]:
    """Running files by number, code or words of the title."""
    needle = text.replace("\0", " ").strip().lower()
    title = func.lower(CaseFile.title)
    ways = [
        begins(Classification.code, needle),
        and_(~is_secret(), *[title.contains(word, autoescape=True) for word in needle.split()]),
    ]
    first = needle.partition("/")[0]
    if first.isdecimal() and len(first) < 9:
        ways.append(CaseFile.number == int(first))
    query = open_files(actor).where(or_(*ways))
    order = (CaseFile.opened_on.desc(), CaseFile.id.desc())
    return list(db.session.execute(query.order_by(*order).limit(LOOKUP_SIZE)))


def suggested(letter: Letter, actor: Any, most: int = 4) -> list[Any]:
    """Where the last letters of this sender went, then the running files of this classification."""
    recent = (
        select(Letter.id)
        .where(Letter.sender_id == letter.sender_id, Letter.id != letter.id)
        .order_by(Letter.id.desc())
        .limit(RECENT)
    )
    last = (
        select(CaseItem.case_file_id, func.max(CaseItem.id).label("at"))
        .where(CaseItem.letter_id.in_(select(recent.subquery().c.id)), LYING)
        .group_by(CaseItem.case_file_id)
        .subquery()
    )
    used = open_files(actor).join(last, last.c.case_file_id == CaseFile.id).order_by(last.c.at.desc())
    found = {row.id: row for row in db.session.execute(used.limit(most))}
    same = _alike(letter, actor, most)
    matching = [row.id for row in same]
    ordered = sorted(found.values(), key=lambda row: row.id not in matching)
    return _once((*ordered, *same), most)


def answered(letter: OutgoingLetter, actor: Any) -> list[Any]:
    """The running files in which the letter lies that this one answers, for those who may know of that letter."""
    if letter.reply_to_id is None or not letters.is_visible(letter.reply_to_id, actor):
        return []
    inside = select(CaseItem.case_file_id).where(CaseItem.letter_id == letter.reply_to_id, LYING)
    query = open_files(actor).where(CaseFile.id.in_(inside)).order_by(CaseFile.id)
    return list(db.session.execute(query.limit(LOOKUP_SIZE)))


def suggested_beside(letter: OutgoingLetter, actor: Any, most: int = 4) -> list[Any]:
    """Where the letter lies that this one answers, then the running files of its classification."""
    return _once((*answered(letter, actor), *_alike(letter, actor, most)), most)


def _alike(letter: Letter | OutgoingLetter, actor: Any, most: int) -> list[Any]:
    """Running files of the same classification, those of the letter's unit first."""
    if letter.classification_id is None:
        return []
    query = (
        open_files(actor)
        .where(CaseFile.classification_id == letter.classification_id)
        .order_by((CaseFile.unit_id == letter.unit_id).desc(), CaseFile.opened_on.desc(), CaseFile.id.desc())
    )
    return list(db.session.execute(query.limit(most)))


def _once(found: tuple[Any, ...], most: int) -> list[Any]:
    return list({row.id: row for row in found}.values())[:most]
