"""The worker reads what came in: proposals for the form, words for the search, and nothing of what is secret."""

import io
from datetime import date
from threading import Event
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.correspondence import services as letters
from biro.correspondence.intake import sweeps
from biro.correspondence.intake.models import InboxState
from biro.correspondence.models import Letter
from biro.files import reading, readings
from biro.files.models import BlobReading
from tests.correspondence.conftest import letter_form
from tests.correspondence.intake.letters import NOTE, OFFICIAL, page
from tests.files.conftest import image, pdf
from tests.support.web import fields_of, text_of

WORD = "kulimaya"  # stands in the body of OFFICIAL alone


def tick():
    sweeps.read_scans(Event())


def found(client, word=WORD):
    return "Permohonan peminjaman aula" in text_of(client.get(f"/cari?q={word}"))


def test_a_scan_is_read_and_its_form_is_filled_with_what_was_found(app, sign_in, scan, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda *_zone: date(2026, 11, 24))
    item = scan(page(OFFICIAL))
    assert item.state is InboxState.WAITING
    tick()
    assert item.state is InboxState.READY
    body = sign_in("secretary").get(item.url).get_data(as_text=True)
    assert 'value="000.1.5/123/DPUPR/2026"' in body
    assert "Undangan Rapat Koordinasi Penataan Kawasan Perkantoran" in body
    assert "Dinas Pekerjaan Umum dan Penataan Ruang" in body
    assert "keyakinan 90%" in body and "keyakinan hanya 50%" in body


def test_a_sender_that_the_office_knows_is_chosen(app, sign_in, scan, write_letter):
    known = write_letter(sender_name="DINAS PEKERJAAN UMUM DAN PENATAAN RUANG").sender
    item = scan(page(OFFICIAL))
    tick()
    assert item.found["sender_id"] == [known.id, 95]


def test_reading_twice_leaves_what_reading_once_leaves(app, scan):
    item = scan(page(OFFICIAL))
    tick()
    before = (item.version, dict(item.found))
    tick()
    assert (item.version, item.found) == before


def test_a_letter_is_found_by_words_that_stand_only_in_its_scan(app, sign_in, cast, scan):
    item, client = scan(page(OFFICIAL)), sign_in("secretary")
    tick()
    client.post(item.url, data=fields_of(client.get(item.url)) | letter_form())
    assert found(client)
    letter = db.session.scalars(select(Letter)).one()
    values = {"number": "7/8", "letter_date": letter.letter_date, "subject": letter.subject}
    letters.change(
        letter, version=letter.version, sender_id=letter.sender_id, by=cast.as_("secretary"), **values
    )
    db.session.commit()
    assert found(client)


def test_a_scan_added_to_a_letter_later_is_read_in_the_background(app, sign_in, cast, write_letter):
    letter, client = write_letter(subject="Permohonan peminjaman aula"), sign_in("secretary")
    upload = SimpleNamespace(stream=io.BytesIO(page(OFFICIAL)), filename="susulan.pdf")
    letters.attach(letter, upload, by=cast.as_("secretary"))
    db.session.commit()
    assert not found(client)
    tick()
    assert found(client)


@pytest.mark.parametrize("when", ["at once", "later"])
def test_of_a_secret_letter_no_word_is_kept(app, sign_in, cast, scan, when):
    item, client = scan(page(OFFICIAL)), sign_in("secretary")
    tick()
    degree = "R" if when == "at once" else "B"
    client.post(item.url, data=fields_of(client.get(item.url)) | letter_form(security=degree))
    if when == "later":
        letter = db.session.scalars(select(Letter)).one()
        values = {"number": "7/8", "letter_date": letter.letter_date, "subject": letter.subject}
        letters.change(
            letter, version=letter.version, sender_id=letter.sender_id, security="R", by=cast.as_("secretary"), **values
        )  # fmt: skip
        db.session.commit()
    tick()
    assert db.session.scalars(select(BlobReading)).all() == []
    assert item.found == {} and not found(client)


def test_a_scan_that_says_it_is_secret_is_secret(app, scan, second_clerk):
    item = scan(page(NOTE))
    tick()
    assert item.secret and second_clerk.get(item.url).status_code == 404
    assert db.session.scalars(select(BlobReading)).all() == []


def test_a_letter_that_is_secret_no_more_is_read_after_all(app, sign_in, cast, scan):
    item, client = scan(page(OFFICIAL), secret=True), sign_in("secretary")
    client.post(item.url, data=fields_of(client.get(item.url)) | letter_form(security="B"))
    tick()
    assert found(client)


def test_a_picture_is_said_to_hold_no_text_where_no_ocr_is_installed(app, sign_in, scan, monkeypatch):
    monkeypatch.setattr(reading, "languages", str)
    item = scan(image("PNG", (300, 300)), "foto.png")
    tick()
    assert item.state is InboxState.READY
    assert "tidak memuat teks" in text_of(sign_in("secretary").get(item.url))


def test_a_file_that_breaks_the_reader_holds_nobody_up(app, scan, monkeypatch):
    bad, good = scan(pdf(2), "rusak.pdf"), scan(page(OFFICIAL), "baik.pdf")
    real = reading._ask

    def ask(blob, seconds, **question):
        return b"{" if blob.pages == 2 else real(blob, seconds, **question)

    monkeypatch.setattr(reading, "_ask", ask)
    tick()
    assert (bad.state, good.state) == (InboxState.READY, InboxState.READY)
    assert (bad.found, bool(good.found)) == ({}, True)


def test_a_reader_that_died_is_replaced_after_its_lease(app, scan, monkeypatch):
    item = scan(page(OFFICIAL))
    assert readings.claim("inbox") is not None
    tick()
    assert item.state is InboxState.WAITING
    later = clock.now() + readings.LEASE * 2
    monkeypatch.setattr(clock, "now", lambda: later)
    tick()
    assert item.state is InboxState.READY
