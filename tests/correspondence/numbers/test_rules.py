"""How a number looks: every pattern in use, what is wrong with a pattern, the blocks of a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biro.core.errors import DomainError
from biro.correspondence.numbers import presets, rules

# What stands for the tokens in the example of each preset.
EXAMPLES = {
    "pemda": {"seq": 15, "classification": "000.8.3.3", "unit": "OR"},
    "pemda-eksternal": {"degree": "B", "seq": 215, "classification": "000.1.5"},
    "pemda-internal": {"seq": 34, "classification": "000.1.4"},
    "pemda-penugasan": {"seq": 52, "classification": "800.1.11.1"},
    "pemda-khusus": {"seq": 52, "classification": "800.1.11.1"},
    "sekda": {"degree": "B", "seq": 215, "classification": "000.1.5", "unit": "UM"},
    "kementerian": {
        "degree": "R", "seq": 99, "position": "IJ", "classification": "KP.07.6", "letter_date": date(2020, 4, 7)
    },
    "panrb": {
        "degree": "B", "seq": 235, "agency": "PANRB", "position": "D-IV", "classification": "KKA",
        "letter_date": date(2012, 6, 1),
    },
    "panrb-nota": {"seq": 124, "position": "D-IV", "classification": "KKA", "letter_date": date(2012, 2, 9)},
    "khusus": {"seq": 5, "position": "IJ", "letter_date": date(2016, 4, 30)},
    "kemnaker": {
        "degree": "B", "seq": 1, "sub": "0908", "classification": "HM.08", "letter_date": date(2026, 9, 8)
    },
    "pupr": {"seq": 150, "classification": "UM 0201", "position": "Sj"},
    "keputusan": {"seq": 23, "letter_date": date(2020, 1, 1)},
    "keputusan-pemda": {"seq": 23, "classification": "100.3.3.1"},
}  # fmt: skip


@pytest.mark.parametrize("preset", presets.presets(), ids=lambda p: p.code)
def test_every_preset_renders_its_example_exactly(preset):
    values = rules.Values(**{"letter_date": date(2026, 3, 4), **EXAMPLES[preset.code]})
    assert rules.render(preset.pattern, values) == preset.example
    assert preset.basis
    rules.check_pattern(preset.pattern, "book", "")


def test_every_kind_of_book_has_one_usual_pattern():
    usual = [p.kind for p in presets.presets() if p.usual]
    assert sorted(usual) == sorted({p.kind for p in presets.presets()})


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "{urut}"), ("B/{klasifikasi}", "{urut}"), ("{urut}/{nomor}", "{nomor} tidak dikenal"),
        ("{urut}/{bulan:3}", "Bentuk {bulan:3}"), ("{urut:}", "Bentuk {urut:}"), ("{urut:99}", "Bentuk"),
        ("{tahun:2}/{urut}", "Bentuk {tahun:2}"), ("{urut}/{tahun", "kurung kurawal"), ("{urut}}", "kurung kurawal"),
        ("{urut}/{urut}", "cukup sekali"), ("{urut}{sub}{sub}", "cukup sekali"), ("{urut}/{}", "{} tidak dikenal"),
    ],
)  # fmt: skip
def test_a_wrong_pattern_is_refused_with_what_is_wrong(pattern, said):
    with pytest.raises(DomainError) as refusal:
        rules.check_pattern(pattern, "book", "")
    assert said in str(refusal.value) and refusal.value.field == "pattern"


def test_what_is_counted_apart_must_look_apart():
    for scope in ("classification", "unit"):
        with pytest.raises(DomainError):
            rules.check_pattern("{urut}/{tahun}", scope, "")
    with pytest.raises(DomainError) as refusal:
        rules.check_pattern("{urut}/{unit}", "unit", "UM")
    assert refusal.value.field == "unit_code"


def test_a_sub_number_follows_the_number_or_stands_where_the_pattern_puts_it():
    day = date(2026, 3, 4)
    assert rules.render("{urut}/{tahun}", rules.Values(12, day, sub="1")) == "12.1/2026"
    assert rules.render("{urut:04}/{sub}/{tahun}", rules.Values(12, day, sub="1")) == "0012/1/2026"
    assert rules.render("{urut}/{sub}/{tahun}", rules.Values(12, day)) == "12/2026"


def test_what_is_missing_shows_and_is_named():
    values = rules.Values(3, date(2026, 3, 4))
    assert rules.render("{derajat}/{urut}/{klasifikasi}", values) == "…/3/…"
    assert rules.missing("{derajat}/{urut}/{sub}/{klasifikasi}", values) == ["derajat", "klasifikasi"]


def test_months_are_roman_by_the_letter_date():
    shown = [rules.render("{urut}/{bulan:romawi}", rules.Values(1, date(2026, m, 1))) for m in range(1, 13)]
    assert shown[3] == "1/IV" and shown[8] == "1/IX" and shown[11] == "1/XII"


@settings(deadline=None, max_examples=50)
@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.integers(1, 500))
def test_the_blocks_of_a_year_follow_each_other_without_gap_and_overlap(day, quota):
    here, after = rules.block(day, quota), rules.block(day + timedelta(days=1), quota)
    assert len(here) == quota
    assert after[0] == here[-1] + 1 if (day + timedelta(days=1)).year == day.year else after[0] == 1


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 99_999), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_two_numbers_of_a_sequence_never_look_the_same(seq, day):
    for preset in presets.presets():
        one = rules.Values(seq, day, degree="B", classification="1", unit="U", position="P", agency="A")
        two = rules.Values(seq + 1, day, degree="B", classification="1", unit="U", position="P", agency="A")
        assert rules.render(preset.pattern, one) != rules.render(preset.pattern, two)


def test_a_date_that_can_only_be_a_slip_is_refused():
    today = date(2026, 11, 24)
    for day in (date(2027, 2, 1), date(2024, 1, 1)):
        with pytest.raises(DomainError):
            rules.check_date(day, today)
    rules.check_date(date(2026, 1, 2), today)


def test_a_number_by_hand_holds_its_own_place():
    rules.check_text("B/0012.a/000.1.5", 12)
    for text in ("B/112/000.1.5", "B/x", "12" + "x" * 150):
        with pytest.raises(DomainError):
            rules.check_text(text, 12)


def test_the_alarm_rings_once_at_the_crossing():
    assert [left for left in range(20, -1, -1) if rules.crossed(left, 10)] == [9]
    assert not any(rules.crossed(left, 0) for left in range(5))
