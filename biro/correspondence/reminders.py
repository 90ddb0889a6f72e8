"""What people are told about a disposition, and when they are reminded of its deadline."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from biro.core import clock, workdays
from biro.core.db import db
from biro.core.texts import _, _l
from biro.correspondence.models import Disposition, DispositionRecipient, Urgency
from biro.reminders import queries, rules
from biro.reminders.kinds import declare
from biro.reminders.models import Outbox
from biro.reminders.rules import Wanted

NEW = declare(
    "disposition.new",
    label=_l("Disposisi baru"),
    subject=_l("Disposisi dari %(giver)s: %(title)s"),
    body=_l("Batas waktu: %(due_on)s."),
    gathered=True,
)
DUE = declare(
    "disposition.due",
    label=_l("Disposisi jatuh tempo"),
    subject=_l("Jatuh tempo %(due_on)s: %(title)s"),
    body=_l("Disposisi dari %(giver)s menunggu jawaban Anda."),
    gathered=True,
)
OVERDUE = declare(
    "disposition.overdue",
    label=_l("Disposisi lewat batas"),
    subject=_l("%(name)s belum menyelesaikan disposisi Anda: %(title)s"),
    body=_l("Batas waktunya %(due_on)s. Tanyakan, tarik, atau beri batas baru."),
    gathered=True,
)
FINISHED = declare(
    "disposition.finished",
    label=_l("Disposisi selesai"),
    subject=_l("%(name)s menyelesaikan disposisi: %(title)s"),
    gathered=True,
)
RETURNED = declare(
    "disposition.returned",
    label=_l("Disposisi dikembalikan"),
    subject=_l("%(name)s mengembalikan disposisi: %(title)s"),
)
COPIED = declare(
    "disposition.copied",
    label=_l("Disposisi kertas dicatat"),
    subject=_l("%(name)s mencatat disposisi kertas Anda: %(title)s"),
    body=_l("Tertanggal %(given_on)s. Bila bukan dari Anda, sanggah di halamannya dalam tujuh hari."),
)
CONTESTED = declare(
    "disposition.contested",
    label=_l("Disposisi disanggah"),
    subject=_l("%(name)s menyanggah disposisi yang dicatat atas namanya: %(title)s"),
    body=_l("Yang belum dibaca sudah ditarik. Yang sudah dibaca: tanyakan dulu kepada pemberinya."),
)


OPENING_ASKED = declare(
    "opening.asked",
    label=_l("Permintaan membuka surat rahasia"),
    subject=_l("%(name)s meminta dibukakan: %(title)s"),
    body=_l("Alasannya ada di halaman permintaan."),
)
OPENING_GRANTED = declare(
    "opening.granted",
    label=_l("Surat rahasia dibuka"),
    subject=_l("%(title)s dibuka untuk %(name)s oleh %(second)s"),
    body=_l("Sampai %(until_at)s."),
)
OPENING_REFUSED = declare(
    "opening.refused",
    label=_l("Permintaan membuka surat rahasia ditolak"),
    subject=_l("%(second)s menolak membuka untuk %(name)s: %(title)s"),
)


LATE_LIVES = timedelta(days=3)
"""Somebody away over the weekend still wants to know on Monday."""


def params_of(line: DispositionRecipient) -> dict[str, str | int]:
    """What the words above are filled with; of a secret letter no subject."""
    given: dict[str, str | int] = {
        "title": line.letter.neutral_title,
        "giver": line.disposition.giver.name,
        "name": line.person.name,
        "zone": line.letter.unit.zone,
    }
    if line.letter.urgency is Urgency.IMMEDIATE:
        given["urgent"] = 1  # the same day: not a matter for tomorrow's digest
    return given | ({"due_on": line.due_on.isoformat()} if line.due_on else {})


def wanted(disposition: Disposition) -> list[Wanted]:
    """For everyone who still has to answer, at every offset that the office has set; after the day for the giver."""
    lines = [line for line in disposition.recipients if line.is_open and line.due_on is not None]
    if not lines:
        return []
    zone, known = disposition.letter.unit.zone, queries.rules_for("disposition")
    off = workdays.days_off(min(line.due_on for line in lines if line.due_on))
    return [
        _wanted(line, rule.kind, at)
        for rule in known
        for line in lines
        for at in rules.moments(rule, line.due_on or clock.today(zone), zone, off)
    ]


def _wanted(line: DispositionRecipient, kind: str, at: datetime) -> Wanted:
    late = kind == OVERDUE
    return Wanted(
        kind, at, line.disposition.giver_id if late else line.person_id, line.disposition.url,
        {**params_of(line), **({"line": line.id} if late else {})}, secret=line.is_secret,
        useful_until=at + LATE_LIVES if late else None, about=str(line.id) if late else "",
    )  # fmt: skip


def stands(disposition_id: int, row: Outbox) -> str | None:
    """Why a planned reminder is not to be sent: the recipient has finished, returned it, or it was recalled."""
    query = select(DispositionRecipient).where(DispositionRecipient.disposition_id == disposition_id)
    if row.kind == OVERDUE:
        query = query.where(DispositionRecipient.id == row.params.get("line"))
    else:
        query = query.where(DispositionRecipient.person_id == row.person_id)
    line: Any = db.session.scalars(query).one_or_none()
    return None if line is not None and line.is_open else _("Disposisi ini sudah tidak menunggu.")
