"""The ledger of numbers, when everything goes out."""

from typing import Any

from sqlalchemy import case, select

from biro.accounts.models import Unit
from biro.correspondence import exports
from biro.correspondence.models import SECRET, Register
from biro.correspondence.numbers.models import LetterNumber


def _numbers(with_secret: bool) -> Any:
    """Every number, so that the book shows no gap; of a secret one nothing but its number and degree."""
    row = LetterNumber
    told = [row.classification_code.label("klasifikasi"), row.note.label("hal"), row.addressee.label("kepada"),
            row.reason.label("alasan"), row.void_reason.label("alasan_batal")]  # fmt: skip
    plain = row.security.not_in(SECRET)
    shown = told if with_secret else [case((plain, column)).label(column.key) for column in told]
    return (
        select(
            row.id.label("id"), Register.name.label("buku"), row.year.label("tahun"), row.seq.label("urut"),
            row.sub.label("sisipan"), row.text.label("nomor"), row.letter_date.label("tanggal_surat"),
            row.state.label("status"), row.security.label("keamanan"), Unit.name.label("unit"),
            row.owner.label("milik"), *shown,
        )
        .join(Register, row.register_id == Register.id)
        .join(Unit, row.unit_id == Unit.id)
        .order_by(row.id)
    )  # fmt: skip


exports.offer("nomor-surat.csv", _numbers)
