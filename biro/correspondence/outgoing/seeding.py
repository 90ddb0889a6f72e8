"""Reference rows: the kinds of letters (sources: seeds/SUMBER.md)."""

from sqlalchemy import select

from biro.core.db import db
from biro.core.schema import read_seed, seed
from biro.correspondence.outgoing.models import Family, LetterKind, Shape


def sow_kinds() -> None:
    """Add the kinds that were never there; what the office has changed stays."""
    have = set(db.session.scalars(select(LetterKind.code)))
    for rank, row in enumerate(read_seed(__file__, "jenis_naskah")):
        if row["kode"] in have:
            continue
        db.session.add(
            LetterKind(
                code=row["kode"],
                name=row["nama"],
                family=Family(row["keluarga"]),
                shape=Shape(row["bentuk"]),
                title=row["judul"],
                register=row["buku"],
                with_titles=row["gelar"] == "1",
                basis=row["dasar"],
                rank=rank,
            )
        )
    db.session.flush()


seed(sow_kinds, order=64)
