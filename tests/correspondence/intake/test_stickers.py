"""Stickers: a stack of letters falls apart by them, and paper that carries one finds its letter."""

import io
from threading import Event

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from biro.core.db import db
from biro.correspondence.intake import codes, sheets, sweeps
from biro.correspondence.intake.models import InboxItem, InboxState, LetterSticker
from biro.correspondence.models import Letter
from biro.files.queries import attachments
from tests.correspondence.conftest import letter_form
from tests.support.web import fields_of, text_of


def tick():
    sweeps.read_scans(Event())


def stack(*stickers):
    """A PDF with a page for each: a sticker's code, or None for a page without."""
    pages = pypdfium2.PdfDocument.new()
    for code in stickers:
        page = pages.new_page(595, 842)
        if code is not None:
            _stick(pages, page, code)
        page.gen_content()
    out = io.BytesIO()
    pages.save(out)
    return out.getvalue()


def _stick(pages, page, code):
    squares = sheets._squares(codes.MARK + code)
    side = 40 / squares["side"]  # points: a sticker of 14 mm
    for x, y, n in squares["runs"]:
        path = pypdfium2.raw.FPDFPageObj_CreateNewRect(400 + x * side, 780 - y * side, n * side, side)
        pypdfium2.raw.FPDFPageObj_SetFillColor(path, 0, 0, 0, 255)
        pypdfium2.raw.FPDFPath_SetDrawMode(path, 1, 0)
        pypdfium2.raw.FPDFPage_InsertObject(page, path)


def parts():
    query = select(InboxItem).where(InboxItem.parent_id.is_not(None)).order_by(InboxItem.first_page)
    return list(db.session.scalars(query))


def test_a_stack_is_cut_at_each_page_with_a_sticker_and_the_page_is_kept(app, scan):
    one, two = codes.new_code(), codes.new_code()
    whole = scan(stack(one, None, two), "tumpukan.pdf")
    tick()
    assert whole.state is InboxState.SPLIT
    assert [(p.first_page, p.last_page, p.sticker) for p in parts()] == [(1, 2, one), (3, 3, two)]
    assert [attachments(p.owner)[0].blob.pages for p in parts()] == [2, 1]
    assert {p.state for p in parts()} == {InboxState.READY}
    tick()
    assert len(parts()) == 2


def test_pages_before_the_first_sticker_are_a_document_of_their_own(app, scan):
    code = codes.new_code()
    scan(stack(None, code), "tumpukan.pdf")
    tick()
    assert [(p.first_page, p.last_page, p.sticker) for p in parts()] == [(1, 1, ""), (2, 2, code)]


def test_one_sticker_on_the_first_page_cuts_nothing_and_fills_the_form(app, sign_in, scan):
    code = codes.new_code()
    item = scan(stack(code, None))
    tick()
    assert (item.state, item.sticker) == (InboxState.READY, code)
    assert codes.shown(code) in sign_in("secretary").get(item.url).get_data(as_text=True)


def test_a_scan_goes_to_the_letter_whose_sticker_it_carries_and_can_be_taken_off(
    app, sign_in, scan, write_letter
):
    code, letter, client = codes.new_code(), write_letter(), sign_in("secretary")
    answer = client.post(
        f"/surat/masuk/pindaian/surat/{letter.id}/stiker",
        data=fields_of(client.get(letter.url)) | {"sticker": code},
    )
    assert answer.status_code == 303 and codes.shown(code) in text_of(client.get(letter.url))
    item = scan(stack(code))
    tick()
    assert (item.state, item.letter_id) == (InboxState.ATTACHED, letter.id)
    assert len(attachments(letter.owner)) == 1
    client.post(f"{item.url}/pelepasan", data={"version": item.version})
    assert item.state is InboxState.READY and attachments(letter.owner) == []


