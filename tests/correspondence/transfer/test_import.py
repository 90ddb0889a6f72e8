"""An old book comes in, is looked at first, and can be taken back."""

import io
import threading
from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import func, select

from biro.core import clock, numbering
from biro.core.db import db
from biro.core.errors import Forbidden
from biro.correspondence import services
from biro.correspondence.models import Letter, LetterState
from biro.correspondence.services import open_register
from biro.correspondence.transfer import job
from biro.correspondence.transfer import services as transfer
from biro.correspondence.transfer.models import Import, ImportRow, ImportState
from tests.correspondence.test_printing import rows_of
from tests.support.web import fields_of, text_of

HEAD = "No Agenda;Tanggal Terima;Tanggal Surat;Nomor Surat;Asal Surat;Perihal;Sifat;Disposisi lama"
GOOD = (
    "7;02-01-2024;28-12-2023;005/1/X;Dinas Kesehatan;Undangan rapat;Biasa;Kabag RT",
    "8;3 Januari 2024;2/1/24;B-12;Inspektorat;Hasil audit;Rahasia;",
    "10;05-01-2024;;-;Dinas Kesehatan;Permohonan aula;Penting;",
)


def workbook():
    """A book as offices keep it: a title over everything, a heading of two rows, dates as dates, a day merged."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, day = book.add_worksheet("2024"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 5, "BUKU AGENDA SURAT MASUK TAHUN 2024")
    for column, label in enumerate(["No", "Tgl. Terima"]):
        sheet.merge_range(2, column, 3, column, label)
    sheet.merge_range(2, 2, 2, 5, "Surat")
    for column, label in enumerate(["Nomor", "Tanggal", "Dari", "Perihal"], 2):
        sheet.write(3, column, label)
    sheet.merge_range(4, 1, 5, 1, "", day)
    sheet.write_datetime(4, 1, date(2024, 2, 6), day)
    for row, (number, written) in enumerate([("005/10", date(2024, 2, 5)), ("005/11", date(2024, 2, 6))], 4):
        sheet.write_number(row, 0, row - 3)
        sheet.write(row, 2, number)
        sheet.write_datetime(row, 3, written, day)
        sheet.write(row, 4, "Dinas Sosial")
        sheet.write(row, 5, f"Surat ke {row - 3}")
    book.close()
    return out.getvalue()


@pytest.fixture
def book(app, cast):
    """An empty book of the secretary's section."""
    made = open_register(unit=cast.unit("TU"), by=cast.as_("secretary"), name="Arsip lama")
    db.session.commit()
    return made


@pytest.fixture
def uploaded(book, cast):
    """`uploaded(*rows)` is an upload of a CSV with these rows below the heading, checked."""

    def run(*rows, content=None, name="agenda.csv", by="secretary"):
        text = content if content is not None else "\n".join([HEAD, *rows]).encode()
        batch = transfer.upload(
            io.BytesIO(text), name, register_id=book.id, unit_id=cast.unit("UM").id, by=cast.as_(by)
        )
        batch.check(by=cast.as_(by))
        db.session.commit()
        job.sweep(threading.Event())
        return db.session.get(Import, batch.id)

    return run


def carry_out(batch, cast):
    transfer.carry_out(batch, by=cast.as_("secretary"))
    db.session.commit()
    job.sweep(threading.Event())
    db.session.refresh(batch)


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.year, Letter.agenda)))


def test_a_book_is_read_checked_and_imported_with_its_own_numbers(uploaded, cast, book):
    batch = uploaded(*GOOD)
    assert batch.state is ImportState.CHECKED and letters() == []
    carry_out(batch, cast)
    assert batch.state is ImportState.IMPORTED
    first, second, third = letters()
    assert [(x.year, x.agenda, x.number) for x in (first, second, third)] == [
        (2024, 7, "005/1/X"), (2024, 8, "B-12"), (2024, 10, "tanpa nomor")
    ]  # fmt: skip
    assert first.letter_date == date(2023, 12, 28) and first.sender_id == third.sender_id
    assert (
        second.is_secret and third.urgency == "segera" and {x.state for x in letters()} == {LetterState.FILED}
    )
    assert numbering.peek(f"register:{book.id}:2024") == 11


def test_imported_letters_are_found_and_show_the_row_they_came_from(uploaded, cast, sign_in):
    carry_out(uploaded(*GOOD), cast)
    page = text_of(sign_in("secretary").get(letters()[0].url))
    assert "agenda.csv, baris 2" in page and "Kabag RT" in page
    assert "Permohonan aula" in text_of(sign_in("head").get("/cari?q=aula"))
    assert "Hasil audit" not in text_of(sign_in("finance").get("/cari?q=audit")).replace("Cari: audit", "")


