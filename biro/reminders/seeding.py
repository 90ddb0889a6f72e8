"""Reference rows: when the office is reminded, until an administrator decides otherwise."""

from datetime import time

from sqlalchemy import select

from biro.core.db import db
from biro.core.schema import read_seed, seed
from biro.reminders.models import ReminderRule


def sow_rules() -> None:
    """Add the rules of a kind that has none yet; one the office has touched stays as it is."""
    have = set(db.session.scalars(select(ReminderRule.kind)))
    for row in read_seed(__file__, "aturan"):
        if row["jenis"] not in have:
            db.session.add(
                ReminderRule(
                    subject=row["tentang"],
                    kind=row["jenis"],
                    days_before=int(row["hari_sebelum"]),
                    at=time.fromisoformat(row["jam"]) if row["jam"] else None,
                    minutes_before=int(row["menit_sebelum"]),
                    days_after=int(row["hari_sesudah"]),
                    workdays=row["hari_kerja"] == "1",
                    times=int(row["kali"]),
                )
            )
    db.session.flush()


seed(sow_rules, order=40)
