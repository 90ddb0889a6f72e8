"""Named reads of the classification tree: by its branches, by words, and every version of a code."""

import re
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from biro.core import clock
from biro.core.db import begins, db
from biro.core.errors import Forbidden
from biro.correspondence.archive.importing import Terms
from biro.correspondence.models import Classification

SEARCH_SIZE = 100
_DIGITS = re.compile(r"\d+")


def branch(above: str) -> list[Classification]:
    """The codes right below this one (the ten subjects below nothing), each in one version, in the order of people."""
    code = Classification.code
    dots = func.length(code) - func.length(func.replace(code, ".", ""))
    depth = above.count(".") + 1 if above else 0
    below = begins(code, f"{above}.") if above else code != ""
    found = db.session.scalars(select(Classification).where(below, dots == depth, _shown()))
    return sorted(found, key=lambda row: _natural(row.code))


def search(text: str) -> list[Classification]:
    """By code or by all words of the name, whether in use or not."""
    needle = text.replace("\0", " ").strip().lower()
    words = [func.lower(Classification.name).contains(w, autoescape=True) for w in needle.split()]
    by_code = func.lower(Classification.code).startswith(needle, autoescape=True)
    query = select(Classification).where(or_(by_code, and_(*words)), _shown())
    order = (by_code.desc(), func.length(Classification.code), Classification.code)
    return list(db.session.scalars(query.order_by(*order).limit(SEARCH_SIZE)))


def path(code: str) -> list[Classification]:
    """The codes above this one, the highest first."""
    parts = code.split(".")
    above = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    found = db.session.scalars(select(Classification).where(Classification.code.in_(above), _shown()))
    return sorted(found, key=lambda row: len(row.code))


def row(class_id: int) -> Classification:
    """A version of a code."""
    found = db.session.get(Classification, class_id)
    if found is None:
        raise Forbidden
    return found


def versions(code: str) -> list[Classification]:
    """Every version of a code, newest first."""
    query = (
        select(Classification).where(Classification.code == code).order_by(Classification.valid_from.desc())
    )
    return list(db.session.scalars(query))


def version_on(each: Classification, day: date) -> Classification:
    """The version of its code that holds on a day; the row itself when none does (older papers, older codes)."""
    query = select(Classification).where(Classification.code == each.code, Classification.in_force(day))
    return db.session.scalars(query).one_or_none() or each


def in_force() -> dict[str, Terms]:
    """What each code says today, or will say when it begins to hold."""
    found = db.session.scalars(select(Classification).where(_shown()))
    return {each.code: terms_of(each) for each in found}


def latest() -> dict[str, date]:
    """The day from which the last version of each code holds."""
    query = select(Classification.code, func.max(Classification.valid_from)).group_by(Classification.code)
    return {each[0]: each[1] for each in db.session.execute(query)}


def terms_of(each: Classification) -> Terms:
    """What a version says."""
    return Terms(
        each.name, each.active_years, each.active_from, each.inactive_years, each.fate, each.note
    )  # fmt: skip


def _shown() -> ColumnElement[bool]:
    """Today's version, or the first one of a code that does not hold yet."""
    today = clock.today()
    first = select(func.min(Classification.valid_from).label("day"), Classification.code).group_by(
        Classification.code
    )
    waiting = first.having(func.min(Classification.valid_from) > today).subquery()
    still = select(waiting.c.code).where(
        waiting.c.code == Classification.code, waiting.c.day == Classification.valid_from
    )
    return or_(Classification.in_force(today), still.correlate(Classification).exists())


def _natural(code: str) -> list[Any]:
    """000.1.9 before 000.1.10."""
    return [(0, int(p), "") if _DIGITS.fullmatch(p) else (1, 0, p) for p in re.split(r"[.\-/]", code)]
