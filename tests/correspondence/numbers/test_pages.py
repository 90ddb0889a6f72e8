"""The pages: settings with a look at the number, the ledger in its order, numbers for letters made elsewhere."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Classification, Register, RegisterKind
from biro.correspondence.numbers import services
from biro.correspondence.numbers.models import LetterNumber, NumberState
from tests.support.web import counted, fields_of, text_of

BOOKS, LEDGER = "/pengaturan/buku", "/surat/nomor"


def book_form(unit, **change):
    return {
        "name": "Surat keluar", "unit_id": unit.id, "kind": "outgoing", "scope": "book",
        "pattern": "{derajat}/{urut}/{klasifikasi}/{tahun}", "day_quota": "0", "alarm_below": "0", **change,
    }  # fmt: skip


@pytest.fixture
def number_form(app, cast):
    code = db.session.scalars(select(Classification).where(Classification.code == "000.1.5")).one()

    def run(book=None, **change):
        return {
            "register_id": book.id if book else "", "letter_date": clock.today().isoformat(),
            "unit_id": cast.unit("TU").id, "classification_id": code.id, "security": "B",
            "note": "Undangan rapat", "addressee": "Dinas Kesehatan", **change,
        }  # fmt: skip

    return run


def one():
    return db.session.scalars(select(LetterNumber)).one()


def test_a_book_is_opened_from_an_example_looked_at_and_changed(sign_in, cast):
    client, unit = sign_in("admin"), cast.unit("UM")
    typed = book_form(unit, name="Surat biro", pattern="", preset="kemnaker", fill="1")
    filled = client.post(f"{BOOKS}/baru", data=typed)
    body = filled.get_data(as_text=True)
    assert (
        filled.status_code == 200 and "{derajat}-{urut}/{sub}/{klasifikasi}" in body and "Surat biro" in body
    )
    looked = client.post(f"{BOOKS}/baru", data=book_form(unit, look="1"))
    assert f"B/12/000.1.5/{clock.today().year}" in text_of(looked)
    assert db.session.scalars(select(Register)).all() == []
    assert client.post(f"{BOOKS}/baru", data=book_form(unit)).status_code == 303
    book = db.session.scalars(select(Register)).one()
    page = client.get(BOOKS)
    assert f"B/1/…/{clock.today().year}" in text_of(page)
    edit = f"{BOOKS}/{book.id}/ubah"
    sent = {**fields_of(client.get(edit)), **book_form(unit, pattern="{urut}/{unit}", active="y")}
    assert client.post(edit, data=sent).status_code == 303
    assert "1/UM" in text_of(client.get(BOOKS))
    again = client.post(edit, data={**sent, "nonce": "lain", "name": "Terlambat"})
    assert again.status_code == 422 and "diubah orang lain" in text_of(again)


def test_a_wrong_pattern_is_said_beside_the_field_and_nothing_typed_is_lost(sign_in, cast):
    client, unit = sign_in("admin"), cast.unit("UM")
    answer = client.post(f"{BOOKS}/baru", data=book_form(unit, pattern="{nomor}/{tahun}", basis="Pergub 7"))
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="pattern-error"' in body and "Pergub 7" in body
    live = client.post(f"{BOOKS}/contoh", data=book_form(unit, pattern="{nomor}"))
    assert "{nomor} tidak dikenal" in text_of(live)
    live = client.post(f"{BOOKS}/contoh", data=book_form(unit, pattern="{urut:04}/{unit}/{bulan:romawi}"))
    assert "0012/UM/" in text_of(live) and "<html" not in live.get_data(as_text=True)
    assert client.post(f"{BOOKS}/baru", data=book_form(unit)).status_code == 303
    assert 'id="name-error"' in client.post(f"{BOOKS}/baru", data=book_form(unit)).get_data(as_text=True)


def test_only_administrators_set_books_up(sign_in, open_book):
    book = open_book()
    for name in ("secretary", "head", "staff", "outsider"):
        client = sign_in(name)
        for path in (BOOKS, f"{BOOKS}/baru", f"{BOOKS}/{book.id}/ubah"):
            assert client.get(path).status_code == 404
        assert client.post(f"{BOOKS}/{book.id}/kelanjutan", data={}).status_code == 404
    assert sign_in("admin").get(LEDGER).status_code == 404


def test_a_paper_book_goes_on_from_the_settings(sign_in, open_book, take):
    book, client = open_book(), sign_in("admin")
    sent = {"year": str(clock.today().year), "following": "216"}
    assert client.post(f"{BOOKS}/{book.id}/kelanjutan", data=sent).status_code == 303
    assert take(db.session.get(Register, book.id)).seq == 216
    back = client.post(f"{BOOKS}/{book.id}/kelanjutan", data={**sent, "following": "3"})
    assert back.status_code == 422 and "tidak bisa mundur" in text_of(back)


def test_the_first_number_opens_its_book_and_says_why_it_is_this_one(sign_in, number_form):
    client = sign_in("secretary")
    assert "Belum ada buku surat keluar" in text_of(client.get(LEDGER))
    assert client.get(f"{LEDGER}/ambil").status_code == 200
    answer = client.post(f"{LEDGER}/ambil", data=number_form())
    assert answer.status_code == 303
    page = text_of(client.get(answer.headers["Location"]))
    assert "000.1.5/1/TU" in page and "Mengapa nomor ini" in page and "urutan berikutnya dalam buku" in page
    assert "Permendagri 83/2022" in page and "mengambil nomor" in page


def test_a_look_shows_the_number_and_takes_nothing(sign_in, open_book, number_form):
    book, client = open_book(), sign_in("secretary")
    for path, more in ((f"{LEDGER}/contoh", {}), (f"{LEDGER}/ambil", {"look": "1"})):
        seen = client.post(path, data=number_form(book, **more))
        assert f"B/1/000.1.5/{clock.today().year}" in text_of(seen), path
    assert "belum" not in text_of(client.post(f"{LEDGER}/contoh", data=number_form(book)))
    blank = client.post(f"{LEDGER}/contoh", data=number_form(book, letter_date=""))
    assert blank.status_code == 200 and "tampil di sini" in text_of(blank)
    assert db.session.scalars(select(LetterNumber)).all() == []


def test_what_is_missing_is_said_beside_its_field(sign_in, open_book, number_form):
    client = sign_in("secretary")
    answer = client.post(f"{LEDGER}/ambil", data=number_form(open_book(), classification_id="", note=""))
    assert answer.status_code == 422 and 'id="note-error"' in answer.get_data(as_text=True)
    book = db.session.scalars(select(Register)).one()
    answer = client.post(f"{LEDGER}/ambil", data=number_form(book, classification_id=""))
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Pilih klasifikasinya" in body and "Undangan rapat" in body


def test_the_ledger_is_in_number_order_filtered_and_paged(sign_in, open_book, take):
    book = open_book(pattern="{urut}/{tahun}")
    for number in range(55):
        take(book, letter_date=clock.today(), note=f"Surat ke-{number + 1}")
    client = sign_in("secretary")
    page = client.get(LEDGER)
    shown = [int(n) for n in re.findall(r">(\d+)/\d{4}</a>", page.get_data(as_text=True))]
    assert shown == list(range(55, 5, -1))
    assert f"Nomor berikutnya: 56/{clock.today().year}" in text_of(page)
    onward = re.search(r'rel="next" href="([^"]+)"', page.get_data(as_text=True))[1].replace("&amp;", "&")
    shown = re.findall(r">(\d+)/\d{4}</a>", client.get(onward).get_data(as_text=True))
    assert shown == ["5", "4", "3", "2", "1"]
    found = text_of(client.get(f"{LEDGER}?q=ke-17"))
    assert "Surat ke-17" in found and "Surat ke-18" not in found
    assert "Tidak ada nomor yang cocok" in text_of(client.get(f"{LEDGER}?state=void"))
    with counted() as few:
        client.get(f"{LEDGER}?q=ke-17")
    with counted() as many:
        client.get(LEDGER)
    assert len(many) <= len(few) + 1


def test_a_back_dated_number_is_put_between_from_the_page(sign_in, open_book, take, number_form):
    book, today = open_book(), clock.today()
    for days in (9, 5, 1):
        take(book, letter_date=today - timedelta(days=days))
    sent = number_form(book, letter_date=(today - timedelta(days=3)).isoformat(), insert="y")
    client = sign_in("secretary")
    if (today - timedelta(days=9)).year == today.year:
        assert "B/2.1/" in text_of(client.post(f"{LEDGER}/contoh", data=sent))
        assert client.post(f"{LEDGER}/ambil", data=sent).status_code == 303
        put = db.session.scalars(select(LetterNumber).where(LetterNumber.insertion == 1)).one()
        assert put.text.startswith("B/2.1/")


def test_numbers_are_reserved_used_released_and_voided_from_the_pages(sign_in, open_book, number_form, cast):
    book, client = open_book(alarm_below=5), sign_in("secretary")
    sent = {
        "register_id": book.id, "letter_date": clock.today().isoformat(), "count": "3", "auto": "1",
        "unit_id": cast.unit("TU").id, "reason": "Jatah bulan ini",
    }  # fmt: skip
    answer = client.post(f"{LEDGER}/pesan", data=sent)
    assert answer.status_code == 303
    page = text_of(client.get(answer.headers["Location"]))
    assert "jatah Bagian Tata Usaha tinggal 3" in page and page.count("Jatah bulan ini") == 3
    assert client.post(f"{LEDGER}/pesan", data={**sent, "count": "900"}).status_code == 422
    first, second, third = db.session.scalars(select(LetterNumber).order_by(LetterNumber.seq)).all()
    assert client.get(f"{first.url}/pakai").status_code == 200
    assert client.post(f"{first.url}/pakai", data=number_form()).status_code == 303
    assert "persediaan yang dipesan" in text_of(client.get(first.url))
    assert client.post(f"{second.url}/pelepasan", data={"version": second.version}).status_code == 303
    client.post(f"{third.url}/pembatalan", data={"version": third.version, "reason": ""})
    client.post(f"{third.url}/pembatalan", data={"version": 99, "reason": "Basi"})
    assert db.session.get(LetterNumber, third.id).state is NumberState.RESERVED
    client.post(f"{third.url}/pembatalan", data={"version": third.version, "reason": "Batal terbit"})
    states = [n.state for n in db.session.scalars(select(LetterNumber).order_by(LetterNumber.seq))]
    assert states == [NumberState.USED, NumberState.FREE, NumberState.VOID]
    assert "Batal terbit" in text_of(client.get(third.url))
    assert client.get(f"{third.url}/pakai").status_code == 303


def test_a_number_by_hand_needs_its_reason_and_shows_as_such(sign_in, open_book, number_form):
    book, client = open_book(), sign_in("secretary")
    path, sent = (
        f"{LEDGER}/tulis-sendiri",
        number_form(book, seq="9", text="B/9.a/UM", reason="Sudah tercetak"),
    )
    assert client.get(path).status_code == 200
    assert client.post(path, data={**sent, "reason": ""}).status_code == 422
    wrong = client.post(path, data={**sent, "seq": "10"})
    assert wrong.status_code == 422 and 'id="text-error"' in wrong.get_data(as_text=True)
    assert client.post(path, data=sent).status_code == 303
    assert "Ditulis sendiri" in text_of(client.get(LEDGER))
    page = text_of(client.get(one().url))
    assert "Sudah tercetak" in page and "menulis nomor sendiri" in page


def test_of_a_secret_letter_lists_show_only_the_number_and_its_page_tells_its_taker_and_head(
    sign_in, open_book, take, cast
):
    take(open_book(), security="R", note="Hukuman kenari", addressee="Kantor kenari", unit="RT")
    number = one()
    for name, sees in (("secretary", True), ("household", True), ("finance", False), ("head", False)):
        client = sign_in(name)
        listed, page = text_of(client.get(LEDGER)), text_of(client.get(number.url))
        assert number.text in listed and "Rahasia" in listed and "kenari" not in listed
        assert ("Hukuman kenari" in page) == sees, name
        assert number.text in page
        assert "Tidak ada nomor yang cocok" in text_of(client.get(f"{LEDGER}?q=hukuman"))
    services.void(number, reason="Alasan kenari", by=cast.as_("secretary"))
    db.session.commit()
    for path in (LEDGER, number.url):
        assert "kenari" not in text_of(sign_in("finance").get(path))


def test_a_restricted_number_tells_its_taker_and_those_trusted_with_its_unit(sign_in, open_book, take):
    take(open_book(), security="T", note="Rencana kenari", unit="RT")
    for name, sees in (("secretary", True), ("household", True), ("head", True), ("finance", False)):
        client = sign_in(name)
        for path in (LEDGER, one().url):
            assert ("Rencana kenari" in text_of(client.get(path))) == sees, (name, path)
        assert ("Tidak ada nomor yang cocok" in text_of(client.get(f"{LEDGER}?q=rencana"))) != sees


def test_the_reason_of_a_secret_number_by_hand_stays_with_it(sign_in, open_book, number_form):
    sent = number_form(
        open_book(), seq="4", reason="Karena kenari", security="SR", unit_id=number_form()["unit_id"]
    )
    sign_in("secretary").post(f"{LEDGER}/tulis-sendiri", data=sent)
    assert "Karena kenari" in text_of(sign_in("secretary").get(one().url))
    for path in (LEDGER, one().url):
        assert "kenari" not in text_of(sign_in("household").get(path))


def test_other_bureaus_and_those_without_the_right_find_nothing(sign_in, open_book, take, number_form):
    book = open_book()
    take(book, note="Undangan rapat")
    number = one()
    for name in ("outsider", "staff", "driver"):
        client = sign_in(name)
        for path in (LEDGER, f"{LEDGER}/ambil", f"{LEDGER}/pesan", f"{LEDGER}/tulis-sendiri", number.url):
            assert client.get(path).status_code == 404
    other = sign_in("outsider_head")
    assert number.text not in text_of(other.get(LEDGER))
    assert number.text not in text_of(other.get(f"{LEDGER}?register={book.id}"))
    for path in (number.url, f"{number.url}/pakai"):
        assert other.get(path).status_code == 404
    for noun in ("pembatalan", "pelepasan"):
        assert other.post(f"{number.url}/{noun}", data={"reason": "Usil"}).status_code == 404
    assert other.post(f"{LEDGER}/ambil", data=number_form(book)).status_code in (404, 422)
    assert one().state is NumberState.USED
    assert db.session.scalar(select(Register.kind)) is RegisterKind.OUTGOING
