"""Signing: number, paper and code at one moment, once; afterwards nothing of it changes, not even by hand."""

import io
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from biro.accounts.actors import actor_for
from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden, Stale
from biro.correspondence import paper
from biro.correspondence.numbers.models import LetterNumber, NumberState
from biro.correspondence.outgoing import services, signing
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from biro.files import storage
from tests import story
from tests.correspondence.outgoing.conftest import classified, said
from tests.support.web import text_of

SITE = "https://biro.example"


def sign(letter, cast, by="head", **more):
    services.sign(letter, on=more.pop("on", clock.today()), by=cast.as_(by), site=SITE, **more)
    db.session.commit()
    return letter


def words(letter):
    with storage.here().open(letter.pdf_sha256) as file:
        document = PdfDocument(file.read())
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def upload(name="surat.pdf"):
    return SimpleNamespace(stream=io.BytesIO(paper.pdf(["Nomor: SR/1", "Isi"])), filename=name)


def test_number_paper_and_code_come_with_the_signature(ready, cast, sign_in):
    letter = ready()
    provisional = text_of(sign_in("head").get(letter.url))
    assert "sementara" not in provisional or letter.number == ""
    page = sign_in("head").post(f"{letter.url}/tanda-tangan", data={
        "on": clock.today().isoformat(), "method": "basah", "version": letter.version})  # fmt: skip
    assert page.status_code == 303
    letter = db.session.get(OutgoingLetter, letter.id)
    assert letter.state is OutgoingState.SIGNED and letter.number and len(letter.code) >= 22
    row = db.session.get(LetterNumber, letter.number_id)
    assert (row.text, row.owner, row.state) == (letter.number, letter.owner, NumberState.USED)
    told = words(letter)
    assert letter.number in told and "Ratna Dewi Kusuma" in told and "KONSEP" not in told
    assert letter.pdf.blob_sha256 == letter.pdf_sha256 and letter.printed["number"] == letter.number
    shown = text_of(sign_in("staff").get(letter.url))
    assert letter.number in shown and "Surat yang terbit" in shown and "Tanda tangan basah" in shown


def test_the_draft_shows_the_number_that_it_would_get(ready, cast, sign_in):
    sign(ready(), cast)
    other = ready(subject="Yang kedua")
    page = text_of(sign_in("staff").get(other.url))
    assert "(sementara)" in page
    sign(other, cast)
    assert f"{other.number} (sementara)" in page


def test_the_signer_signs_or_a_dispatcher_notes_the_ink(ready, cast, sign_in):
    letter = ready()
    for name in ("staff", "driver", "household", "outsider", "outsider_head", "finance", "admin"):
        with pytest.raises(Forbidden):
            services.sign(letter, on=clock.today(), by=cast.as_(name), site=SITE)
        answer = sign_in(name).post(f"{letter.url}/tanda-tangan", data={"on": clock.today().isoformat()})
        assert answer.status_code == 404, name
    assert "Tanda tangani dan terbitkan" in text_of(sign_in("secretary").get(letter.url))
    assert sign(letter, cast, "secretary").signed_by_id == cast.secretary.id


def test_what_is_not_initialled_is_not_signed(write, cast):
    letter = write()
    services.submit(letter, by=cast.as_("staff"))
    with pytest.raises(DomainError, match="Menunggu paraf"):
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE)


def test_a_signer_whose_name_has_changed_signs_only_what_is_saved_again(ready, cast):
    letter = ready()
    cast.head.name = "Ratna Dewi Kusuma Wardhani"
    db.session.flush()
    with pytest.raises(DomainError, match="berubah sejak diparaf"):
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE)


def test_days_that_cannot_be_are_refused_and_take_no_number(ready, cast):
    letter = ready()
    for days in (1, -400):
        with pytest.raises(DomainError):
            services.sign(letter, on=clock.today() + timedelta(days=days), by=cast.as_("head"), site=SITE)
    assert db.session.scalar(select(func.count(LetterNumber.id))) == 0


def test_an_older_page_signs_nothing(ready, cast):
    letter = ready()
    with pytest.raises(Stale):
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE, version=letter.version - 1)


def test_an_issued_letter_is_not_changed_by_anyone(ready, cast, sign_in):
    letter = sign(ready(), cast)
    assert sign_in("staff").get(f"{letter.url}/ubah").status_code == 404
    with pytest.raises(Forbidden):
        services.change(letter, said(body="lain"), by=cast.as_("driver"))
    with pytest.raises((DomainError, Forbidden)):
        services.change(letter, said(body="lain"), by=cast.as_("staff"))


STATEMENTS = [
    "UPDATE outgoing_letter SET body = 'lain'",
    "UPDATE outgoing_letter SET subject = 'lain'",
    "UPDATE outgoing_letter SET number = '1/lain'",
    "UPDATE outgoing_letter SET pdf_sha256 = ''",
    "UPDATE outgoing_letter SET signed_on = NULL",
    "UPDATE outgoing_letter SET security = 'B', code = 'x'",
    "UPDATE outgoing_letter SET printed = '{}'",
    "DELETE FROM outgoing_letter",
    "UPDATE outgoing_recipient SET name = 'lain'",
    "DELETE FROM outgoing_recipient",
    "INSERT INTO outgoing_recipient (letter_id, kind, rank, name, attention, as_report, way, version)"
    " SELECT id, 'tembusan', 9, 'x', '', false, 'kurir', 1 FROM outgoing_letter",
]


