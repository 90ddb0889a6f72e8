"""Taking files in."""

import io
from hashlib import sha256

import pytest
import time_machine
from sqlalchemy import func, select

from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError
from biro.files import parsers, queries, rules, services, storage
from biro.files.models import Attachment, Blob
from tests.files.conftest import image, locked_pdf, office, pdf


def everything(folder):
    return [p for p in folder.rglob("*") if p.is_file()]


def test_a_scan_lies_on_disk_under_its_hash_before_the_row_says_so(upload, berkas):
    content = pdf(pages=3)
    attachment = upload(content, "Undangan Rapat.pdf")
    digest = sha256(content).hexdigest()
    assert attachment.blob_sha256 == digest
    assert (attachment.blob.pages, attachment.blob.width, attachment.blob.height) == (3, 595, 842)
    assert [p.name for p in everything(berkas)] == [digest]
    assert storage.here().open(digest).read() == content
    assert queries.attachments("letter:7") == [attachment]


def test_the_same_content_twice_is_kept_once(upload, berkas):
    content = pdf()
    upload(content, "a.pdf")
    upload(content, "b.pdf", owner="letter:8")
    assert len(everything(berkas)) == 1
    assert db.session.scalar(select(func.count()).select_from(Blob)) == 1
    assert queries.attachment_counts(["letter:7", "letter:8", "letter:9"]) == {"letter:7": 1, "letter:8": 1}


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (image("PNG"), "a.png", rules.PNG),
        (image("JPEG"), "a.JPG", rules.JPEG),
        (image("TIFF"), "a.tif", rules.TIFF),
        (office(), "a.docx", rules.DOCX),
        (office("xl/workbook.xml"), "a.xlsx", rules.XLSX),
    ],
)
def test_each_accepted_kind_is_known_by_its_content(upload, content, name, mime):
    assert upload(content, name, kinds=rules.DOCUMENTS).blob.mime == mime


ZOO = {
    "html named pdf": (b"<html><script>alert(1)</script>", "a.pdf", "bukan jenis"),
    "svg named png": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.png", "bukan jenis"),
    "html before the pdf": (b"<html>\n" + pdf(), "a.pdf", "bukan jenis"),
    "pdf named html": (pdf(), "a.html", "berakhiran"),
    "png named pdf": (image(), "a.pdf", "berakhiran"),
    "no extension": (pdf(), "surat", "berakhiran"),
    "docx among scans": (office(), "a.docx", "bukan jenis"),
    "truncated pdf": (pdf(pages=30)[:900], "a.pdf", "rusak atau terpotong"),
    "only the head of a pdf": (b"%PDF-1.7\nhalo\n%%EOF", "a.pdf", "rusak atau terpotong"),
    "locked pdf": (locked_pdf(), "a.pdf", "terkunci kata sandi"),
    "truncated picture": (image(size=(900, 900))[:200], "a.png", "rusak atau terpotong"),
    "nothing at all": (b"", "a.pdf", "kosong"),
    "a program": (b"MZ" + bytes(400), "a.pdf", "bukan jenis"),
}


@pytest.mark.parametrize("animal", ZOO)
def test_what_is_not_what_it_says_is_refused_beside_the_field_and_leaves_nothing(upload, berkas, animal):
    content, name, words = ZOO[animal]
    with pytest.raises(DomainError, match=words) as refusal:
        upload(content, name)
    assert refusal.value.field == "scan"
    assert everything(berkas) == []
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_more_than_fifty_megabytes_is_refused_without_reading_to_the_end(cast, berkas):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return bytes(size)

    stream = Endless()
    with pytest.raises(DomainError, match="50 MB"):
        services.store(stream, "a.pdf", by=cast.as_("secretary"), owner="letter:7")
    assert stream.given <= rules.MAX_BYTES + 2 * storage.CHUNK
    assert everything(berkas) == []


def test_an_upload_that_breaks_off_leaves_nothing(cast, berkas):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionError

    with pytest.raises(ConnectionError):
        services.store(Broken(), "a.pdf", by=cast.as_("secretary"), owner="letter:7")
    assert everything(berkas) == []


def test_a_pixel_flood_is_refused_before_it_is_decoded(upload):
    flood = bytearray(image(size=(10, 10)))
    flood[16:24] = (60_000).to_bytes(4, "big") * 2
    flood[29:33] = __import__("zlib").crc32(bytes(flood[12:29])).to_bytes(4, "big")
    with pytest.raises(DomainError, match="juta piksel"):
        upload(bytes(flood), "a.png")


def test_a_document_that_swells_or_carries_macros_is_refused(upload):
    bomb = office(**{"word/media/x.bin": bytes(rules.MAX_UNPACKED + 1)})
    assert len(bomb) < rules.MAX_UNPACKED / 100
    with pytest.raises(DomainError, match="mengembang"):
        upload(bomb, "a.docx", kinds=rules.DOCUMENTS)
    with pytest.raises(DomainError, match="makro"):
        upload(office(**{"word/vbaProject.bin": b"x"}), "a.docx", kinds=rules.DOCUMENTS)


def test_a_person_brings_in_a_gigabyte_a_day_and_again_tomorrow(upload, monkeypatch):
    monkeypatch.setattr(rules, "MAX_BYTES_A_DAY", len(pdf(pages=2)) + 10)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        upload(pdf())
        with pytest.raises(DomainError, match="besok"):
            upload(pdf(pages=2))
        traveller.shift(24 * 3600)
        upload(pdf(pages=2))


def test_a_waiting_upload_moves_to_its_letter(upload, cast):
    by = cast.as_("secretary")
    attachment = upload(pdf(), owner=services.waiting(by))
    services.move(attachment, owner="letter:9", by=by, secret=True)
    assert queries.attachments("letter:9") == [attachment]
    assert attachment.is_secret and "surat" not in attachment.trail_label
    services.remove(attachment, by=by)
    assert queries.attachments("letter:9") == []


def test_a_file_that_keeps_its_reader_busy_too_long_is_refused(upload, berkas, monkeypatch):
    monkeypatch.setattr(parsers, "SECONDS", 0.001)
    with pytest.raises(DomainError, match="terlalu rumit"):
        upload(pdf())
    assert everything(berkas) == []
