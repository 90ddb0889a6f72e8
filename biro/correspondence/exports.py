"""What the room gives out when everything goes out (`biro export`): tables by name. Alcoves offer theirs beside it.

A table is a query with Indonesian column names; it is told whether secret letters come with it, and without them leaves
out every row that tells of one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from biro.accounts.models import Person, Unit
from biro.correspondence.models import (
    SECRET,
    Classification,
    Correspondent,
    Disposition,
    DispositionRecipient,
    Letter,
    Register,
)

Table = Callable[[bool], Any]
_tables: dict[str, Table] = {}


def offer(name: str, table: Table) -> None:
    """Let this table go out under this name."""
    _tables[name] = table


def tables() -> Mapping[str, Table]:
    """All of them, the room's first."""
    return _tables


def shown(security: Any, with_secret: bool) -> Any:
    """The rows that come with it, by the column of their degree."""
    return security.is_not(None) if with_secret else security.not_in(SECRET)


def _letters(with_secret: bool) -> Any:
    return (
        select(
            Letter.id.label("id"), Register.name.label("buku"), Letter.year.label("tahun"),
            Letter.agenda.label("nomor_agenda"), Letter.received_on.label("tanggal_terima"),
            Letter.letter_date.label("tanggal_surat"), Letter.number.label("nomor_surat"),
            Correspondent.name.label("pengirim"), Letter.subject.label("hal"),
            Letter.enclosures.label("lampiran"), Classification.code.label("klasifikasi"),
            Letter.security.label("keamanan"), Letter.urgency.label("kecepatan"), Unit.name.label("ditujukan_kepada"),
            Letter.state.label("status"), Person.name.label("dicatat_oleh"), Letter.registered_at.label("dicatat_pada"),
            Letter.srikandi_id.label("id_srikandi"),
        )
        .join(Register, Letter.register_id == Register.id)
        .join(Correspondent, Letter.sender_id == Correspondent.id)
        .join(Unit, Letter.unit_id == Unit.id)
        .outerjoin(Classification, Letter.classification_id == Classification.id)
        .outerjoin(Person, Letter.registered_by_id == Person.id)
        .where(shown(Letter.security, with_secret))
        .order_by(Letter.id)
    )  # fmt: skip


def _dispositions(with_secret: bool) -> Any:
    giver, writer = aliased(Person), aliased(Person)
    return (
        select(
            Disposition.id.label("id"), Disposition.letter_id.label("surat_id"),
            Disposition.parent_id.label("lanjutan_dari"), giver.name.label("pemberi"),
            writer.name.label("ditulis_oleh"), Disposition.given_at.label("diberikan_pada"),
            Disposition.note.label("catatan"),
        )
        .join(Letter, Disposition.letter_id == Letter.id)
        .join(giver, Disposition.giver_id == giver.id)
        .join(writer, Disposition.written_by_id == writer.id)
        .where(shown(Letter.security, with_secret))
        .order_by(Disposition.id)
    )  # fmt: skip


def _recipients(with_secret: bool) -> Any:
    line = DispositionRecipient
    return (
        select(
            line.id.label("id"), line.disposition_id.label("disposisi_id"), Person.name.label("penerima"),
            line.role.label("peran"), line.due_on.label("batas_waktu"), line.state.label("status"),
            line.answer.label("jawaban"), line.reason.label("alasan"), line.read_at.label("dibaca_pada"),
            line.ended_at.label("selesai_pada"),
        )
        .join(Disposition, line.disposition_id == Disposition.id)
        .join(Letter, Disposition.letter_id == Letter.id)
        .join(Person, line.person_id == Person.id)
        .where(shown(Letter.security, with_secret))
        .order_by(line.id)
    )  # fmt: skip


def _senders(with_secret: bool) -> Any:
    """Everybody, but for those of whom only secret letters speak."""
    named = (
        Correspondent.id.label("id"),
        Correspondent.name.label("nama"),
        Correspondent.address.label("alamat"),
    )
    query = select(*named).order_by(Correspondent.id)
    return query if with_secret else query.where(Correspondent.secret.is_(False))


def _classification(_with_secret: bool) -> Any:
    return select(
        Classification.code.label("kode"), Classification.name.label("uraian"),
        Classification.active_years.label("retensi_aktif_tahun"), Classification.active_from.label("dihitung_sejak"),
        Classification.inactive_years.label("retensi_inaktif_tahun"), Classification.fate.label("nasib_akhir"),
        Classification.source.label("dasar"), Classification.valid_from.label("berlaku_sejak"),
    ).order_by(Classification.code)  # fmt: skip


offer("surat-masuk.csv", _letters)
offer("disposisi.csv", _dispositions)
offer("penerima-disposisi.csv", _recipients)
offer("pengirim.csv", _senders)
offer("klasifikasi.csv", _classification)
