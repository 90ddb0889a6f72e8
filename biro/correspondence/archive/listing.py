"""The rows of the archive's lists, read in their order. What a secret letter says does not leave the database."""

from typing import Any

from sqlalchemy import Select, and_, case, func, select

from biro.accounts.models import Unit
from biro.correspondence.archive import contents
from biro.correspondence.archive.contents import DESCRIBED, LYING, with_letters
from biro.correspondence.archive.lists import ArchiveList
from biro.correspondence.archive.models import CaseFile, CaseItem
from biro.correspondence.models import SECRET, Classification, Letter
from biro.correspondence.outgoing.models import OutgoingLetter


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
    query = (
        select(
            *_about_file(), CaseItem.number.label("item"), CaseItem.form, CaseItem.amount, CaseItem.note,
            contents.secret_item().label("item_secret"), (~DESCRIBED).label("is_letter"),
            contents.told(actor, "item_title", CaseItem.title, Letter.subject, OutgoingLetter.subject),
            contents.told(actor, "reference", CaseItem.reference, Letter.number, OutgoingLetter.number),
            contents.told(actor, "day", CaseItem.day, Letter.letter_date, OutgoingLetter.signed_on),
        )
        .join(Classification, CaseFile.classification_id == Classification.id)
        .join(Unit, CaseFile.unit_id == Unit.id)
        .outerjoin(CaseItem, and_(CaseItem.case_file_id == CaseFile.id, LYING))
    )  # fmt: skip
    return with_letters(query).order_by(Unit.path, CaseFile.year, CaseFile.number, CaseItem.number)


def _about_file() -> tuple[Any, ...]:
    """Of the file itself: its period is that of the papers in it that are not secret."""
    day = func.coalesce(CaseItem.day, Letter.letter_date, OutgoingLetter.signed_on)
    degree = func.coalesce(Letter.security, OutgoingLetter.security, "B")
    own = with_letters(select(func.min(day)).select_from(CaseItem)).where(
        CaseItem.case_file_id == CaseFile.id, LYING, degree.not_in(SECRET)
    )
    last = own.with_only_columns(func.max(day))
    holds = select(func.count(CaseItem.id)).where(CaseItem.case_file_id == CaseFile.id, LYING)
    return (
        CaseFile.number, CaseFile.year, Unit.code.label("unit"), Classification.code.label("code"),
        contents.is_secret().label("secret"), case((~contents.is_secret(), CaseFile.title)).label("title"),
        own.correlate(CaseFile).scalar_subquery().label("first"),
        last.correlate(CaseFile).scalar_subquery().label("last"), CaseFile.opened_on, CaseFile.closed_on,
        holds.correlate(CaseFile).scalar_subquery().label("items"), CaseFile.cabinet, CaseFile.drawer,
        CaseFile.folder, CaseFile.active_years, CaseFile.inactive_years, CaseFile.inactive_until, CaseFile.fate,
        CaseFile.held_at,
    )  # fmt: skip
