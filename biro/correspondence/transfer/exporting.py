"""A ZIP of CSV tables and original scans. Read in one snapshot, written row by row: the memory stays the same.

Secret letters, and what hangs on them, are left out unless the operator says otherwise: then the Trail says so.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from biro import audit
from biro.accounts.actors import SYSTEM
from biro.accounts.models import Person, Unit
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, reading
from biro.core.texts import _l
from biro.correspondence.models import (
    SECRET,
    Classification,
    Correspondent,
    Disposition,
    DispositionRecipient,
    Letter,
    Register,
)
from biro.files import storage
from biro.files.models import Attachment, Blob

EXPORTED = declare("register.exported", _l("mengekspor semua surat"))
FEW = 500
CHUNK = 1024 * 1024
# What a spreadsheet would take for a formula is marked as text (ASVS 1.2.10).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def write(file: Path, *, with_secret: bool, with_files: bool) -> dict[str, int]:
    """Write the ZIP beside its final name, then put it there: a half-written file is never found. Rows by table."""
    begun = file.with_name(f".{file.name}.part")
    try:
        with reading() as session, zipfile.ZipFile(begun, "w", zipfile.ZIP_DEFLATED) as archive:
            counts = {
                name: _table(archive, name, query, session) for name, query in _tables(with_secret).items()
            }
            if with_files:
                counts["berkas/"] = _files(archive, session, with_secret)
            archive.writestr("BACA-SAYA.txt", _told(counts, with_secret))
        begun.replace(file)
    finally:
        begun.unlink(missing_ok=True)
    _note(with_secret)
    return counts


def _note(with_secret: bool) -> None:
    for register in db.session.scalars(select(Register).order_by(Register.id)):
        audit.record(EXPORTED, register, SYSTEM, with_secret=with_secret)
    db.session.commit()


def _tables(with_secret: bool) -> dict[str, Any]:
    open_ = Letter.security.is_not(None) if with_secret else Letter.security.not_in(SECRET)
    return {
        "surat-masuk.csv": _letters().where(open_),
        "disposisi.csv": _dispositions().where(open_),
        "penerima-disposisi.csv": _recipients().where(open_),
        "pengirim.csv": _senders(),
        "klasifikasi.csv": _classification(),
        "berkas.csv": _attachments(with_secret),
    }


def _letters() -> Any:
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
        .order_by(Letter.id)
    )  # fmt: skip


def _dispositions() -> Any:
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
        .order_by(Disposition.id)
    )  # fmt: skip


def _recipients() -> Any:
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
        .order_by(line.id)
    )  # fmt: skip


def _senders() -> Any:
    named = (
        Correspondent.id.label("id"),
        Correspondent.name.label("nama"),
        Correspondent.address.label("alamat"),
    )
    return select(*named).order_by(Correspondent.id)


def _classification() -> Any:
    return select(
        Classification.code.label("kode"), Classification.name.label("uraian"),
        Classification.active_years.label("retensi_aktif_tahun"), Classification.active_from.label("dihitung_sejak"),
        Classification.inactive_years.label("retensi_inaktif_tahun"), Classification.fate.label("nasib_akhir"),
        Classification.source.label("dasar"), Classification.valid_from.label("berlaku_sejak"),
    ).order_by(Classification.code)  # fmt: skip


def _attachments(with_secret: bool) -> Any:
    columns = (
        Attachment.id.label("id"), Attachment.owner.label("milik"), Attachment.name.label("nama"),
        Attachment.blob_sha256.label("sha256"), Blob.size.label("ukuran"), Blob.mime.label("jenis"),
        Attachment.at.label("pada"),
    )  # fmt: skip
    query = select(*columns).join(Blob, Attachment.blob_sha256 == Blob.sha256)
    query = query.where(Attachment.owner.startswith("letter:"))
    return (query if with_secret else query.where(~Attachment.secret)).order_by(Attachment.id)


def _table(archive: zipfile.ZipFile, name: str, query: Any, session: Session) -> int:
    """One CSV, as it is read; UTF-8 with a mark, because spreadsheets guess wrong without."""
    count = 0
    with archive.open(name, "w") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        out = csv.writer(text)
        result = session.execute(query.execution_options(yield_per=FEW))
        out.writerow(result.keys())
        for row in result:
            out.writerow(_cells(row))
            count += 1
    return count


def _cells(row: Sequence[Any]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _files(archive: zipfile.ZipFile, session: Session, with_secret: bool) -> int:
    """Each content once, under its hash; which letter carries it under which name stands in berkas.csv."""
    wanted = _attachments(with_secret).with_only_columns(Attachment.blob_sha256).order_by(None).distinct()
    place, count = storage.here(), 0
    for sha256 in session.scalars(wanted):
        with place.open(sha256) as content, archive.open(f"berkas/{sha256}", "w", force_zip64=True) as out:
            while chunk := content.read(CHUNK):
                out.write(chunk)
        count += 1
    return count


def _told(counts: dict[str, int], with_secret: bool) -> str:
    secret = "Surat rahasia ikut serta." if with_secret else "Surat rahasia tidak ikut serta."
    lines = [f"{name}: {count}" for name, count in counts.items()]
    return "\n".join([f"Ekspor Biro, {clock.now().isoformat()}", secret, *lines, ""])
