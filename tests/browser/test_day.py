"""A whole day: twenty letters written down by keyboard, disposed of, one answered, signed, sent, and filed."""

import re

from playwright.sync_api import expect
from sqlalchemy import select

from biro.core.db import db
from biro.correspondence.archive.models import CaseItem
from biro.correspondence.models import Disposition, Letter, LetterState
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState
from tests.browser.conftest import Enter
from tests.browser.test_logging import saved, start
from tests.browser.test_pile import coordinator
from tests.support import browser as real

LETTERS = 20
SENDERS = ("Kantor Pos Harian", "Balai Latihan Harian", "Museum Harian", "Perpustakaan Harian")


def write_down(enter: Enter) -> list[Letter]:
    """The secretary's morning: a pile of every sender, without the mouse."""
    who, hands = start(enter)
    letters = []
    for number in range(LETTERS):
        if number % 5:
            hands.press("F2")  # the same sender as before
        else:
            hands.type(SENDERS[number // 5])
            hands.press("Enter")
        hands.type(f"HARI/{number:02}/2026")
        hands.press("Enter")
        hands.type("h")
        hands.press("Enter")
        hands.type(f"Urusan ke {number}")
        hands.press("Control+Enter")
        letters.append(saved(who, f"HARI/{number:02}/2026"))
    assert who.complaints == []
    return letters


def pass_on(enter: Enter, letters: list[Letter]) -> None:
    """The head's turn: every fifth needs no disposition, the others go to the household."""
    who = enter("kepala")
    page, keys = who.page, who.page.keyboard
    for at, letter in enumerate(letters):
        who.go(letter.url)
        if at % 5 == 4:
            keys.press("x")
            expect(page.locator(".notice").first).to_contain_text("diarsipkan")
            continue
        keys.press("d")
        page.wait_for_url(re.compile("/disposisi"))
        keys.press("g")
        keys.press("y")
        keys.type(coordinator(page))
        with page.expect_navigation():
            keys.press("Control+Enter")
    assert who.complaints == []


def answer(enter: Enter, letter: Letter) -> str:
    """The household answers the first letter; the head signs, the secretary sends."""
    author = enter("rumahtangga")
    author.go(letter.url)
    author.page.get_by_role("link", name="Buat konsep jawaban").first.click()
    expect(author.page.locator("[name=subject]")).to_have_value(f"Balasan {letter.subject}")
    author.page.select_option(
        "[name=signer_assignment_id]", label="Kepala Biro Umum · Ratna Dewi Kusuma, S.H., M.A.P."
    )
    author.page.locator("#classification_id-ts-control").fill("000.1.5")
    author.page.locator("#classification_id-ts-dropdown .option").first.click()
    author.page.get_by_role("button", name="Simpan").click()
    author.page.wait_for_url(re.compile(r"/surat/keluar/\d+$"))
    address = author.page.url.removeprefix(author.site.url)
    author.page.get_by_role("button", name="Ajukan").click()
    expect(author.page.locator("main")).to_contain_text("Menunggu tanda tangan")
    signer = enter("kepala")
    signer.go(address)
    signer.page.get_by_role("button", name="Tanda tangani dan terbitkan").click()
    expect(signer.page.locator("main")).to_contain_text("Surat terbit dengan nomor")
    clerk = enter("sekretaris")
    clerk.go(address)
    clerk.page.get_by_role("button", name="Kirim surat").click()
    expect(clerk.page.locator(".notice").first).to_contain_text("Surat dikirim")
    assert [said for who in (author, signer, clerk) for said in who.complaints] == []
    return address


def put_away(enter: Enter, letter: Letter) -> None:
    """The answered letter goes into a file of its own."""
    who = enter("sekretaris")
    who.go(letter.url)
    expect(who.page.locator("main")).to_contain_text("Jawaban kita")
    who.page.get_by_role("link", name="Berkaskan").first.click()
    who.page.wait_for_load_state()
    who.page.locator("summary", has_text="Atau buka berkas baru").click()
    who.page.locator("#classification_id-ts-control").fill("000.1.5")
    who.page.locator("#classification_id-ts-dropdown .option").first.click()
    who.page.fill("[name=title]", "Urusan harian")
    who.page.get_by_role("button", name="Berkaskan", exact=True).click()
    expect(who.page.locator(".notice").first).to_contain_text("masuk ke berkas")
    assert who.complaints == []


def test_a_day_from_the_first_letter_to_the_archive(enter: Enter, site: real.Site) -> None:
    letters = write_down(enter)
    numbers = [letter.agenda for letter in letters]
    assert numbers == list(range(numbers[0], numbers[0] + LETTERS))
    pass_on(enter, letters)
    address = answer(enter, letters[0])
    put_away(enter, letters[0])
    with site.app.app_context():
        ids = [letter.id for letter in letters]
        states = list(db.session.scalars(select(Letter.state).where(Letter.id.in_(ids)).order_by(Letter.id)))
        assert [s is LetterState.FILED for s in states] == [at % 5 == 4 for at in range(LETTERS)]
        given = db.session.scalars(select(Disposition.letter_id).where(Disposition.letter_id.in_(ids))).all()
        assert len(given) == len(set(given)) == LETTERS - LETTERS // 5
        sent = db.session.get(OutgoingLetter, int(address.rpartition("/")[2]))
        assert sent.state is OutgoingState.SENT and sent.number and sent.reply_to_id == ids[0]
        assert db.session.scalars(select(CaseItem.id).where(CaseItem.letter_id == ids[0])).all()
