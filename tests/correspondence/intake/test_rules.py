"""What letters say about themselves; nothing is made up."""

from datetime import date

import pypdfium2
import pytest

from biro.correspondence.dates import city_date, first_date
from biro.correspondence.intake import rules
from biro.correspondence.intake.headings import titled
from tests.correspondence.intake.letters import CASES, page

TODAY = date(2026, 11, 24)


@pytest.fixture
def berkas():
    """No database here."""


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(p.get_textpage().get_text_bounded() for p in document).replace("\r\n", "\n")


@pytest.mark.parametrize("name", CASES)
def test_letters_of_offices_are_read_as_a_clerk_reads_them(name):
    source, expected = CASES[name]
    found = rules.read(text_of(page(source)), today=TODAY)
    values = {key: each.value for key, each in found.items()}
    values["sender"] = values.get("sender", "").split("\n")[0]
    assert values == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 November 2026", (2026, 11, 12)), ("12 Nopember 2026", (2026, 11, 12)), ("3 pebruari 2026", (2026, 2, 3)),
        ("1 Agt 2026", (2026, 8, 1)), ("1 Ags. 2026", (2026, 8, 1)), ("01/10/2026", (2026, 10, 1)),
        ("1-2-2026", (2026, 2, 1)), ("01.10.2026", (2026, 10, 1)), ("31 Februari 2026", None), ("12 Kapan 2026", None),
        ("99/99/2026", None), ("tahun 2026", None),
    ],
)  # fmt: skip
def test_dates_are_read_however_they_are_written(text, day):
    assert first_date(text) == (date(*day) if day else None)


def test_the_date_after_a_town_is_the_letters():
    assert city_date("Nomor : 5   Kota Baru, 2 Mei 2026")[0] == date(2026, 5, 2)
    assert city_date("Rapat pada Senin pukul 10, ruang 3") is None


@pytest.mark.parametrize(
    "text",
    [
        "Nomor : -\nHal : —\nLampiran : -",
        "Nomor : ${nomor_naskah}\nHal : ${hal}\nTanggal : ${tanggal_naskah}",
        "Nomor : ..........\nHal : ..........",
        "Nomor 23 Tahun 2014 tentang Pemerintahan Daerah\nbahwa dalam hal perkantoran",
        "",
    ],
)
def test_empty_and_unfilled_fields_stay_empty(text):
    assert set(rules.read(text, today=TODAY)) <= {"sender"}


def test_a_date_that_has_not_come_is_not_the_letters_date():
    assert "letter_date" not in rules.read("Jakarta, 1 Desember 2026", today=TODAY)


def test_labels_in_a_column_of_their_own_find_their_values():
    found = rules.read("Nomor\nSifat\nHal\n: 005/1/UM\n: Sangat Segera\n: Undangan", today=TODAY)
    assert (found["number"].value, found["urgency"].value, found["subject"].value) == (
        "005/1/UM", "kilat", "Undangan",
    )  # fmt: skip


def test_what_ocr_read_is_less_sure_and_its_number_least():
    text = "Nomor : 005/1/UM\nHal : Undangan"
    sure, unsure = rules.read(text, today=TODAY), rules.read(text, today=TODAY, ocr=True)
    assert unsure["subject"].sure < sure["subject"].sure
    assert unsure["number"].sure < unsure["subject"].sure


def test_secrecy_is_read_from_its_label_or_its_stamp():
    assert rules.read("RAHASIA\nNomor : 1/A", today=TODAY)["security"].value == "R"
    assert rules.read("Sifat : Sangat Rahasia", today=TODAY)["security"].value == "SR"
    assert "security" not in rules.read("Rapat ini tidak rahasia", today=TODAY)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("DINAS KESEHATAN DAN GIZI", "Dinas Kesehatan dan Gizi"), ("PT LISTRIK NUSANTARA", "PT Listrik Nusantara"),
        ("DPRD PROVINSI NUSA RAYA", "DPRD Provinsi Nusa Raya"), ("Kantor Kita", "Kantor Kita"),
    ],
)  # fmt: skip
def test_capitals_of_a_letterhead_become_a_name(given, shown):
    assert titled(given) == shown