def test_binding_a_sticker_brings_the_scan_that_waits(app, sign_in, scan, write_letter):
    code, letter, client = codes.new_code(), write_letter(), sign_in("secretary")
    item = scan(stack(code))
    tick()
    client.post(
        f"/surat/masuk/pindaian/surat/{letter.id}/stiker",
        data=fields_of(client.get(letter.url)) | {"sticker": code},
    )
    assert item.state is InboxState.ATTACHED


def test_a_letter_written_from_a_scan_keeps_its_sticker(app, sign_in, scan):
    code, client = codes.new_code(), sign_in("secretary")
    item = scan(stack(code))
    tick()
    client.post(
        item.url, data=fields_of(client.get(item.url)) | letter_form(sticker=codes.shown(code).lower())
    )
    letter = db.session.scalars(select(Letter)).one()
    assert db.session.get(LetterSticker, code).letter_id == letter.id


@pytest.mark.parametrize(
    ("typed", "said"), [("ABCD-EFGX", "tidak benar"), ("bound", "sudah ditempel pada surat lain")]
)
def test_a_wrong_or_taken_sticker_is_refused_and_the_letter_is_not_written(
    app, sign_in, scan, write_letter, typed, said
):
    other, item, client = write_letter(), scan(), sign_in("secretary")
    if typed == "bound":
        typed = codes.new_code()
        db.session.add(LetterSticker(code=typed, letter_id=other.id))
        db.session.commit()
    answer = client.post(item.url, data=fields_of(client.get(item.url)) | letter_form(sticker=typed))
    assert answer.status_code == 422 and said in text_of(answer)
    assert len(db.session.scalars(select(Letter)).all()) == 1


def test_a_clerk_cuts_by_hand_and_joins_again(app, sign_in, scan):
    client, whole = sign_in("secretary"), scan(stack(None, None, None), "tumpukan.pdf")
    tick()
    client.post(f"{whole.url}/pemisahan", data={"version": whole.version, "pages": ["3"]})
    tick()
    assert [(p.first_page, p.last_page) for p in parts()] == [(1, 2), (3, 3)]
    client.post(f"{whole.url}/penggabungan", data={"version": whole.version})
    assert whole.state is InboxState.READY
    assert {p.state for p in parts()} == {InboxState.DISCARDED}
    client.post(f"{whole.url}/pemisahan", data={"version": whole.version, "pages": ["2", "3"]})
    tick()
    assert len([p for p in parts() if p.is_open]) == 3


def test_what_was_written_down_from_a_part_is_not_joined_again(app, sign_in, scan):
    client, whole = sign_in("secretary"), scan(stack(None, None), "tumpukan.pdf")
    tick()
    client.post(f"{whole.url}/pemisahan", data={"version": whole.version, "pages": ["2"]})
    tick()
    first = parts()[0]
    client.post(first.url, data=fields_of(client.get(first.url)) | letter_form())
    client.post(f"{whole.url}/penggabungan", data={"version": whole.version})
    assert whole.state is InboxState.SPLIT


def test_a_sheet_prints_sixty_five_codes_that_a_scanner_reads(app, sign_in):
    client = sign_in("secretary")
    given = fields_of(client.get("/surat/masuk/pindaian")) | {"sheets": "1"}
    answer = client.post("/surat/masuk/pindaian/stiker", data=given)
    assert answer.mimetype == "application/pdf"
    image = pypdfium2.PdfDocument(answer.data)[0].render(scale=200 / 72, grayscale=True).to_pil()
    texts = {found.text for found in zxingcpp.read_barcodes(image)}
    assert len({codes.read_code(text, marked=True) for text in texts} - {None}) == 65


def test_too_many_sheets_are_refused_beside_the_field(app, sign_in):
    client = sign_in("secretary")
    given = fields_of(client.get("/surat/masuk/pindaian")) | {"sheets": "99"}
    assert client.post("/surat/masuk/pindaian/stiker", data=given).status_code == 422
