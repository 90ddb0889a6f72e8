"""Kartu kendali and lembar pengantar: what they say, and that a secret letter goes out sealed."""

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core.db import db
from biro.correspondence.models import Classification
from tests.correspondence.test_printing import day, read
from tests.support.tables import rows_of
from tests.support.web import text_of

CARDS, SLIPS = "/surat/masuk/kartu-kendali", "/surat/masuk/lembar-pengantar"
TOLD = "Pemeriksaan khusus"


@pytest.fixture
def letters(cast, write_letter):
    """An ordinary letter to the bureau, one to its household, and a secret one."""
    code = db.session.scalars(select(Classification.id).where(Classification.code == "000.1.5")).one()
    return [
        write_letter(subject="Undangan rapat", number="005/1", classification_id=code, enclosures="1 berkas"),
        write_letter(subject="=1+1 #panic()", number="+62/A", unit_id=cast.unit("RT").id),
        write_letter(subject=TOLD, number="R-77/X", security="R", sender_name="Inspektorat"),
    ]


def noted(action):
    return len(db.session.scalars(select(Trail.seq).where(Trail.action == action)).all())


def test_a_card_has_three_copies_with_the_fields_of_the_form_and_secret_letters_get_none(sign_in, letters):
    pages = read(sign_in("secretary").post(f"{CARDS}.pdf", data=day()))
    assert len(pages) == 6 and noted("letter.carded") == 2
    for word in (
        "KARTU KENDALI",
        "Indeks",
        "M/K",
        "Kode 000.1.5",
        "Lampiran 1 berkas",
        "Pengolah",
        "Undangan rapat",
    ):
        assert word in pages[0], word
    assert "Lembar 1: pengarah" in pages[0] and "Lembar 3: pengolah" in pages[2]
    assert "=1+1 #panic()" in pages[3] and TOLD not in "".join(pages)
    rows = rows_of(sign_in("secretary").post(f"{CARDS}.xlsx", data=day()).data)
    assert [row[5] for row in rows[-2:]] == ["Undangan rapat", "=1+1 #panic()"]


def test_only_secret_letters_leave_nothing_to_print_on_cards(sign_in, letters):
    answer = sign_in("secretary").post(f"{CARDS}.pdf", data=day(numbers="3"))
    assert answer.status_code == 422 and "cetak lembar pengantarnya" in text_of(answer)
    assert noted("letter.carded") == 0


def test_a_slip_for_each_unit_and_the_secret_one_sealed(sign_in, letters):
    pages = read(sign_in("secretary").post(f"{SLIPS}.pdf", data=day()))
    assert len(pages) == 3 and noted("letter.handed") == 3
    assert (
        "LEMBAR PENGANTAR SURAT BIASA" in pages[0]
        and "Biro Umum" in pages[0]
        and "Undangan rapat" in pages[0]
    )
    assert (
        "LEMBAR PENGANTAR SURAT RAHASIA" in pages[1] and "3/20" in pages[1] and "Sampul tertutup" in pages[1]
    )
    assert "Bagian Rumah Tangga" in pages[2]
    rows = rows_of(sign_in("secretary").post(f"{SLIPS}.xlsx", data=day()).data)
    for told in (TOLD, "R-77/X", "Inspektorat"):
        assert told not in " ".join(pages) and told not in str(rows)


def test_who_has_no_part_in_the_book_prints_nothing(sign_in, letters):
    for path in (CARDS, SLIPS):
        assert sign_in("outsider").post(f"{path}.pdf", data=day()).status_code == 404
        assert sign_in("visitor").post(f"{path}.pdf", data=day()).status_code == 303
        assert sign_in("secretary").get(path).status_code == 200
    assert noted("letter.carded") == noted("letter.handed") == 0
