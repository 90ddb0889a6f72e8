"""Paper: what the agenda book and the disposition sheet say, who may print them, what the Trail keeps of it."""

from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.correspondence import books, services, sheets
from biro.correspondence.models import Instruction, Register
from biro.correspondence.services import Recipients
from tests.support.tables import day_of, rows_of
from tests.support.web import client_for, counted, text_of

BOOK, SHEETS = "/surat/masuk/buku-agenda", "/surat/masuk/lembar-disposisi"
TOLD = "Pemeriksaan khusus"


def read(answer) -> list[str]:
    """The text of each page of a PDF, in one line each."""
    assert answer.status_code == 200, text_of(answer)
    document = pypdfium2.PdfDocument(answer.data)
    pages = [" ".join(p.get_textpage().get_text_bounded().replace("\u200b", "").split()) for p in document]
    document.close()
    return pages


def period(**change):
    today = clock.today()
    book = db.session.scalars(select(Register.id).limit(1)).one_or_none()
    return {
        "register_id": book, "since": (today - timedelta(days=9)).isoformat(), "until": today.isoformat(), **change,
    }  # fmt: skip


def day(**change):
    return {"register_id": period()["register_id"], "received_on": clock.today().isoformat(), **change}


def trail(action):
    return db.session.scalars(select(Trail).where(Trail.action == action).order_by(Trail.seq)).all()


@pytest.fixture
def letters(write_letter):
    """An ordinary letter, a secret one, another."""
    return [
        write_letter(subject="Undangan rapat", number="005/1", urgency="segera", enclosures="1 berkas"),
        write_letter(subject=TOLD, number="R-77/X", security="R", sender_name="Inspektorat"),
        write_letter(subject="=1+1 #panic() *aula*", number="+62/A"),
    ]


@pytest.fixture
def disposed(cast, letters):
    """The first letter passed on by the head to the household, who passed it on and was answered."""
    given = db.session.scalars(select(Instruction.id).order_by(Instruction.rank).limit(2)).all()
    first = services.dispose(
        letters[0], recipients=Recipients(cast.household.id, (), (cast.finance.id,)), instruction_ids=given,
        note="Mohon\nsegera", due_on=clock.today(), by=cast.as_("head"),
    )  # fmt: skip
    db.session.flush()
    services.dispose(
        letters[0], recipients=Recipients(cast.staff.id), note="Siapkan aula", by=cast.as_("household")
    )
    services.answer(first.recipients[0], text="Aula sudah dipesan", finish=False, by=cast.as_("household"))
    db.session.commit()
    return letters[0]


def test_the_book_has_the_columns_of_the_law_and_every_letter(sign_in, letters):
    text = " ".join(read(sign_in("secretary").post(f"{BOOK}.pdf", data=period())))
    for head in (
        "urut", "terima", "Naskah dinas", "Nomor", "Asal", "Isi ringkas", "Unit kerja yang", "Keterangan",
        "BIRO UMUM", "Halaman 1 dari 1", "Jumlah: 3 surat", "Dewi Lestari", "Segera. Lampiran: 1 berkas",
    ):  # fmt: skip
        assert head in text, head
    assert "Undangan rapat" in text and "=1+1 #panic() *aula*" in text


@pytest.mark.parametrize("name", ["secretary", "head", "finance"])
def test_a_secret_letter_is_a_number_and_a_word_in_every_book(sign_in, letters, name):
    client = sign_in(name)
    text = " ".join(read(client.post(f"{BOOK}.pdf", data=period())))
    assert "2 Rahasia 3" in text and "Jumlah: 3 surat" in text
    rows = rows_of(client.post(f"{BOOK}.xlsx", data=period()).data)
    assert rows[-2] == [2, None, None, None, None, "Rahasia", None, None]
    for told in (TOLD, "R-77/X", "Inspektorat"):
        assert told not in text and told not in str(rows)


def test_what_a_secret_letter_says_does_not_leave_the_database(cast, letters):
    book = books.Book(letters[1].register, clock.today(), clock.today())
    found = db.session.execute(books.lines(book, cast.as_("head"))).all()
    assert [row.guarded for row in found] == [False, True, False]
    assert found[1].security == "R" and set(found[1][5:]) == {None}


def test_the_table_is_typed_and_nothing_in_it_is_a_formula(sign_in, letters):
    answer = sign_in("secretary").post(f"{BOOK}.xlsx", data=period())
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=buku-agenda-surat-masuk-")
    rows = rows_of(answer.data)
    assert [row[0] for row in rows[:4]] == [
        "Sekretariat Daerah",
        "Biro Umum",
        "Buku agenda surat masuk: Surat masuk",
        rows[3][0],
    ]
    assert rows[4][:3] == ["No. urut", "Tanggal terima", "Tanggal naskah"]
    last = rows[-1]
    assert last[0] == 3 and day_of(last[1]) == clock.today()
    assert last[3] == "+62/A" and last[5] == "=1+1 #panic() *aula*"


