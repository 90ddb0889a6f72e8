"""Letters that nobody has passed on yet, and what was passed on to me."""

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Select, or_, select

from biro.accounts.actors import Actor
from biro.accounts.models import Person
from biro.accounts.permissions import P, may_role
from biro.core import clock
from biro.core.db import db
from biro.core.pages import url_or_none
from biro.core.texts import _, tanggal_pendek
from biro.correspondence import queries
from biro.correspondence.models import (
    SECRET,
    Disposition,
    DispositionRecipient,
    Letter,
    LetterState,
    RecipientRole,
    RecipientState,
    Urgency,
)
from biro.correspondence.models.dispositions import OPEN
from biro.desk.sections.shape import SHOWN, Item, Section, cut

ORDER = (Urgency.IMMEDIATE, Urgency.URGENT)


def to_dispose(actor: Actor) -> Section | None:
    """Letters to the units whose head one is, the urgent first, then the oldest."""
    if not actor.may(P.LETTER_DISPOSE):
        return None
    headed = [grant.unit_id for grant in actor.grants if may_role(grant.role, P.LETTER_DISPOSE)]
    query = (
        queries.rows(actor)
        .where(Letter.state == LetterState.RECEIVED, Letter.unit_id.in_(headed))
        .order_by(*[(Letter.urgency == u).desc() for u in ORDER], Letter.received_on, Letter.id)
    )
    rows, is_more = cut(db.session.execute(query.limit(SHOWN + 1)).all())
    return Section(
        key="surat",
        title=_("Surat yang belum didisposisi"),
        icon="envelope",
        items=[_letter(row) for row in rows],
        calm=_("Semua surat sudah didisposisi."),
        more_url=url_for("correspondence.index", state=LetterState.RECEIVED.value),
        is_more=is_more,
    )


def _letter(row: Any) -> Item:
    return Item(
        title=queries.title(row),
        url=url_or_none("correspondence.dispose", letter_id=row.id)
        or url_for("correspondence.show", letter_id=row.id),
        when=tanggal_pendek(row.received_on),
        detail=_from(row),
        badge=_worth_saying(row.security, row.urgency),
    )


def _from(row: Any) -> str:
    number = f"{row.agenda}/{row.year}"
    if row.sender is None:
        return _("Agenda %(number)s", number=number)
    return _("Agenda %(number)s · %(sender)s", number=number, sender=row.sender)


def _worth_saying(security: Any, urgency: Any) -> tuple[str, str] | None:
    if security in SECRET:
        return str(security.label), security.tone
    return (str(urgency.label), urgency.tone) if urgency is not Urgency.NORMAL else None


def for_me(actor: Actor) -> Section:
    """Dispositions that wait for the desk's owner, the nearest deadline first; copies only until read."""
    rows, is_more = cut(db.session.execute(_mine(actor).limit(SHOWN + 1)).all())
    today = clock.today()
    return Section(
        key="disposisi",
        title=_("Disposisi untuk saya"),
        icon="inbox",
        items=[_disposition(row, today) for row in rows],
        calm=_("Tidak ada disposisi yang menunggu."),
        more_url=url_for("correspondence.dispositions"),
        is_more=is_more,
    )


def _mine(actor: Actor) -> Select[Any]:
    line = DispositionRecipient
    columns: list[Any] = [
        Letter.id, queries.masked(Letter.subject), Letter.security, Letter.urgency, Letter.year, Letter.agenda,
        Person.name.label("giver"), line.due_on, line.role,
    ]  # fmt: skip
    query = (
        select(*columns)
        .join(Disposition, line.disposition_id == Disposition.id)
        .join(Letter, Disposition.letter_id == Letter.id)
        .join(Person, Disposition.giver_id == Person.id)
        .where(line.person_id == actor.effective_id, line.state.in_(OPEN))
        .where(or_(line.role != RecipientRole.COPY, line.state == RecipientState.NEW))
    )
    if actor.effective_id not in actor.secret_ids:
        query = query.where(Letter.security.not_in(SECRET))
    return query.order_by(line.due_on.is_(None), line.due_on, Disposition.given_at, line.id)


def _disposition(row: Any, today: date) -> Item:
    late = row.due_on is not None and row.due_on < today
    return Item(
        title=queries.title(row),
        url=url_for("correspondence.show", letter_id=row.id),
        when=_("Tenggat %(day)s", day=tanggal_pendek(row.due_on)) if row.due_on else "",
        detail=_("dari %(name)s", name=row.giver),
        badge=(_("Terlambat"), "danger") if late else _worth_saying(row.security, row.urgency),
    )
