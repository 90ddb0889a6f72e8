"""What lines mean, whose name stands below, who parafs: all without a database."""

import pytest

from biro.correspondence.outgoing import rules
from biro.correspondence.outgoing.rules import Line, Signer

NAME, NIP, GRADE = "Dr. Ratna Dewi Kusuma, S.H., M.A.P.", "197001012005011001", "Pembina (IV/a)"


def block(title="Kepala Biro Umum", with_titles=True, **more):
    return rules.signature(Signer(NAME, title, NIP, GRADE, **more), with_titles=with_titles)


def test_correspondence_bears_titles_rank_and_nip():
    made = block()
    assert made.above == ("KEPALA BIRO UMUM",)
    assert (made.name, made.below) == (NAME, (GRADE, f"NIP {NIP}"))


def test_decisions_bear_the_name_without_titles():
    assert block(with_titles=False).name == "Ratna Dewi Kusuma"


@pytest.mark.parametrize("title", ["Gubernur", "Wakil Bupati", "Wali Kota", "Sekretaris Daerah"])
def test_leaders_and_the_regional_secretary_bear_neither_nip_nor_rank(title):
    assert block(title).below == () and block(title).name == NAME


@pytest.mark.parametrize("capacity", ["plt", "plh", "pj"])
def test_whoever_holds_a_leaders_office_for_another_bears_no_title(capacity):
    made = block("Gubernur", capacity=capacity)
    assert (made.name, made.below) == ("Ratna Dewi Kusuma", ())
    assert made.above == (f"{capacity.title()}. GUBERNUR",)


def test_an_acting_head_of_a_bureau_keeps_titles_and_nip():
    assert block(capacity="plh").below == (GRADE, f"NIP {NIP}")
    assert block(capacity="plh").name == NAME


def test_mandates_name_their_giver_above():
    assert block(mandate="an", principal="Sekretaris Daerah").above == (
        "a.n. SEKRETARIS DAERAH",
        "KEPALA BIRO UMUM",
    )
    made = block(mandate="ub", principal="Gubernur", middle="Sekretaris Daerah", capacity="plt")
    assert made.above == ("a.n. GUBERNUR", "SEKRETARIS DAERAH", "u.b.", "Plt. KEPALA BIRO UMUM")


def test_lines_become_paragraphs_facts_points_and_headings():
    text = (
        "Kalimat satu.\nKalimat dua.\n\nHari : Senin\nAcara : Rapat\n  dan makan\n\n1. satu\na. anak\n2) dua"
    )
    text += "\n\nMEMUTUSKAN:"
    assert rules.blocks(text) == [
        {"kind": "text", "text": "Kalimat satu.\nKalimat dua."},
        {"kind": "facts", "items": [["Hari", "Senin"], ["Acara", "Rapat\ndan makan"]]},
        {"kind": "points", "items": [["0", "1.", "satu"], ["1", "a.", "anak"], ["0", "2)", "dua"]]},
        {"kind": "heading", "text": "MEMUTUSKAN:"},
    ]


@pytest.mark.parametrize("text", ["pukul 09:00 WIB kita mulai", "Catatan: penting", "https://contoh.go.id"])
def test_a_colon_inside_a_sentence_makes_no_table(text):
    assert rules.blocks(text) == [{"kind": "text", "text": text}]


def test_nothing_of_a_text_is_lost():
    text = "a\n: b\n\n  c\n1.\nX : \n:::\n- z"
    told = str(rules.blocks(text))
    assert all(letter in told for letter in "abcXz")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Yth. Kepala Dinas Kesehatan", Line("Kepala Dinas Kesehatan")),
        ("1. Bupati Aru u.p. Sekretaris Daerah [E-mail]", Line("Bupati Aru", "Sekretaris Daerah", way="e-mail")),
        ("  2) Yth. Sdr. Sekda (sebagai laporan)  ", Line("Sekda", as_report=True)),
        ("Supardi, S.E., u.p Kasubbag", Line("Supardi, S.E", "Kasubbag")),
        ("   ", None),
        ("Yth. ", None),
    ],
)  # fmt: skip
def test_a_recipient_is_read_from_its_line(text, line):
    assert rules.read_line(text) == line


def test_the_line_that_is_written_is_the_line_that_was_read():
    line = Line("Kepala Dinas", "Sekretaris", True, "pos")
    assert rules.read_lines(f"{line}\n\n{line}") == [line]


def test_the_hash_is_of_the_words_not_of_their_order():
    assert rules.digest({"a": 1, "b": "é"}) == rules.digest({"b": "é", "a": 1})
    assert rules.digest({"a": 1}) != rules.digest({"a": 2})


def test_the_three_nearest_to_the_signer_paraf_and_nobody_their_own():
    assert rules.chain([1, 2, 3, 4, 5], author=9, signer=8, most=3) == [3, 4, 5]
    assert rules.chain([1, 2, 8], author=1, signer=8, most=3) == [2]
    assert rules.chain([1, 2], author=8, signer=8, most=3) == []