def test_a_workbook_with_merged_cells_and_dates(uploaded, cast):
    batch = uploaded(content=workbook(), name="agenda.xlsx")
    assert (batch.sheet, batch.head_first, batch.head_last) == ("2024", 2, 3)
    carry_out(batch, cast)
    assert [(x.agenda, x.received_on, x.letter_date, x.number) for x in letters()] == [
        (1, date(2024, 2, 6), date(2024, 2, 5), "005/10"), (2, date(2024, 2, 6), date(2024, 2, 6), "005/11")
    ]  # fmt: skip


def test_bad_rows_are_said_one_by_one_and_the_others_come_in(uploaded, cast, sign_in):
    batch = uploaded(
        GOOD[0],
        "7;04-01-2024;04-01-2024;1;Dinas B;Nomor ganda;;",
        "9;40-01-2024;;1;Dinas B;Tanggal salah;;",
        "11;04-01-2024;;1;;Tanpa pengirim;;",
        ";;;;JANUARI;;;",
        "12;04-01-2024;03-01-2024;1;Dinas B;=cmd|' /C calc'!A0;;",
    )
    page = text_of(sign_in("secretary").get(batch.url))
    assert "nomor agenda 7/2024 ada dua kali dalam berkas ini" in page
    assert "tanggal terima tidak terbaca: “40-01-2024”" in page and "pengirim kosong" in page
    table = rows_of(sign_in("secretary").get(f"{batch.url}/catatan.xlsx").data)
    assert [row[0] for row in table[1:]] == [2, 3, 4, 5, 6]
    carry_out(batch, cast)
    assert [x.subject for x in letters()] == ["=cmd|' /C calc'!A0"]


def test_without_numbers_the_book_goes_on_in_the_order_of_the_rows(uploaded, cast, book, write_letter):
    rows = [row.partition(";")[2] for row in GOOD]
    batch = uploaded(content="\n".join([HEAD.partition(";")[2], *rows]).encode())
    assert not batch.has_numbers
    carry_out(batch, cast)
    assert [x.agenda for x in letters()] == [1, 2, 3]
    write_letter(register_id=book.id, received_on=clock.today())
    assert letters()[-1].agenda == 1  # another year, another sequence


def test_a_number_that_the_book_has_already_is_refused_and_one_taken_meanwhile_too(uploaded, cast, book):
    carry_out(uploaded(GOOD[0]), cast)
    again = uploaded(GOOD[0], GOOD[1])
    failed = db.session.scalars(
        select(ImportRow).where(ImportRow.import_id == again.id, ImportRow.failed)
    ).all()
    assert [row.errors for row in failed] == [[["taken", "7/2024"]]]
    other = uploaded(GOOD[1])
    carry_out(again, cast)
    carry_out(other, cast)
    assert [x.agenda for x in letters()] == [7, 8]
    assert db.session.scalars(
        select(ImportRow.errors).where(ImportRow.import_id == other.id, ImportRow.failed)
    ).all()


def test_undo_takes_back_what_nobody_has_touched_and_frees_its_numbers(uploaded, cast, book, sign_in):
    batch = uploaded(*GOOD)
    carry_out(batch, cast)
    used = letters()[0]
    services.change(
        used, version=used.version, number="005/1/X", letter_date=used.letter_date, subject="Undangan rapat kerja",
        sender_id=used.sender_id, by=cast.as_("secretary"),
    )  # fmt: skip
    transfer.undo(batch, by=cast.as_("secretary"))
    db.session.commit()
    job.sweep(threading.Event())
    assert [x.subject for x in letters()] == ["Undangan rapat kerja"]
    assert numbering.peek(f"register:{book.id}:2024") == 8
    assert "surat 7/2024 sudah dipakai" in text_of(sign_in("secretary").get(batch.url))
    assert 'href="/surat/masuk/' not in sign_in("head").get("/cari?q=aula").get_data(as_text=True)
    carry_out(uploaded(*GOOD[1:]), cast)
    assert [x.agenda for x in letters()] == [7, 8, 10]


