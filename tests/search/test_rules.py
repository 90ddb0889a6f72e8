"""Words, stems and marks."""

from biro.search import rules


def test_words_are_small_plain_and_in_order():
    assert rules.words_of("Surat_Édaran No. 005/UM-3: “Rapat”!") == [
        "surat",
        "edaran",
        "no",
        "005",
        "um",
        "3",
        "rapat",
    ]


def test_a_question_has_each_word_once_and_at_most_ten():
    assert rules.question("rapat RAPAT kerja") == ("rapat", "kerja")
    assert len(rules.question(" ".join(f"kata{n}" for n in range(50)))) == rules.MAX_WORDS
    assert rules.question("\" ' * ( ) : -") == ()
    assert len(rules.question("a" * 5_000)[0]) == rules.MAX_LETTERS


def test_stems_join_what_belongs_together_and_leave_numbers_alone():
    assert rules.stem("undangan") == rules.stem("mengundang") == "undang"
    assert rules.stem("2026an") == "2026an"


def test_marks_keep_the_text_whole():
    pieces = rules.marked("Rapat, rapatnya; dan perapatan.", ("rapat",))
    assert "".join(text for text, _mark in pieces) == "Rapat, rapatnya; dan perapatan."
    assert [text for text, mark in pieces if mark][:2] == ["Rapat", "rapatnya"]


def test_an_excerpt_shows_the_first_answer_and_says_what_it_leaves_out():
    text = "awal " * 100 + "undangan penting " + "akhir " * 100
    shown = rules.excerpt(text, ("undangan",))
    assert "undangan penting" in shown and shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) <= 210
    assert rules.excerpt("pendek saja", ("tidak",)) == "pendek saja"
