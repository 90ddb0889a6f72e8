"""The agenda book as PDF and XLSX: seconds on the clock and memory, as a person who waits for it would see them.

The office is furnished by a process of its own, so that the memory counted here is a web worker's.
"""

import argparse
import io
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
from flask.testing import FlaskClient
from sqlalchemy import func, select

from benchmarks import offices
from benchmarks.offices import KEY, House
from biro import create_app
from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence.models import Letter, Register

PAGES, PDF_SECONDS, WORKER_MB = 50, 2.0, 250
ROWS_A_PAGE = 18
BOOK = "/surat/masuk/buku-agenda"


@dataclass(frozen=True)
class Figure:
    """One document: how long it took, how large it and the process became."""

    name: str
    rows: int
    size: int
    seconds: float
    worker_mb: int
    pages: int = 0


def main() -> int:
    """Measure, print, and end with 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paper", description=__doc__)
    parser.add_argument(
        "--letters", type=int, default=100_000, help="letters in the office (default: 100,000)"
    )
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="biro-bench-") as name:
        folder = Path(name)
        furnishing = multiprocessing.get_context("spawn").Process(
            target=_furnish, args=(wish.letters, folder)
        )
        furnishing.start()
        furnishing.join()
        figures = measure(_open(wish.letters, folder))
    for figure in figures:
        print(figure)
    pdf, xlsx = figures
    reached = pdf.pages >= PAGES and pdf.seconds < PDF_SECONDS and xlsx.worker_mb < WORKER_MB
    return 0 if reached else 1


def _furnish(letters: int, folder: Path) -> None:
    offices.build("sqlite", letters, folder, None)


def _open(letters: int, folder: Path) -> House:
    name = f"biro_bench_{letters}"
    url = f"sqlite:///{folder / name}.sqlite3"
    app = create_app(
        INSTANCE=folder / f"sqlite_{letters}", SQLALCHEMY_DATABASE_URI=url, SECRET_KEY=KEY, WTF_CSRF_ENABLED=False
    )  # fmt: skip
    return House(app, url, letters, 0.0)


def measure(house: House) -> list[Figure]:
    """Fifty pages as PDF, then every letter as XLSX."""
    _person_id, token = house.sign_in("sekretaris")
    client = house.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    with house.app.app_context():
        book = db.session.scalars(select(Register.id).order_by(Register.id).limit(1)).one()
        first = db.session.scalars(select(func.min(Letter.received_on))).one()
        last = _day_after(book, first, PAGES * ROWS_A_PAGE)
        db.session.remove()
    whole = {"register_id": book, "since": first, "until": first + timedelta(days=9_999)}
    take(client, "pdf", {**whole, "until": last})  # what is loaded once
    return [take(client, "pdf", {**whole, "until": last}), take(client, "xlsx", whole)]


def _day_after(book: int, first: date, rows: int) -> date:
    """The day on which the book has at least so many letters."""
    days = (
        select(Letter.received_on)
        .where(Letter.register_id == book, Letter.received_on >= first)
        .order_by(Letter.received_on, Letter.id)
    )
    return db.session.scalars(days.offset(rows - 1).limit(1)).one()


def take(client: FlaskClient, form: str, data: dict[str, object]) -> Figure:
    """One document, asked for as the page's form does."""
    started = time.perf_counter()
    answer = client.post(f"{BOOK}.{form}", data=data)
    size = sum(len(part) for part in answer.iter_encoded()) if form == "xlsx" else len(answer.data)
    seconds = time.perf_counter() - started
    if answer.status_code != 200:
        raise RuntimeError(f"{form}: {answer.status}")
    worker = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    pages = len(pypdfium2.PdfDocument(io.BytesIO(answer.data))) if form == "pdf" else 0
    return Figure(form, _rows(client), size, round(seconds, 2), worker, pages)


def _rows(client: FlaskClient) -> int:
    """What the Trail says of the last book."""
    with client.application.app_context():
        query = select(Trail).where(Trail.action == "register.taken").order_by(Trail.seq.desc()).limit(1)
        return int(db.session.scalars(query).one().data["rows"])


if __name__ == "__main__":
    sys.exit(main())
