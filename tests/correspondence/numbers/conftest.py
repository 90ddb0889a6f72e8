"""Books that give numbers, and takers of numbers."""

import pytest

from biro.accounts.actors import SYSTEM
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import RegisterKind
from biro.correspondence.numbers import services

PATTERN = "{derajat}/{urut}/{klasifikasi}/{tahun}"


@pytest.fixture
def open_book(app, cast):
    """`open_book(day_quota=3)` opens a book of outgoing letters kept by Biro Umum and commits."""

    def run(unit="UM", **change):
        given = {"name": "Surat keluar", "kind": RegisterKind.OUTGOING, "pattern": PATTERN, **change}
        book = services.open_register(unit=cast.unit(unit), by=SYSTEM, **given)
        db.session.commit()
        return book

    return run


@pytest.fixture
def take(app, cast):
    """`take(book, note=…)` takes a number for Bagian Tata Usaha as the secretary and commits."""

    def run(book, by="secretary", unit="TU", **change):
        given = {"letter_date": clock.today(), "classification": "000.1.5", **change}
        row = services.take(book, unit=cast.unit(unit), by=cast.as_(by), **given)
        db.session.commit()
        return row

    return run
