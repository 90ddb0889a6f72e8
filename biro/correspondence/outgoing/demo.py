"""Outgoing letters of the demonstration office, in every state that a letter can be in. All names are invented."""

from dataclasses import replace
from typing import Any

from flask import current_app
from sqlalchemy import select

from biro.accounts.demo import Office
from biro.accounts.models import Assignment, Person
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Classification, Letter, Security
from biro.correspondence.outgoing import dispatches, services
from biro.correspondence.outgoing.models import LetterKind, OutgoingLetter
from biro.correspondence.outgoing.services import Draft

HEADS = {
    "SETDA": ("Pemerintah Provinsi Nusa Raya\nSekretariat Daerah", "Jalan Merdeka Nomor 1, Nusa Jaya 10110"),
    "UM": (
        "Pemerintah Provinsi Nusa Raya\nSekretariat Daerah\nBiro Umum",
        "Jalan Merdeka Nomor 1, Nusa Jaya 10110\nTelepon (021) 5550101, surel umum@nusaraya.example",
    ),
}
INVITING = """Dalam rangka evaluasi pelayanan rumah tangga triwulan keempat, kami mengundang Saudara pada:

Hari/tanggal : Kamis, minggu pertama bulan depan
Waktu : 09.00 WIB sampai selesai
Tempat : Aula Barat
Acara : Evaluasi pelayanan dan rencana kerja

Bahan yang perlu dibawa:
1. Laporan pemakaian ruang dan kendaraan
2. Daftar kebutuhan tahun depan

Demikian, atas perhatian Saudara kami ucapkan terima kasih."""
TASK = """Dasar : Surat undangan Dinas Pekerjaan Umum

MEMERINTAHKAN:

Kepada : Agus Salim, Pengelola Rumah Tangga
Untuk : 1. Mendampingi kunjungan kerja komisi
  2. Melaporkan hasilnya paling lambat tiga hari sesudahnya"""
NOTE = """Bersama ini kami sampaikan rekapitulasi pemakaian kendaraan dinas bulan lalu.

Mohon arahan untuk penggantian dua kendaraan yang usianya lebih dari sepuluh tahun."""
ANSWER = """Menindaklanjuti surat Saudara, dengan hormat disampaikan bahwa permohonan tersebut dapat kami layani.

Untuk persiapannya Saudara dapat menghubungi Bagian Rumah Tangga."""

COPIES = "Kepala Biro Hukum\nKepala Dinas Sosial\nYayasan Bina Warga [pos]"


def furnish(office: Office) -> None:
    """Letterheads first, then a letter in each state, by the hands that would write it."""
    for code, (names, address) in HEADS.items():
        services.change_letterhead(
            office.unit(code), names=names, address=address, place="Nusa Jaya", by=office.actor("admin")
        )
    _in_work(office)
    _issued(office)


def _in_work(office: Office) -> None:
    """Drafts: being written, waiting for a paraf, for a signature, returned, secret."""
    _draft(
        office, "staf", "nota_dinas", "Rekapitulasi kendaraan dinas", NOTE, "Kepala Biro Umum", "rumahtangga"
    )
    waiting = _draft(office, "staf", "undangan", "Undangan evaluasi pelayanan", INVITING, "Kepala Biro Hukum")
    services.submit(waiting, by=office.actor("staf"))
    ready = _draft(office, "rumahtangga", "surat_tugas", "Pendampingan kunjungan kerja", TASK, "")
    services.submit(ready, by=office.actor("rumahtangga"))
    returned = _draft(
        office, "staf", "surat_dinas", "Permintaan data peserta", ANSWER, "Kepala Dinas Kesehatan"
    )
    services.submit(returned, by=office.actor("staf"))
    services.give_back(returned, reason="Tanggal acaranya belum disebut.", by=office.actor("rumahtangga"))
    _draft(
        office,
        "tatausaha",
        "surat_dinas",
        "Tanggapan hasil pemeriksaan",
        ANSWER,
        "Inspektur Daerah",
        security="R",
    )


def _issued(office: Office) -> None:
    """Signed; sent as an answer to a letter that came in, with a copy to a unit of this office; and given up."""
    note = ("Rekapitulasi pemakaian ruang", NOTE, "Kepala Biro Umum\nKepala Bagian Tata Usaha")
    _signed(office, _draft(office, "rumahtangga", "nota_dinas", *note, "rumahtangga"))
    _on_the_way(office, answer(office, _answerable(), copies=COPIES))
    void = _draft(office, "kepala", "pengumuman", "Pemadaman listrik", NOTE, "Semua unit")
    services.void(void, reason="Pemadamannya ditunda.", by=office.actor("kepala"))


def answer(office: Office, came: Letter | None, copies: str = "") -> OutgoingLetter:
    """A letter that answers one that came in, signed and sent today."""
    subject = f"Balasan {came.subject}"[:200] if came else "Undangan penyusunan jadwal"
    to = came.sender.name if came else "Kepala Dinas Kesehatan"
    letter = _draft(office, "kepala", "surat_dinas", subject, ANSWER, to, copies=copies, reply_to=came)
    services.send(_signed(office, letter), on=office.today, by=office.actor("sekretaris"))
    return letter


def _on_the_way(office: Office, letter: OutgoingLetter) -> None:
    """Its copies: received, carried by a colleague, with a receipt of the post, waiting."""
    by, now = office.actor("sekretaris"), clock.now()
    rows = {row.recipient.name: row for row in dispatches.of_letter(letter).values()}
    first, post = rows.pop("Kepala Dinas Sosial"), rows.pop("Yayasan Bina Warga")
    second = [row for row in rows.values() if row.recipient.unit_id is None][:1]
    services.hand_over([(row, None) for row in (first, *second)], person=office.person("staf"), at=now, by=by)
    services.receive(first, receiver="Nur Aini", receiver_title="Petugas tata usaha", at=now, by=by)
    services.hand_over(
        [(post, None)], person=None, name="Kurir pos", at=now, by=by, tracking={post.id: "NR0012345"}
    )


def _signed(office: Office, letter: OutgoingLetter) -> OutgoingLetter:
    """Its signer wrote it, so nobody has to initial it."""
    by = office.actor(letter.signer.username or "")
    services.submit(letter, by=by)
    return services.sign(letter, on=office.today, by=by, site=current_app.config["BASE_URL"])


def _answerable() -> Letter | None:
    """An ordinary letter that came in lately."""
    query = select(Letter).where(Letter.security == Security.OPEN).order_by(Letter.id.desc())
    return db.session.scalars(query.limit(1)).one_or_none()


def _draft(
    office: Office,
    author: str,
    kind: str,
    subject: str,
    body: str,
    to: str,
    signer: str = "kepala",
    **more: Any,
) -> OutgoingLetter:
    code = db.session.scalar(select(Classification.id).where(Classification.code == "000.1.5"))
    said = Draft(_kind(kind), subject, _seat(signer), body, to, classification_id=code)
    said = replace(said, **{name: more.pop(name) for name in ("security", "copies") if name in more})
    return services.draft(said, by=office.actor(author), **more)


def _kind(code: str) -> int:
    return db.session.scalars(select(LetterKind.id).where(LetterKind.code == code)).one()


def _seat(username: str) -> int:
    query = select(Assignment.id).join(Person, Assignment.person_id == Person.id)
    return db.session.scalars(query.where(Person.username == username).limit(1)).one()
