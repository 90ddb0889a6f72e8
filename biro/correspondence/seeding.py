"""Reference rows: the classification tree and the lines of the disposition sheet (sources: seeds/SUMBER.md)."""

from datetime import date

from sqlalchemy import insert, select

from biro.core.db import db
from biro.core.schema import read_seed, seed
from biro.correspondence.models import Classification, Instruction

SOURCE = "Permendagri 83/2022"
VALID_FROM = date(2022, 1, 1)  # letters from before 2022 carry older codes


def sow_classification() -> None:
    """Only into an empty table: an office with a tree of its own keeps it."""
    if db.session.scalar(select(Classification.id).limit(1)) is not None:
        return
    rows = [
        {
            "code": row["kode"],
            "name": row["uraian"],
            "active_years": int(row["retensi_aktif_tahun"] or 0) or None,
            "active_from": row["retensi_aktif_pemicu"],
            "inactive_years": int(row["retensi_inaktif_tahun"] or 0) or None,
            "fate": row["nasib_akhir"],
            "note": row["catatan"],
            "source": SOURCE,
            "valid_from": VALID_FROM,
        }
        for row in read_seed(__file__, "klasifikasi")
    ]
    db.session.execute(insert(Classification), rows)


def sow_instructions() -> None:
    """Add the core instructions that were never there; edited ones stay."""
    if db.session.scalar(select(Instruction.id).limit(1)) is not None:
        return
    for rank, row in enumerate(read_seed(__file__, "instruksi")):
        db.session.add(
            Instruction(
                code=row["kode"],
                text=row["teks"],
                key=row["tombol"],
                needs_answer=row["jawab"] == "1",
                rank=rank,
            )
        )
    db.session.flush()


seed(sow_classification, order=60)
seed(sow_instructions, order=61)