def test_the_database_refuses_what_would_change_an_issued_letter(ready, cast):
    sign(ready(), cast)
    db.session.execute(text("DELETE FROM paraf"))
    for statement in STATEMENTS:
        with pytest.raises(DBAPIError, match="tidak dapat diubah"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_a_void_letter_keeps_its_paper_and_its_number_is_never_used_again(ready, cast, sign_in):
    letter = sign(ready(), cast)
    assert sign_in("staff").post(f"{letter.url}/pembatalan", data={"reason": "x"}).status_code == 303
    assert db.session.get(OutgoingLetter, letter.id).state is OutgoingState.SIGNED
    sign_in("head").post(f"{letter.url}/pembatalan", data={"reason": "Salah alamat"})
    again = db.session.get(OutgoingLetter, letter.id)
    row = db.session.get(LetterNumber, again.number_id)
    assert (again.state, row.state, row.void_reason) == (OutgoingState.VOID, NumberState.VOID, "Salah alamat")
    assert sign(ready(subject="Berikutnya"), cast).number != again.number


def test_kinds_without_a_number_get_none(ready, cast):
    assert sign(ready(kind="pengumuman"), cast).number == ""


def test_what_was_signed_outside_is_kept_with_its_own_number(ready, cast, sign_in):
    letter = ready()
    with pytest.raises(Forbidden):
        services.sign_outside(letter, number="1", on=clock.today(), upload=upload(), by=cast.as_("staff"))
    for number, file, why in (("", upload(), "nomornya"), ("SR/1", None, "berkas PDF")):
        with pytest.raises(DomainError, match=why):
            services.sign_outside(
                letter, number=number, on=clock.today(), upload=file, by=cast.as_("secretary")
            )
    file = (upload().stream, "srikandi.pdf")
    sent = {
        "number": "B/215/000.1.5/2026",
        "on": clock.today().isoformat(),
        "scan": file,
        "version": letter.version,
    }
    assert sign_in("secretary").post(f"{letter.url}/tanda-tangan-luar", data=sent).status_code == 303
    letter = db.session.get(OutgoingLetter, letter.id)
    assert (letter.number, letter.method) == ("B/215/000.1.5/2026", signing.OUTSIDE)
    assert "SR/1" in words(letter)
    query = select(Trail.data).where(Trail.action == "outgoing_letter.signed_outside")
    assert db.session.scalars(query).one() == {"number": "B/215/000.1.5/2026"}


def test_the_signed_scan_is_attached_by_its_people_only(ready, cast, sign_in):
    letter = sign(ready(), cast)
    address = f"{letter.url}/pindaian"
    for name, code in (("driver", 404), ("outsider", 404), ("secretary", 303), ("staff", 303)):
        answer = sign_in(name).post(address, data={"scan": (upload().stream, "basah.pdf")})
        assert answer.status_code == code, name
    assert sign_in("staff").post(address, data={}).status_code == 422


def test_another_way_of_signing_only_has_to_offer_itself(ready, cast, monkeypatch):
    class Stamp:
        name, label, sentence = "cap", "Cap", "Ditandatangani secara elektronik."

        def refusal(self, letter, by):
            return None if by.name.startswith("Ratna") else "Bukan Anda."

        def sign(self, pdf, *, letter, by, given):
            if given.get("pin") != "1":
                raise DomainError("PIN keliru.", field="pin")
            return signing.Signed(pdf + b"\n% cap\n%%EOF\n", {"serial": "7"})

    monkeypatch.setitem(signing._methods, "cap", Stamp())
    letter = ready()
    with pytest.raises(DomainError, match="Bukan Anda"):
        services.sign(letter, on=clock.today(), by=cast.as_("secretary"), site=SITE, method="cap")
    with pytest.raises(DomainError, match="PIN"), db.session.begin_nested():
        services.sign(letter, on=clock.today(), by=cast.as_("head"), site=SITE, method="cap", pin="0")
    letter = db.session.get(OutgoingLetter, letter.id)
    sign(letter, cast, method="cap", pin="1")
    assert (letter.method, letter.details) == ("cap", {"serial": "7"})
    assert "Ditandatangani secara elektronik" in words(letter)
    assert db.session.scalar(select(func.count(LetterNumber.id))) == 1


def test_ten_who_sign_at_once_take_one_number(live_app):
    with live_app.app_context():
        cast = story.Cast()
        letter = services.draft(classified(), by=cast.as_("head"))
        services.submit(letter, by=cast.as_("head"))
        db.session.commit()
        letter_id, people = letter.id, [cast.head.id, cast.secretary.id]
    gate, told = threading.Barrier(10), []

    def click(person_id):
        with live_app.app_context():
            by = actor_for(db.session.get(story.Person, person_id))
            row = db.session.get(OutgoingLetter, letter_id)
            db.session.rollback()
            gate.wait()
            try:
                services.sign(row, on=clock.today(), by=by, site=SITE)
                db.session.commit()
                told.append("signed")
            except DomainError as refusal:
                db.session.rollback()
                told.append(refusal.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=click, args=(people[n % 2],)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["act_refused"] * 9 + ["signed"]
    with live_app.app_context():
        assert db.session.scalar(select(func.count(LetterNumber.id))) == 1
