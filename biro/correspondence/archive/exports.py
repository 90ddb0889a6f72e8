"""Case files and what lies in them, when everything goes out."""

from typing import Any

from sqlalchemy import case, or_, select

from biro.accounts.models import Unit
from biro.correspondence import exports
from biro.correspondence.archive.contents import SIDES, with_letters
from biro.correspondence.archive.models import CaseFile, CaseItem
from biro.correspondence.models import Classification


def _files(with_secret: bool) -> Any:
    """Every file; the words of one in which a secret letter lies may tell of it."""
    row = CaseFile
    inside = [
        select(CaseItem.id).join(side.letter, side.reference == side.letter.id).where(side.is_secret)
        for side in SIDES
    ]
    quiet = or_(*[letters.where(CaseItem.case_file_id == row.id).exists() for letters in inside])
    told = [row.title.label("uraian"), row.note.label("catatan"), row.hold_reason.label("alasan_penahanan")]
    shown = told if with_secret else [case((~quiet, column)).label(column.key) for column in told]
    return (
        select(
            row.id.label("id"), Unit.name.label("unit"), row.year.label("tahun"), row.number.label("nomor"),
            Classification.code.label("klasifikasi"), *shown, row.opened_on.label("dibuka"),
            row.closed_on.label("ditutup"), row.clock_on.label("awal_retensi"),
            row.active_until.label("aktif_sampai"), row.inactive_until.label("inaktif_sampai"),
            row.fate.label("nasib_akhir"), row.retention_source.label("dasar_retensi"), row.state.label("status"),
            row.cabinet.label("lemari"), row.drawer.label("laci"), row.folder.label("folder"),
        )
        .join(Unit, row.unit_id == Unit.id)
        .join(Classification, row.classification_id == Classification.id)
        .order_by(row.id)
    )  # fmt: skip


def _items(with_secret: bool) -> Any:
    row = CaseItem
    open_ = [or_(~side.here, exports.shown(side.letter.security, with_secret)) for side in SIDES]
    query: Any = (
        select(
            row.id.label("id"), row.case_file_id.label("berkas_id"), row.number.label("nomor_item"),
            row.letter_id.label("surat_id"), row.outgoing_id.label("surat_keluar_id"), row.day.label("tanggal"),
            row.reference.label("nomor"), row.title.label("uraian"), row.form.label("tingkat_perkembangan"),
            row.amount.label("jumlah"), row.note.label("keterangan"), row.removed_at.label("dikeluarkan_pada"),
        )
        .where(*open_)
        .order_by(row.id)
    )  # fmt: skip
    return with_letters(query)


exports.offer("berkas-arsip.csv", _files)
exports.offer("isi-berkas-arsip.csv", _items)
