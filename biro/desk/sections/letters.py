"""Letters that nobody has passed on yet, what was passed on to me, and what I wait for."""

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Select, or_, select

from biro.accounts.actors import Actor
from biro.accounts.models import Person
from biro.accounts.permissions import P
from biro.core import clock
from biro.core.db import db
from biro.core.texts import _, tanggal_pendek
from biro.correspondence import chains, queries, waiting
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
from biro.desk.sections.shape import SHOWN, Button, Item, Section, cut


def to_dispose(actor: Actor) -> Section | None:
    """Letters to the units whose head one is, the urgent first, then the oldest; each a key from done."""
    if not actor.may(P.LETTER_DISPOSE):
        return None
    query = waiting.waiting(actor).limit(SHOWN + 1)
    rows, is_more = cut(db.session.execute(query).all())
    return Section(
        key="surat",
        title=_("Surat yang belum didisposisi"),
        icon="envelope",
        items=[_letter(row, number) for number, row in enumerate(rows, 1)],
        calm=_("Semua surat sudah didisposisi."),
        more_url=url_for("correspondence.waiting_letters"),
        is_more=is_more,
    )


def _letter(row: Any, number: int) -> Item:
    away = url_for("correspondence.file", letter_id=row.id, kembali=url_for("desk.today"))
    return Item(
        title=queries.title(row),
        url=url_for("correspondence.dispose", letter_id=row.id, ke=number),
        when=tanggal_pendek(row.received_on),
        detail=_from(row),
        badge=_worth_saying(row.security, row.urgency),
        acts=(Button(_("Tanpa disposisi"), away, press="x", version=row.version),),
        press="d",
    )


def with_head(actor: Actor) -> Section | None:
    """For whoever keeps the book: what the heads have not disposed of yet, the longest waiting first."""
    if not actor.may(P.LETTER_REGISTER):
        return None
    books = [book.id for book in queries.registers(actor) if actor.may(P.LETTER_REGISTER, book.unit_id)]
    query = (
        queries.rows(actor)
        .where(
            Letter.unit_id.in_(actor.house_units(P.LETTER_REGISTER)),
            Letter.state == LetterState.RECEIVED,
            Letter.register_id.in_(books),
        )
        .order_by(Letter.received_on, Letter.id)
    )
    rows, is_more = cut(db.session.execute(query.limit(SHOWN + 1)).all())
    return Section(
        key="menunggu-pimpinan",
        title=_("Menunggu disposisi pimpinan"),
        icon="hourglass-split",
        items=[_with_head(row) for row in rows],
        calm=_("Pimpinan sudah mendisposisi semua surat."),
        more_url=url_for("correspondence.index", state=LetterState.RECEIVED.value),
        is_more=is_more,
        waits=False,
    )


def _with_head(row: Any) -> Item:
    return Item(
        title=queries.title(row),
        url=url_for("correspondence.show", letter_id=row.id),
        when=_("sejak %(day)s", day=tanggal_pendek(row.received_on)),
        detail=_from(row),
        badge=_worth_saying(row.security, row.urgency),
    )


def awaited(actor: Actor) -> Section | None:
    """What the desk's owner passed on and nobody has finished yet, the nearest deadline first."""
    if not actor.may(P.LETTER_DISPOSE):
        return None
    line = DispositionRecipient
    query = chains.given(actor, waiting=True).order_by(line.due_on.is_(None), line.due_on, line.id)
    rows, is_more = cut(db.session.execute(query.limit(SHOWN + 1)).all())
    today = clock.today()
    return Section(
        key="ditunggu",
        title=_("Disposisi saya yang belum selesai"),
        icon="hourglass",
        items=[_awaited(row, today) for row in rows],
        calm=_("Semua disposisi Anda sudah selesai."),
        more_url=url_for("correspondence.dispositions", tampilan="ditunggu"),
        is_more=is_more,
        waits=False,
    )


def _awaited(row: Any, today: date) -> Item:
    late = row.due_on is not None and row.due_on < today
    return Item(
        title=queries.title(row),
        url=url_for("correspondence.disposition", disposition_id=row.disposition_id),
        when=_("Tenggat %(day)s", day=tanggal_pendek(row.due_on)) if row.due_on else "",
        detail=_("pada %(name)s", name=row.person),
        badge=(_("Terlambat"), "danger") if late else (str(row.state.label), row.state.tone),
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
        line.disposition_id, line.state, line.due_on, line.role, Person.name.label("giver"),
        queries.masked(Letter.subject), Letter.security, Letter.urgency, Letter.year, Letter.agenda,
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
        url=url_for("correspondence.disposition", disposition_id=row.disposition_id),
        when=_("Tenggat %(day)s", day=tanggal_pendek(row.due_on)) if row.due_on else "",
        detail=_("dari %(name)s", name=row.giver),
        badge=(_("Terlambat"), "danger")
        if late
        else _unread(row) or _worth_saying(row.security, row.urgency),
    )


def _unread(row: Any) -> tuple[str, str] | None:
    new = row.state is RecipientState.NEW
    return (str(row.state.label), row.state.tone) if new else None
