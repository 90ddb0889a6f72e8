"""A secret letter in a file: outsiders to it read a number, a code and that something secret lies there."""

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence import services as letters
from biro.correspondence.archive import contents, queries, services
from biro.correspondence.archive.models import CaseItem
from biro.search.models import SearchEntry
from tests.support.web import client_for, text_of

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


def test_its_own_page_shows_the_title_to_who_may_see_the_letter_and_no_list_does(sign_in, file):
    for name in ("secretary", "head"):
        client = sign_in(name)
        page = text_of(client.get(file.url))
        assert f"Perkara {TOLD}" in page and "1 surat rahasia" in page and "Undangan rapat" in page
        assert f"Dugaan {TOLD}" not in page, "the letter is read on its own page, where that is written down"
        assert (
            "/surat/masuk/" in client.get(file.url).get_data(as_text=True).partition("Surat rahasia")[0][-60:]
        )
        assert TOLD not in text_of(client.get("/arsip")) and "Rahasia" in text_of(client.get("/arsip"))
        assert "Tidak ada berkas yang cocok" in text_of(client.get(f"/arsip?q={TOLD}"))
    found = sign_in("secretary").get("/arsip/berkas/cari?q=000.1.4").get_json()
    assert [row["text"] for row in found] == [f"{file.label} · Berkas rahasia"]
    assert sign_in("secretary").get(f"/arsip/berkas/cari?q={TOLD}").get_json() == []


def test_others_read_number_code_and_count(app, cast, sign_in, file, lend):
    deputy = client_for(app, cast.finance, lend(cast.head, cast.finance).id)
    page = text_of(deputy.get(file.url))
    assert "Berkas rahasia" in page and "000.1.4" in page and "1 surat rahasia" in page
    assert "Undangan rapat" in page and TOLD not in page
    for name in ("staff", "outsider", "outsider_head", "admin"):
        assert sign_in(name).get(file.url).status_code == 404


def test_what_is_masked_does_not_leave_the_database(cast, file):
    for name in ("head", "secretary"):
        found = db.session.execute(queries.rows(cast.as_(name))).all()
        assert [(row.title, row.secret) for row in found] == [(None, True)]
        rows = db.session.execute(contents.items([file.id], cast.as_(name)).order_by(CaseItem.number)).all()
        assert [(row.title, row.sender) for row in rows] == [
            ("Undangan rapat", "Inspektorat 1"),
            (None, None),
        ]
        assert TOLD not in repr(rows)


def test_a_letter_of_another_unit_is_a_line_and_no_more(sign_in, cast, open_file, write_letter):
    file, letter = open_file(unit="RT"), write_letter(subject="Rencana belanja", unit_id=cast.unit("TU").id)
    services.file_letter(file, letter, by=cast.as_("secretary"))
    db.session.commit()
    page = text_of(sign_in("staff").get(file.url))
    assert "Tidak terbuka untuk Anda" in page and "Rencana belanja" not in page
    assert "Rencana belanja" in text_of(sign_in("secretary").get(file.url))


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
