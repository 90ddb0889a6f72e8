"""Scans that wait in the demonstration office: read, still to be read, and one that could not come in."""

import io

from sqlalchemy import select

from biro.accounts.demo import Office
from biro.core.db import db
from biro.correspondence import paper
from biro.correspondence.intake import reading, services
from biro.correspondence.intake.models import InboxItem, InboxSource
from biro.correspondence.models import Register, RegisterKind
from biro.files import readings
from biro.files.queries import attachments

READ = (
    "PEMERINTAH PROVINSI NUSA RAYA", "DINAS PEKERJAAN UMUM", "Jalan Merdeka No. 12 Telepon (021) 555123", "",
    "Nomor : 000.1.5/{number}/DPU/{year}", "Sifat : Segera", "Lampiran : 1 (satu) berkas",
    "Hal : Undangan peninjauan jalan lingkungan kantor gubernur", "", "Nusa Jaya, {day:%d/%m/%Y}", "",
    "Yth. Kepala Biro Umum", "di tempat", "", "Dengan hormat, kami mengundang Saudara meninjau pengaspalan",
    "jalan lingkungan kantor gubernur bersama tim teknis.",
)  # fmt: skip
WAITING = (
    "YAYASAN BINA ANAK NEGERI", "Jl. Kenanga 5 Nusa Jaya", "", "No. : 17/YBAN/{year}",
    "Perihal : Permohonan audiensi anak berprestasi", "", "Nusa Jaya, {day:%d/%m/%Y}", "", "Yth. Kepala Biro Umum",
)  # fmt: skip
BROKEN = "Berkas ini rusak atau terpotong, tidak dapat dibuka. Pindai atau simpan ulang, lalu unggah lagi."


def furnish(office: Office) -> None:
    """In the inbox of the book that the secretary keeps."""
    query = select(Register).where(Register.kind == RegisterKind.INCOMING).order_by(Register.id).limit(1)
    book = db.session.scalars(query).one()
    read = _scan(office, book, READ, "pindai-0001.pdf")
    for each in attachments(read.owner):
        readings.read(each.blob_sha256, codes=False)
    reading.read_items()
    _scan(office, book, WAITING, "pindai-0002.pdf")
    services.note_failure(
        "pindai-0003.pdf",
        register=book,
        source=InboxSource.FOLDER,
        reason=BROKEN,
        by=office.actor("sekretaris"),
    )


def _scan(office: Office, book: Register, lines: tuple[str, ...], name: str) -> InboxItem:
    said = {"number": 214, "year": office.today.year, "day": office.today}
    made = paper.pdf([line.format(**said) for line in lines])
    return services.take_in(
        [(io.BytesIO(made), name)], register=book, source=InboxSource.UPLOAD, by=office.actor("sekretaris")
    )
