"""Paper in a real browser: the sheet opens beside the letter, the book comes twice from one page, errors stay in it."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.support.browser import NARROW


def test_the_sheet_opens_in_a_page_of_its_own_and_the_letter_stays(enter: Enter) -> None:
    who = enter("sekretaris")
    who.go("/surat/masuk/1")
    sheet = who.page.context.expect_event("response", lambda answer: answer.url.endswith(".pdf"))
    with who.page.expect_popup() as opened, sheet as answered:
        who.page.get_by_role("button", name="Lembar disposisi").click()
    opened.value.wait_for_url("**/surat/masuk/1/lembar-disposisi.pdf")
    assert answered.value.headers["content-type"] == "application/pdf"
    assert who.page.url.endswith("/surat/masuk/1")
    assert who.complaints == []


def test_the_book_can_be_taken_in_both_forms_from_one_page(enter: Enter, tmp_path: Path) -> None:
    who = enter("sekretaris")
    who.go("/surat/masuk")
    who.page.get_by_role("link", name="Cetak").click()
    for _again in range(2):
        with who.page.expect_download() as taken:
            who.page.get_by_role("button", name="XLSX").click()
        assert taken.value.suggested_filename.startswith("buku-agenda-surat-masuk-")
        taken.value.save_as(tmp_path / "buku.xlsx")
        assert (tmp_path / "buku.xlsx").read_bytes().startswith(b"PK")
    with who.page.expect_response("**/buku-agenda.pdf") as answered:
        who.page.get_by_role("button", name="PDF untuk dicetak").click()
    assert answered.value.headers["content-disposition"].startswith("inline")
    assert who.complaints == []


def test_wrong_numbers_are_said_in_the_page(enter: Enter) -> None:
    who = enter("sekretaris", size=NARROW)
    who.go("/surat/masuk/lembar-disposisi")
    who.page.fill("[name=numbers]", "satu dua")
    who.page.get_by_role("button", name="PDF untuk dicetak").click()
    expect(who.page.locator(".field-error")).to_contain_text("12, 15-20")
    who.check()
    assert who.complaints == []
