"""What people are told about a disposition, and when they are reminded of its deadline."""

from datetime import time
from typing import Any

from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.core.texts import _, _l
from biro.correspondence.models import Disposition, DispositionRecipient
from biro.reminders import queries, rules
from biro.reminders.kinds import declare
from biro.reminders.models import Outbox
from biro.reminders.rules import Wanted

NEW = declare(
    "disposition.new",
    label=_l("Disposisi baru"),
    subject=_l("Disposisi dari %(giver)s: %(title)s"),
    body=_l("Batas waktu: %(due_on)s."),
)
DUE = declare(
    "disposition.due",
    label=_l("Disposisi jatuh tempo"),
    subject=_l("Jatuh tempo %(due_on)s: %(title)s"),
    body=_l("Disposisi dari %(giver)s menunggu jawaban Anda."),
)
FINISHED = declare(
    "disposition.finished",
    label=_l("Disposisi selesai"),
    subject=_l("%(name)s menyelesaikan disposisi: %(title)s"),
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


def params_of(line: DispositionRecipient) -> dict[str, str | int]:
    """What the words above are filled with; of a secret letter no subject."""
    given: dict[str, str | int] = {
        "title": line.letter.neutral_title,
        "giver": line.disposition.giver.name,
        "name": line.person.name,
        "zone": line.letter.unit.zone,
    }
    return given | ({"due_on": line.due_on.isoformat()} if line.due_on else {})


def wanted(disposition: Disposition) -> list[Wanted]:
    """For everyone who still has to answer, at every offset before the due day that the office has set."""
    zone = disposition.letter.unit.zone
    return [
        Wanted(
            rule.kind, rules.due_at(rule, clock.instant(line.due_on, time.min, zone), zone), line.person_id,
            disposition.url, params_of(line), secret=line.is_secret,
        )
        for rule in queries.rules_for("disposition")
        for line in disposition.recipients
        if line.is_open and line.due_on is not None
    ]  # fmt: skip


def stands(disposition_id: int, row: Outbox) -> str | None:
    """Why a planned reminder is not to be sent: the recipient has finished, returned it, or it was recalled."""
    query = select(DispositionRecipient).where(
        DispositionRecipient.disposition_id == disposition_id, DispositionRecipient.person_id == row.person_id
    )
    line: Any = db.session.scalars(query).one_or_none()
    return None if line is not None and line.is_open else _("Disposisi ini sudah tidak menunggu.")
