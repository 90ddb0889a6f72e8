"""The pages that are measured, and the bare query that reads the same rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import func, select

from benchmarks.offices import House
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Letter, Security

LIST = """SELECT letter.id, letter.agenda, letter.year, letter.subject, letter.number, letter.letter_date,
letter.received_on, letter.state, letter.security, letter.urgency, correspondent.name
FROM letter JOIN correspondent ON correspondent.id = letter.sender_id
ORDER BY letter.received_on DESC, letter.id DESC LIMIT 50"""
DETAIL = """SELECT letter.*, correspondent.name FROM letter JOIN correspondent ON correspondent.id = letter.sender_id
WHERE letter.id = {id}"""
TIMELINE = """SELECT allocation.id, allocation.title, allocation.starts_at, allocation.ends_at, allocation.state,
resource.name FROM resource LEFT JOIN allocation ON allocation.resource_id = resource.id
AND allocation.ends_at > '{start}' AND allocation.starts_at < '{end}' AND allocation.state <> 'released'
WHERE resource.kind IN ('room', 'vehicle') ORDER BY resource.name"""


@dataclass(frozen=True)
class Page:
    """A page of Biro: its address, the floor's query, and how its rows are recognised."""

    name: str
    path: str
    query: str
    rows: int
    marks: Callable[[str], int]

    def check(self, bare: bytes, full: bytes) -> None:
        """Both answers hold the rows that they should: otherwise there is nothing to compare."""
        floor_rows, rows = bare.decode().count("<tr>"), self.marks(full.decode())
        if floor_rows != self.rows or rows < self.rows:
            raise RuntimeError(f"{self.path}: {self.rows} rows wanted, floor {floor_rows}, page {rows}")


def pages_of(house: House) -> list[Page]:
    """List (whole, filtered, looked through), search, detail and timeline of an office."""
    with house.app.app_context(), house.app.test_request_context():
        letter_id = db.session.scalar(select(func.max(Letter.id)).where(Letter.security == Security.OPEN))
        addresses = [
            url_for("correspondence.index"),
            url_for("correspondence.show", letter_id=letter_id),
            url_for("facilities.timeline"),
            url_for("search.index"),
        ]
        bars = _timeline(clock.today())
        rows = len(db.session.connection().exec_driver_sql(bars).all())
        db.session.remove()
    return [
        Page("list", addresses[0], LIST, 50, _counter(r'<th scope="row"')),
        Page("filter", f"{addresses[0]}?state=done&code=000.1", LIST, 50, _counter(r'<th scope="row"')),
        Page("find", f"{addresses[0]}?q=aula", LIST, 50, _counter(r'<th scope="row"')),
        Page("search", f"{addresses[3]}?q=aula&jenis=letter", LIST, 50, _counter(r'class="hit-title"')),
        Page("detail", addresses[1], DETAIL.format(id=letter_id), 1, _counter("<h1")),
        Page("timeline", addresses[2], bars, rows, lambda _html: rows),
    ]


def _timeline(day: date) -> str:
    start, end = clock.day_bounds(day)
    return TIMELINE.format(start=f"{start:%Y-%m-%d %H:%M:%S}", end=f"{end:%Y-%m-%d %H:%M:%S}")


def _counter(pattern: str) -> Callable[[str], int]:
    return lambda html: len(re.findall(pattern, html))
