"""Files as an archivist would open them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.correspondence.archive import services
from biro.correspondence.models import Classification
from tests.correspondence.conftest import lend, write_letter

__all__ = ["lend", "write_letter"]


def code(text):
    """A classification of the seed."""
    return db.session.scalars(select(Classification).where(Classification.code == text)).one()


@pytest.fixture
def open_file(app, cast):
    """`open_file(title=…, code="000.1.4", unit="RT")` opens a file as the secretary and commits."""

    def run(by="secretary", unit="TU", code_text="000.1.4", **change):
        given = {
            "title": "Peminjaman aula",
            "opened_on": clock.today() - timedelta(days=10),
            "cabinet": "2",
            "drawer": "1",
            "folder": "7",
            **change,
        }
        file = services.open_file(
            **given, unit_id=cast.unit(unit).id, classification_id=code(code_text).id, by=cast.as_(by)
        )
        db.session.commit()
        return file

    return run


@pytest.fixture
def closed_file(open_file, cast):
    """A file that was opened and closed long ago."""

    def run(opened=date(2015, 1, 5), closed=date(2015, 12, 30), **change):
        file = open_file(opened_on=opened, **change)
        services.add_paper(
            file, title="Berita acara", day=opened, amount="3 lembar", by=cast.as_("secretary")
        )
        services.close(file, version=None, closed_on=closed, by=cast.as_("secretary"))
        db.session.commit()
        return file

    return run
