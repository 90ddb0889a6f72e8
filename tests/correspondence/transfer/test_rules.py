"""What the columns and cells of old agenda books mean."""

from datetime import date

import pytest

from biro.correspondence.transfer import rules

TODAY = date(2026, 11, 24)
MODERN = [
    "No. Urut",
    "Tanggal Penerimaan",
    "Tanggal Naskah",
    "Nomor Naskah",
    "Asal",
    "Isi Ringkas",
    "Unit Kerja",
    "Ket",
]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-07", date(2024, 3, 7)), ("07-03-2024", date(2024, 3, 7)), ("7/3/24", date(2024, 3, 7)),
        ("7 Maret 2024", date(2024, 3, 7)), ("07-Nop-2023", date(2023, 11, 7)),
        ("Senin, 4 Pebruari 2019", date(2019, 2, 4)),
        ("12 Agt 2020", date(2020, 8, 12)), ("1 Mei 21", date(2021, 5, 1)), ("Bandung, 5 Okt. 2022", date(2022, 10, 5)),
        ("31-02-2024", None), ("minggu lalu", None), ("", None), ("13/13/2020", None),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_and_never_month_first(text, day):
    assert rules.read_day(text, TODAY) == day


def test_the_legal_columns_are_known_by_their_names():
    heading = rules.find_heading([["BUKU AGENDA SURAT MASUK"] * 8, [""] * 8, MODERN, ["1", *[""] * 7]])
    assert (heading.first, heading.last) == (2, 2)
    assert rules.guess(heading.labels) == {
        "agenda": 0, "received_on": 1, "letter_date": 2, "number": 3, "sender": 4, "subject": 5, "unit": 6
    }  # fmt: skip


def test_a_heading_of_two_rows_with_merged_cells_is_one_heading():
    rows = [
        ["AGENDA 2019"] * 6,
        ["No", "Tgl. Terima", "Surat Masuk", "Surat Masuk", "Surat Masuk", "Surat Masuk"],
        ["No", "Tgl. Terima", "Nomor", "Tanggal", "Pengirim", "Isi Singkat"],
        ["1", "02-01-2019", "005/1", "28-12-2018", "Dinas A", "Undangan"],
    ]
    heading = rules.find_heading(rows)
    assert (heading.first, heading.last) == (1, 2)
    assert rules.guess(heading.labels) == {
        "agenda": 0, "received_on": 1, "number": 2, "letter_date": 3, "sender": 4, "subject": 5
    }  # fmt: skip


def test_a_file_without_a_heading_is_not_guessed_at():
    heading = rules.find_heading([["1", "a", "b"], ["2", "c", "d"]])
    assert (heading.first, heading.last) == (0, 0) and rules.guess(heading.labels) == {}


def line(**said):
    names = list(rules.HEADINGS)
    given = {
        "received_on": "02-01-2024",
        "letter_date": "01-01-2024",
        "sender": "Dinas A",
        "subject": "Undangan",
        "number": "005/1",
        **said,
    }
    return rules.read_line(
        [given.get(n, "") for n in names], {n: i for i, n in enumerate(names) if n in given}, TODAY
    )


@pytest.mark.parametrize(
    ("said", "security", "urgency"),
    [
        ("Penting", "B", "segera"), ("P", "B", "segera"), ("Konfidensial", "T", "biasa"), ("RAHASIA", "R", "biasa"),
        ("Sangat Rahasia", "SR", "biasa"), ("Sangat segera", "B", "kilat"), ("-", "B", "biasa"), ("", "B", "biasa"),
    ],
)  # fmt: skip
def test_old_words_mix_two_degrees_and_are_taken_apart(said, security, urgency):
    found = line(security=said)
    assert (found.security, found.urgency, found.warnings) == (security, urgency, [])


def test_what_is_assumed_is_said_and_what_is_impossible_is_an_error():
    assert line(letter_date="").warnings == [("written_assumed", "")]
    assert line(received_on="", letter_date="01-01-2024").warnings == [("received_assumed", "")]
    assert ("no_day", "") in line(received_on="", letter_date="").errors
    assert ("order", "03-01-2024") in line(letter_date="03-01-2024").errors
    assert line(received_on="02-01-2030").errors == [("future", "02-01-2030")]
    assert line(received_on="kemarin").errors == [("received_on", "kemarin")]
    assert line(agenda="12a").errors == [("agenda", "12a")] and line(agenda="12.").agenda == 12
    assert ("degree", "Biru") in line(security="Biru").warnings
    assert line(sender=" . ").errors == [("sender", "")] and line(subject="").errors == [("subject", "")]
    assert ("no_number", "") in line(number="-").warnings
    assert line(number="x" * 151).errors and line(number="  a /b " + "x" * 140).number.endswith("x")
