"""Outgoing letters with their recipients and initials, when everything goes out."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from biro.accounts.models import Person, Unit
from biro.correspondence import exports
from biro.correspondence.models import Classification
from biro.correspondence.outgoing.models import LetterKind, OutgoingLetter, OutgoingRecipient, Paraf


def _letters(with_secret: bool) -> Any:
    letter, author, signer = OutgoingLetter, aliased(Person), aliased(Person)
    return (
        select(
            letter.id.label("id"), LetterKind.name.label("jenis"), Unit.name.label("unit"),
            letter.number.label("nomor"), letter.signed_on.label("tanggal_surat"), letter.subject.label("hal"),
            letter.body.label("isi"), Classification.code.label("klasifikasi"), letter.security.label("keamanan"),
            letter.urgency.label("kecepatan"), letter.state.label("status"), author.name.label("penyusun"),
            signer.name.label("penanda_tangan"), letter.method.label("cara_tanda_tangan"),
            letter.pdf_sha256.label("sha256"), letter.sent_on.label("tanggal_kirim"),
            letter.reply_to_id.label("membalas_surat_id"),
        )
        .join(LetterKind, letter.kind_id == LetterKind.id)
        .join(Unit, letter.unit_id == Unit.id)
        .join(author, letter.author_id == author.id)
        .join(signer, letter.signer_id == signer.id)
        .outerjoin(Classification, letter.classification_id == Classification.id)
        .where(exports.shown(letter.security, with_secret))
        .order_by(letter.id)
    )  # fmt: skip


def _recipients(with_secret: bool) -> Any:
    row = OutgoingRecipient
    return (
        select(
            row.id.label("id"), row.letter_id.label("surat_keluar_id"), row.kind.label("sebagai"),
            row.rank.label("urutan"), row.name.label("nama"), row.attention.label("up"), row.way.label("cara_kirim"),
            row.arrived_id.label("diterima_sebagai_surat_id"),
        )
        .join(OutgoingLetter, row.letter_id == OutgoingLetter.id)
        .where(exports.shown(OutgoingLetter.security, with_secret))
        .order_by(row.id)
    )  # fmt: skip


def _parafs(with_secret: bool) -> Any:
    return (
        select(
            Paraf.id.label("id"), Paraf.letter_id.label("surat_keluar_id"), Paraf.kind.label("macam"),
            Paraf.rank.label("urutan"), Person.name.label("pemaraf"), Paraf.title.label("jabatan"),
            Paraf.state.label("status"), Paraf.given_at.label("diparaf_pada"), Paraf.given_hash.label("sidik_naskah"),
        )
        .join(OutgoingLetter, Paraf.letter_id == OutgoingLetter.id)
        .join(Person, Paraf.person_id == Person.id)
        .where(exports.shown(OutgoingLetter.security, with_secret))
        .order_by(Paraf.id)
    )  # fmt: skip


exports.offer("surat-keluar.csv", _letters)
exports.offer("penerima-surat-keluar.csv", _recipients)
exports.offer("paraf.csv", _parafs)
