"""The rows of the archive's lists, read in their order. What a secret letter says does not leave the database."""

from typing import Any

from sqlalchemy import Select, and_, case, func, select

from biro.accounts.models import Unit
from biro.core.db import among
from biro.correspondence import queries as letters
from biro.correspondence.archive import queries
from biro.correspondence.archive.lists import ArchiveList
from biro.correspondence.archive.models import CaseFile, CaseItem
from biro.correspondence.archive.queries import LYING
from biro.correspondence.models import SECRET, Classification, Letter


def lines(wanted: ArchiveList, actor: Any) -> Select[Any]:
    """The rows of a list in its order. What a secret letter says does not leave the database."""
    query = _item_lines(actor) if wanted.by_item else _file_lines()
    return query.where(*wanted.chosen)


def _file_lines() -> Select[Any]:
    own = (CaseItem.case_file_id == CaseFile.id, LYING)
    forms = select(func.min(CaseItem.form)).where(*own), select(func.max(CaseItem.form)).where(*own)
    return (
        select(
            *_about_file(),
            forms[0].correlate(CaseFile).scalar_subquery().label("form"),
            forms[1].correlate(CaseFile).scalar_subquery().label("other_form"),
        )
        .join(Classification, CaseFile.classification_id == Classification.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .order_by(Unit.path, CaseFile.year, CaseFile.number)
    )


def _item_lines(actor: Any) -> Select[Any]:
    secret = among(Letter.security, SECRET)
    open_letter = and_(CaseItem.letter_id.is_not(None), ~secret, letters.may_see(actor))
    described = CaseItem.letter_id.is_(None)
    return (
        select(
            *_about_file(), CaseItem.number.label("item"), CaseItem.form, CaseItem.amount, CaseItem.note,
            secret.label("item_secret"), CaseItem.letter_id,
            case((described, CaseItem.title), (open_letter, Letter.subject)).label("item_title"),
            case((described, CaseItem.reference), (open_letter, Letter.number)).label("reference"),
            case((described, CaseItem.day), (open_letter, Letter.letter_date)).label("day"),
        )
        .join(Classification, CaseFile.classification_id == Classification.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .outerjoin(CaseItem, and_(CaseItem.case_file_id == CaseFile.id, LYING))
        .outerjoin(Letter, CaseItem.letter_id == Letter.id)
        .order_by(Unit.path, CaseFile.year, CaseFile.number, CaseItem.number)
    )  # fmt: skip


def _about_file() -> tuple[Any, ...]:
    """Of the file itself: its period is that of the papers in it that are not secret."""
    own = (
        select(func.min(func.coalesce(CaseItem.day, Letter.letter_date)),)
        .select_from(CaseItem)
        .outerjoin(Letter, CaseItem.letter_id == Letter.id)
        .where(CaseItem.case_file_id == CaseFile.id, LYING, func.coalesce(Letter.security, "B").not_in(SECRET))
    )  # fmt: skip
    last = own.with_only_columns(func.max(func.coalesce(CaseItem.day, Letter.letter_date)))
    holds = select(func.count(CaseItem.id)).where(CaseItem.case_file_id == CaseFile.id, LYING)
    return (
        CaseFile.number, CaseFile.year, Unit.code.label("unit"), Classification.code.label("code"),
        queries.is_secret().label("secret"), case((~queries.is_secret(), CaseFile.title)).label("title"),
        own.correlate(CaseFile).scalar_subquery().label("first"),
        last.correlate(CaseFile).scalar_subquery().label("last"), CaseFile.opened_on, CaseFile.closed_on,
        holds.correlate(CaseFile).scalar_subquery().label("items"), CaseFile.cabinet, CaseFile.drawer,
        CaseFile.folder, CaseFile.active_years, CaseFile.inactive_years, CaseFile.inactive_until, CaseFile.fate,
        CaseFile.held_at,
    )  # fmt: skip
