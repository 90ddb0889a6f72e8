"""Reference rows of the core: the holidays of the first year."""

from datetime import date

from sqlalchemy import select

from biro.core.db import db
from biro.core.schema import read_seed, seed
from biro.core.workdays import Holiday, HolidayKind


def sow_holidays() -> None:
    """Add the holidays of a year that has none yet; a year the office has touched stays as it is."""
    rows = list(read_seed(__file__, "libur_2026"))
    years = {int(r["tanggal"][:4]) for r in rows}
    have = {d.year for d in db.session.scalars(select(Holiday.day))}
    for row in rows:
        day = date.fromisoformat(row["tanggal"])
        if day.year in years - have:
            db.session.add(
                Holiday(
                    day=day,
                    name=row["nama"],
                    kind=HolidayKind(row["jenis"]),
                    source=row["sumber"],
                    provisional=row["sementara"] == "1",
                )
            )
    db.session.flush()


seed(sow_holidays, order=10)
