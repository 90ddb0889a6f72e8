"""Reference rows: the classification tree and the lines of the disposition sheet (sources: seeds/SUMBER.md)."""

from datetime import date
from typing import Any

from sqlalchemy import insert, select

from biro.core.db import db
from biro.core.schema import read_seed, seed
from biro.correspondence.models import Classification, Instruction, InstructionEffect, LetterPolicy
from biro.correspondence.models.policies import ONLY

SOURCE = "Permendagri 83/2022"
CORE_SOURCE = "Permendagri 54/2009 dan praktik biro umum"
STOCK_RANK = 100
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
    """The core instructions into an empty list; edited ones stay."""
    if db.session.scalar(select(Instruction.id).limit(1)) is not None:
        return
    for rank, row in enumerate(read_seed(__file__, "instruksi")):
        db.session.add(_instruction(row, rank=rank, key=row["tombol"], legal_basis=CORE_SOURCE))
    db.session.flush()


def sow_more_instructions() -> None:
    """A stock to choose from, switched off; what the office has of it already stays as it is."""
    known = set(db.session.scalars(select(Instruction.code)))
    short = set(db.session.scalars(select(Instruction.abbreviation)))
    for rank, row in enumerate(read_seed(__file__, "instruksi_lain"), STOCK_RANK):
        if row["kode"] not in known:
            row["singkatan"] = "" if row["singkatan"] in short else row["singkatan"]
            db.session.add(_instruction(row, rank=rank, key="", legal_basis=row["sumber"], active=False))
    db.session.flush()


def sow_policy() -> None:
    """The rules as they are before the office decides otherwise."""
    if db.session.get(LetterPolicy, ONLY) is None:
        db.session.add(LetterPolicy(id=ONLY, scan_top_secret=False))
        db.session.flush()


def _instruction(row: dict[str, str], **given: Any) -> Instruction:
    return Instruction(
        code=row["kode"],
        text=row["teks"],
        abbreviation=row["singkatan"],
        needs_answer=row["jawab"] == "1",
        effect=InstructionEffect(row["akibat"]),
        **given,
    )


seed(sow_classification, order=60)
seed(sow_instructions, order=61)
seed(sow_more_instructions, order=62)
seed(sow_policy, order=63)
