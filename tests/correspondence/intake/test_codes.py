"""The code on a sticker: what it forgives and what it does not."""

import pytest

from biro.correspondence.intake import codes


@pytest.fixture
def berkas():
    """No database here."""


def test_a_code_is_read_however_it_is_typed():
    code = codes.new_code()
    for typed in (
        code,
        code.lower(),
        codes.shown(code),
        f"BIRO:{code}",
        f" {code[:3]} {code[3:]} ",
        code.replace("0", "O"),
    ):
        assert codes.read_code(typed) == code


def test_one_wrong_sign_is_seen():
    code = codes.new_code()
    for place in range(len(code)):
        for sign in codes.SIGNS:
            wrong = code[:place] + sign + code[place + 1 :]
            assert (codes.read_code(wrong) == wrong) is (wrong == code)


@pytest.mark.parametrize("text", ["", "https://tte.example/abc", "1234567", "BIRO:", "ÀBCD-EFGH"])
def test_other_codes_are_none_of_ours(text):
    assert codes.read_code(text) is None


def test_on_a_scan_only_codes_with_our_mark_count():
    code = codes.new_code()
    assert codes.beginnings([(1, code), (2, codes.MARK + code), (2, "lain")]) == {2: code}


def test_pages_fall_into_documents():
    assert codes.parts(5, [3]) == [(1, 2), (3, 5)]
    assert codes.parts(3, [1, 2, 3]) == [(1, 1), (2, 2), (3, 3)]
    assert codes.parts(2, [9]) == [(1, 2)]