def test_an_empty_period_is_said(sign_in, letters):
    old = {"since": "2020-01-01", "until": "2020-12-31"}
    client = sign_in("secretary")
    assert "Tidak ada surat masuk pada masa ini" in read(client.post(f"{BOOK}.pdf", data=period(**old)))[0]
    assert rows_of(client.post(f"{BOOK}.xlsx", data=period(**old)).data)[-1][0] == "No. urut"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"since": "31/02/2026"}, "Tanggal tidak dikenal"),
        ({"until": ""}, "Wajib diisi"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "Tanggal akhir mendahului tanggal awal"),
    ],
)
def test_wrong_dates_are_said_beside_the_field(sign_in, letters, change, sentence):
    for form in ("pdf", "xlsx"):
        answer = sign_in("secretary").post(f"{BOOK}.{form}", data=period(**change))
        assert answer.status_code == 422 and sentence in text_of(answer)
        assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert trail("register.taken") == []


def test_a_book_too_long_for_a_pdf_is_refused_in_words_and_still_a_table(sign_in, letters, monkeypatch):
    monkeypatch.setattr(books, "MOST_ROWS", 2)
    client = sign_in("secretary")
    assert "ambil XLSX" in text_of(client.post(f"{BOOK}.pdf", data=period()))
    assert client.post(f"{BOOK}.xlsx", data=period()).status_code == 200
    monkeypatch.setattr(books, "MOST_TABLE_ROWS", 2)
    assert "Ada 3 surat; XLSX memuat" in text_of(client.post(f"{BOOK}.xlsx", data=period()))


@pytest.mark.parametrize("name", ["staff", "driver", "outsider", "outsider_head", "admin"])
def test_whoever_has_no_part_in_the_book_finds_none(sign_in, letters, name):
    client = sign_in(name)
    for address, form in ((f"{BOOK}.pdf", period()), (f"{BOOK}.xlsx", period()), (f"{SHEETS}.pdf", day())):
        forbidden, absent = (
            client.post(address, data={**form, "register_id": i}) for i in (form["register_id"], 987)
        )
        assert forbidden.status_code == absent.status_code == 404
        assert text_of(forbidden) == text_of(absent)
    assert "Undangan rapat" not in text_of(client.get(BOOK))


def test_every_book_taken_is_in_the_trail_with_period_and_count(sign_in, letters):
    client = sign_in("secretary")
    client.post(f"{BOOK}.pdf", data=period())
    client.post(f"{BOOK}.xlsx", data=period())
    assert [(t.actor, t.data["form"], t.data["rows"]) for t in trail("register.taken")] == [
        ("Dewi Lestari", "PDF", 3), ("Dewi Lestari", "XLSX", 3),
    ]  # fmt: skip


