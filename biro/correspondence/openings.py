"""Named reads of requests to open secret letters."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from biro.accounts.models import Unit
from biro.accounts.permissions import P
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.correspondence import queries
from biro.correspondence.models import Letter, Register, RegisterKind, SecretOpening


def visible_to(actor: Any) -> Select[Any]:
    """One's own requests, those one may decide, and those about letters that one may read."""
    return (
        select(SecretOpening)
        .join(SecretOpening.letter)
        .options(
            contains_eager(SecretOpening.letter),
            joinedload(SecretOpening.asked_by),
            joinedload(SecretOpening.decided_by),
        )
        .where(
            (SecretOpening.asked_by_id == actor.person_id)
            | Letter.unit_id.in_(actor.units_for(P.OPENING_GRANT))
            | queries.may_see(actor)
        )
    )


def opening(opening_id: int, actor: Any) -> SecretOpening:
    """A request, or the same 404 as for one that does not exist."""
    found = db.session.scalars(visible_to(actor).where(SecretOpening.id == opening_id)).one_or_none()
    if found is None:
        raise Forbidden
    return found


def books() -> list[Any]:
    """(id, label) of all agenda books: who asks may stand outside every unit that keeps one."""
    query = select(Register.id, (Register.name + " · " + Unit.name).label("label")).join(Register.unit)
    return list(
        db.session.execute(
            query.where(Register.active, Register.kind == RegisterKind.INCOMING).order_by(Register.id)
        )
    )