def test_numbers_that_we_gave_are_taken_back_only_from_the_end_of_the_book(uploaded, cast, book, sign_in):
    today = f"{clock.today():%d-%m-%Y}"
    content = f"Tanggal Terima;Nomor Surat;Asal Surat;Perihal\n{today};1;Dinas A;Satu".encode()
    batch = uploaded(content=content)
    carry_out(batch, cast)
    services.register(
        number="2", letter_date=clock.today(), received_on=clock.today(), subject="Sesudahnya", sender_name="Dinas B",
        register_id=book.id, by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    client = sign_in("secretary")
    page = client.get(batch.url)
    client.post(f"{batch.url}/pembatalan", data=fields_of(page))
    assert "sudah ada surat lain dengan nomor berikutnya" in text_of(client.get(batch.url))
    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Tidak ada baris yang berisi"),
        (b"\x00\x01\x02" * 50, "bukan XLSX, XLS, ODS atau CSV"),
        (b"PK\x03\x04rusak", "rusak, tidak dapat dibuka"),
        (b"\xd0\xcf\x11\xe0rusak", "rusak, tidak dapat dibuka"),
        (b";;;\n;;;\n", "Tidak ada baris yang berisi"),
        (b"a;b\n" * 60_001, "lebih dari 60.000 baris"),
    ],
)
def test_a_file_that_is_no_book_is_refused_beside_its_field(sign_in, book, cast, content, why):
    client = sign_in("secretary")
    given = {
        "register_id": book.id,
        "unit_id": cast.unit("UM").id,
        "file": (io.BytesIO(content), "agenda.xlsx"),
    }
    answer = client.post("/surat/impor", data={**fields_of(client.get("/surat/impor")), **given})
    assert answer.status_code == 422 and why in text_of(answer)
    assert db.session.scalar(select(func.count(Import.id))) == 0


def test_from_upload_to_import_on_the_pages(sign_in, cast, book):
    client = sign_in("secretary")
    text = "\n".join([HEAD, *GOOD]).encode("cp1252")
    given = {"register_id": book.id, "unit_id": cast.unit("UM").id, "file": (io.BytesIO(text), "agenda.csv")}
    url = client.post("/surat/impor", data={**fields_of(client.get("/surat/impor")), **given}).headers[
        "Location"
    ]
    page = client.get(url)
    assert "B · Tanggal Terima" in text_of(page)
    columns = {"head_first": 1, "head_last": 1, "agenda": 0, "received_on": 1, "letter_date": 2, "number": 3}
    answer = client.post(url, data={**fields_of(page), **columns, "sender": 4, "subject": 4})
    assert answer.status_code == 422 and "Kolom ini sudah dipakai untuk isian lain." in text_of(answer)
    assert (
        client.post(url, data={**fields_of(answer), **columns, "sender": 4, "subject": 5}).status_code == 303
    )
    assert "Sedang diperiksa" in text_of(client.get(url))
    job.sweep(threading.Event())
    page = client.get(url)
    assert "Baris siap diimpor" in text_of(page)
    client.post(f"{url}/pelaksanaan", data=fields_of(page))
    job.sweep(threading.Event())
    assert "Sudah diimpor" in text_of(client.get(url)) and len(letters()) == 3


def test_an_import_is_its_uploaders_alone(sign_in, cast, uploaded):
    batch = uploaded(*GOOD)
    for name in ("head", "finance", "staff", "outsider", "admin"):
        assert sign_in(name).get(batch.url).status_code == 404, name
        assert sign_in(name).post(f"{batch.url}/pelaksanaan").status_code == 404, name
        assert sign_in(name).get(f"{batch.url}/catatan.xlsx").status_code == 404, name
    with pytest.raises(Forbidden):
        transfer.upload(
            io.BytesIO(b"a;b"), "x.csv", register_id=batch.register_id, unit_id=1, by=cast.as_("staff")
        )


def test_an_upload_can_be_thrown_away_until_it_is_imported(sign_in, uploaded, cast):
    batch = uploaded(*GOOD)
    client = sign_in("secretary")
    url = batch.url
    client.post(f"{url}/pembuangan", data=fields_of(client.get(url)))
    assert client.get(url).status_code == 404 and db.session.scalar(select(func.count(ImportRow.id))) == 0


def test_the_worker_goes_on_where_it_was_killed(uploaded, cast, monkeypatch):
    monkeypatch.setattr(job, "CHUNK", 2)
    batch = uploaded(*GOOD)
    transfer.carry_out(batch, by=cast.as_("secretary"))
    db.session.commit()
    job._import(batch)  # one chunk, then the power goes
    db.session.commit()
    assert len(letters()) == 2
    job.sweep(threading.Event())
    job.sweep(threading.Event())
    assert [x.agenda for x in letters()] == [7, 8, 10]