def test_the_sheet_shows_the_whole_tree(sign_in, disposed):
    answer = sign_in("secretary").post(f"/surat/masuk/{disposed.id}/lembar-disposisi.pdf")
    assert answer.headers["Content-Disposition"].startswith("inline; filename=lembar-disposisi-1-")
    assert (
        answer.headers["Cache-Control"] == "no-store"
        and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    text = " ".join(read(answer))
    for part in (
        "SEKRETARIAT DAERAH BIRO UMUM LEMBAR DISPOSISI", "No. agenda : 1/", "Undangan rapat", "005/1",
        "1. Bambang Prasetyo Kepala Bagian Rumah Tangga Koordinator, batas", "2. Siti Aminah",
        "Tindak lanjuti", "Catatan: Mohon segera", "Kepala Biro Umum", "Ratna Dewi Kusuma",
        "1.1. Bambang Prasetyo", "Siapkan aula", "Agus Salim", "Aula sudah dipesan", "Paraf",
    ):  # fmt: skip
        assert part in text, part


def test_a_letter_without_a_disposition_gives_the_sheet_to_write_on(sign_in, letters):
    text = read(sign_in("head").post(f"/surat/masuk/{letters[2].id}/lembar-disposisi.pdf"))
    assert len(text) == 1 and "Tanggal, jabatan dan paraf pemberi disposisi" in text[0]
    assert "=1+1 #panic() *aula*" in text[0] and "Tindak lanjut Kepada" not in text[0]


def test_another_hand_is_printed_with_both_names(app, cast, letters, lend):
    deputy = lend(cast.head, cast.finance)
    by = client_for(app, cast.finance, deputy.id)
    form = {"coordinator_id": cast.household.id, "version": letters[0].version, "note": "Mohon dibantu"}
    answer = by.post(f"/surat/masuk/{letters[0].id}/disposisi", data=form)
    assert answer.status_code == 303, text_of(answer)
    text = " ".join(read(by.post(f"/surat/masuk/{letters[0].id}/lembar-disposisi.pdf")))
    assert "(ditulis Siti Aminah atas perintah)" in text
    assert "oleh Siti Aminah atas nama Ratna Dewi Kusuma" in text


@pytest.mark.parametrize("name", ["finance", "household", "staff", "outsider", "outsider_head", "admin"])
def test_the_sheet_of_a_secret_letter_does_not_exist_for_others(sign_in, letters, name):
    client = sign_in(name)
    forbidden, absent = (
        client.post(f"/surat/masuk/{i}/lembar-disposisi.pdf") for i in (letters[1].id, 987654)
    )
    assert forbidden.status_code == absent.status_code == 404
    assert text_of(forbidden) == text_of(absent)
    assert trail("letter.printed") == []


def test_the_sheet_of_a_secret_letter_carries_its_code_and_stands_in_its_history(sign_in, letters):
    text = read(sign_in("head").post(f"/surat/masuk/{letters[1].id}/lembar-disposisi.pdf"))
    assert text[0].startswith("R ") and TOLD in text[0]
    (entry,) = trail("letter.printed")
    assert entry.subject_id == letters[1].id and TOLD not in entry.label and entry.data == {}
    assert "mencetak lembar disposisi" in text_of(sign_in("head").get(f"/surat/masuk/{letters[1].id}"))


def test_a_batch_holds_the_letters_of_the_day_that_one_may_see(sign_in, letters):
    whole = read(sign_in("secretary").post(f"{SHEETS}.pdf", data=day()))
    assert len(whole) == 3 and ["1/" in whole[0], TOLD in whole[1], "aula" in whole[2]] == [True] * 3
    assert all("halaman 1 dari 1" in page for page in whole)
    assert len(trail("letter.printed")) == 3
    partly = read(sign_in("finance").post(f"{SHEETS}.pdf", data=day()))
    assert len(partly) == 2 and TOLD not in " ".join(partly)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"numbers": "2-3; 1"}, None),
        ({"numbers": "satu"}, "Tulis nomornya seperti ini"),
        ({"numbers": "1-5000"}, "Paling banyak 100 lembar"),
        ({"numbers": "900"}, "Tidak ada surat yang cocok"),
        ({"received_on": "2020-01-01"}, "Tidak ada surat yang cocok"),
        ({"received_on": "99/99"}, "Tanggal tidak dikenal"),
    ],
)
def test_a_batch_by_number_and_what_is_wrong_beside_its_field(sign_in, letters, change, sentence):
    answer = sign_in("secretary").post(f"{SHEETS}.pdf", data=day(**change))
    if sentence is None:
        assert len(read(answer)) == 3
    else:
        assert answer.status_code == 422 and sentence in text_of(answer)
        assert 'aria-invalid="true"' in answer.get_data(as_text=True)


def test_the_pages_are_reached_from_the_list_and_the_letter_in_both_languages(sign_in, letters):
    client = sign_in("secretary")
    assert f'href="{BOOK}"' in client.get("/surat/masuk").get_data(as_text=True)
    letter = f"/surat/masuk/{letters[0].id}"
    assert f'action="{letter}/lembar-disposisi.pdf"' in client.get(letter).get_data(as_text=True)
    assert "Cetak buku agenda" in text_of(client.get(BOOK)) and "Nomor agenda" in text_of(client.get(SHEETS))
    client.post("/bahasa/en")
    assert "Print the agenda book" in text_of(client.get(BOOK))
    assert "Unit kerja yang dituju" in read(client.post(f"{BOOK}.pdf", data=period()))[0], (
        "official forms are Indonesian"
    )


def test_a_batch_asks_no_more_of_the_database_than_one_sheet(app, cast, write_letter):
    for number in range(4):
        letter = write_letter(number=f"005/{number}")
        services.dispose(letter, recipients=Recipients(cast.household.id), note="Bantu", by=cast.as_("head"))
    db.session.commit()
    register, counts = period()["register_id"], []
    for numbers in ("1", "1-4"):
        db.session.expunge_all()
        with counted() as asked:
            found = sheets.wanted(register, clock.today(), numbers, cast.as_("secretary"))
            sheets.page_data(found, {"by": "", "printed": ""})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16
