"""Scans as they come into the inbox."""

import io
from types import SimpleNamespace

import pytest

from biro.accounts import services as accounts
from biro.accounts.actors import SYSTEM
from biro.accounts.models import AssignmentKind
from biro.accounts.permissions import Role
from biro.core.db import db
from biro.correspondence.intake import services
from biro.correspondence.intake.models import InboxSource
from tests.files.conftest import berkas, pdf
from tests.story import SINCE
from tests.support.web import client_for

__all__ = ["berkas"]


@pytest.fixture
def book(app, cast):
    """The agenda book of the household's neighbours: the section of the secretary."""
    found = services.book(None, by=cast.as_("secretary"))
    db.session.commit()
    return found


@pytest.fixture
def scan(cast, book):
    """`scan(content, name)` puts one file into the inbox as the secretary."""

    def put(content=None, name="scan-1.pdf", by="secretary", **more):
        given = {"register": book, "source": InboxSource.UPLOAD, "by": cast.as_(by), **more}
        item = services.take_in([(io.BytesIO(content or pdf()), name)], **given)
        db.session.commit()
        return item

    return put


@pytest.fixture
def uploads():
    """`uploads((content, name), …)` are files as a browser sends them."""
    return lambda *files: [SimpleNamespace(stream=io.BytesIO(c), filename=n) for c, n in files]


@pytest.fixture
def second_clerk(app, cast):
    """Another secretary of the same section, signed in."""
    person = accounts.add_person(
        name="Rina Marlina", username="rina", email="rina@biro.test", unit_id=cast.unit("TU").id, by=SYSTEM
    )
    position = accounts.add_position(
        title="Pengadministrasi", unit=cast.unit("TU"), role=Role.SECRETARY, is_head=False, single=False, rank=50,
        by=SYSTEM,
    )  # fmt: skip
    accounts.assign(
        person=person, position=position, kind=AssignmentKind.DEFINITIVE, starts_on=SINCE, by=SYSTEM
    )
    db.session.commit()
    return client_for(app, person)
