"""A secret letter in a file: outsiders to it read a number, a code and that something secret lies there."""

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence import services as letters
from biro.correspondence.archive import queries, services
from biro.search.models import SearchEntry
from tests.support.web import text_of

TOLD = "Kanari"


@pytest.fixture
def file(cast, open_file, write_letter):
    """A file of the bureau with an ordinary and a secret letter; its title tells what the secret one is about."""
    file = open_file(unit="UM", title=f"Perkara {TOLD}")
    for degree, subject, number in (("B", "Undangan rapat", "1"), ("SR", f"Dugaan {TOLD}", f"{TOLD}-9")):
        letter = write_letter(
            subject=subject, security=degree, number=number, sender_name=f"Inspektorat {number}"
        )
        services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.commit()
    return file


def test_who_may_see_the_letter_sees_the_file_whole(sign_in, file):
    for name in ("secretary", "head"):
        client = sign_in(name)
        page = text_of(client.get(file.url))
        assert f"Perkara {TOLD}" in page and f"Dugaan {TOLD}" in page and "1 surat rahasia" in page
        assert f"Perkara {TOLD}" in text_of(client.get(f"/arsip?q={TOLD}"))


def test_others_read_number_code_and_count(app, cast, sign_in, file, lend):
    from tests.support.web import client_for

    deputy = client_for(app, cast.finance, lend(cast.head, cast.finance).id)
    page = text_of(deputy.get(file.url))
    assert "Berkas rahasia" in page and "000.1.4" in page and "1 surat rahasia" in page
    assert "Undangan rapat" in page and TOLD not in page
    assert TOLD not in text_of(deputy.get("/arsip")) and "Rahasia" in text_of(deputy.get("/arsip"))
    found = text_of(deputy.get(f"/arsip?q={TOLD}"))
    assert "Tidak ada berkas yang cocok" in found
    for name in ("staff", "outsider", "outsider_head", "admin"):
        assert sign_in(name).get(file.url).status_code == 404


def test_what_is_masked_does_not_leave_the_database(app, cast, file, lend):
    lend(cast.head, cast.finance)
    actor = cast.as_("finance")
    actor.act_for(cast.head.id, cast.head.name, with_secret=False)
    assert [(row.title, row.sealed) for row in db.session.execute(queries.rows(actor))] == [(None, True)]
    rows = db.session.execute(queries.items([file.id], actor).order_by(queries.CaseItem.number)).all()
    assert [row.title for row in rows] == ["Undangan rapat", None]
    assert set(rows[1][7:13]) <= {None, True}


def test_search_and_trail_know_only_the_number(file):
    entry = db.session.scalars(select(SearchEntry).where(SearchEntry.ref == file.owner)).one()
    assert TOLD not in entry.title + entry.body and file.label in entry.title
    assert not [t for t in db.session.scalars(select(Trail)) if TOLD in f"{t.label}{t.data}"]


def test_a_letter_that_becomes_secret_takes_its_files_title_out_of_the_search(cast, open_file, write_letter):
    file, letter = open_file(title=f"Perkara {TOLD}"), write_letter()
    services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.commit()
    entry = select(SearchEntry.title).where(SearchEntry.ref == file.owner)
    assert TOLD in db.session.scalar(entry)
    letters.change(
        letter, version=letter.version, number=letter.number, letter_date=letter.letter_date, subject="x",
        sender_id=letter.sender_id, security="R", by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    assert TOLD not in db.session.scalar(entry)
