"""A number that was given elsewhere: in the ledger as it stands on the paper, and never on another letter."""

import io
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.correspondence import paper
from biro.correspondence.models import Register
from biro.correspondence.numbers import explaining
from biro.correspondence.numbers import services as numbers
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.outgoing import services
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from tests.support.web import text_of

SITE = "https://biro.example"
PATTERN = "{derajat}/{urut:03}/{klasifikasi}/{instansi}/{tahun}"


@pytest.fixture(autouse=True)
def no_child_process(monkeypatch):
    monkeypatch.setattr("biro.correspondence.outgoing.services.signing.signatures_of", lambda stream: {})


@pytest.fixture
def book(app, cast):
    found = numbers.open_register(
        unit=cast.unit("UM"), name="Surat keluar", kind="outgoing", pattern=PATTERN, agency_code="UM",
        by=cast.as_("admin"),
    )  # fmt: skip
    db.session.commit()
    return found


def ours(seq):
    return f"B/{seq}/000.1.5/UM/{clock.today().year}"


def outside(letter, cast, number, by="head"):
    file = SimpleNamespace(stream=io.BytesIO(paper.pdf([number])), filename="surat.pdf")
    services.sign_outside(letter, number=number, on=clock.today(), upload=file, by=cast.as_(by))
    db.session.commit()
    return letter


def sign(letter, cast):
    services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE)
    db.session.commit()
    return letter


def told(letter):
    return " ".join(explaining.sentences(letter.number_row.why))


def test_one_that_looks_like_ours_takes_its_place_in_our_book_and_our_sequence_goes_past_it(
    ready, cast, book
):
    letter = outside(ready(), cast, ours("2"))
    row = letter.number_row
    assert (row.register_id, row.seq, row.text, row.owner) == (book.id, 2, ours("2"), letter.owner)
    assert letter.number == ours("2") and (row.state, row.manual) == (NumberState.USED, False)
    assert "diberikan di luar (SRIKANDI)" in told(letter) and "urutan 2" in told(letter)
    assert [sign(ready(), cast).number for _turn in range(2)] == [ours("001"), ours("003")]


def test_one_that_looks_like_none_of_ours_is_kept_in_a_book_of_foreign_numbers(ready, cast, book, sign_in):
    letter = outside(ready(), cast, "400.1/ 77 /SRK")
    row, kept = letter.number_row, letter.number_row.register
    assert (kept.outside, kept.gives_numbers, kept.unit_id) == (True, False, cast.unit("UM").id)
    assert row.text == letter.number == "400.1/ 77 /SRK"
    assert outside(ready(), cast, "400.1/78/SRK").number_row.register_id == kept.id
    assert len(db.session.scalars(select(Register).where(Register.outside)).all()) == 1
    client = sign_in("secretary")
    page = text_of(client.get(f"/surat/nomor/{row.id}"))
    assert "diberikan di luar (SRIKANDI)" in page and "400.1/ 77 /SRK" in page
    assert "400.1/78/SRK" in text_of(client.get(f"/surat/nomor?register={kept.id}"))
    assert kept.name not in text_of(client.get("/surat/nomor/ambil"))
    assert sign(ready(), cast).number == ours("001")


@pytest.mark.parametrize("number", ["77/SRK", ours("001"), ours("1")])
def test_a_number_is_not_given_twice_and_the_refusal_names_the_other_letter(
    ready, cast, book, number, sign_in
):
    first = ready(subject="Undangan pertama")
    outside(first, cast, number) if "SRK" in number else sign(first, cast)
    letter = ready(subject="Kedua")
    sent = {
        "number": number, "on": clock.today().isoformat(), "version": letter.version,
        "scan": (io.BytesIO(paper.pdf([number])), "surat.pdf"),
    }  # fmt: skip
    answer = sign_in("secretary").post(f"{letter.url}/tanda-tangan-luar", data=sent)
    page = text_of(answer)
    assert answer.status_code == 422 and "sudah ada dalam buku" in page and "Undangan pertama" in page
    assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.READY


def test_of_a_secret_letter_the_refusal_says_only_that_there_is_another(ready, cast, book):
    secret = ready(security="R", subject="Kenarihal")
    outside(secret, cast, "9/SRK")
    with pytest.raises(DomainError) as refused:
        outside(ready(), cast, "9/SRK", by="secretary")
    said = str(refused.value)
    assert "pada surat lain" in said and "Kenari" not in said and "Tata Usaha" not in said


def test_our_sequence_passes_what_was_given_elsewhere_and_says_so(ready, cast, book, take_number):
    foreign = outside(ready(), cast, f"B/002/000.1.7/UM/{clock.today().year}")
    assert foreign.number_row.register.outside
    given = [take_number("000.1.7").text for _turn in range(2)]
    assert [text.split("/")[1] for text in given] == ["001", "003"]
    row = db.session.scalars(select(LetterNumber).where(LetterNumber.register_id == book.id,
                                                        LetterNumber.seq == 2)).one()  # fmt: skip
    assert row.state is NumberState.VOID and row.text == foreign.number
    assert "dilewati" in " ".join(explaining.sentences(row.why))
    outside(ready(), cast, f"B/005/000.1.7/UM/{clock.today().year}")
    with pytest.raises(DomainError, match="diberikan di luar"):
        numbers.override(
            book, seq=5, letter_date=clock.today(), unit=cast.unit("TU"), reason="Salah cetak",
            classification="000.1.7", by=cast.as_("secretary"),
        )  # fmt: skip


def test_one_that_was_put_by_for_it_is_used_up(ready, cast, book):
    held = numbers.reserve(
        book, letter_date=clock.today(), count=2, unit=cast.unit("UM"), by=cast.as_("head"), auto=False
    )
    letter = outside(ready(), cast, ours("002"))
    assert letter.number_row is held[1] and held[1].state is NumberState.USED


def test_a_void_letter_keeps_its_foreign_number_void_for_ever(ready, cast, book):
    letter = outside(ready(), cast, "9/SRK")
    services.void(letter, reason="Salah alamat", by=cast.as_("head"))
    assert letter.number_row.state is NumberState.VOID
    with pytest.raises(DomainError, match="dibatalkan"):
        outside(ready(), cast, "9/SRK")


@pytest.fixture
def take_number(cast, book):
    def run(code):
        row = numbers.take(
            book,
            letter_date=clock.today(),
            unit=cast.unit("TU"),
            classification=code,
            by=cast.as_("secretary"),
        )
        db.session.commit()
        return row

    return run
