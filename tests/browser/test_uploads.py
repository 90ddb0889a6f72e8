"""Save and next without waiting: scans go up behind the clerk's back, and what fails is said and can be repeated."""

from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from biro.core.db import db
from biro.correspondence.models import Letter
from biro.files.queries import attachments
from tests.browser.conftest import Enter
from tests.support import browser as real


def write(page: Page, number: str, subject: str, scan: Path | None = None) -> None:
    """Fill the form by keyboard and save it with Ctrl+Enter."""
    page.keyboard.type("Dinas Kesehatan")
    page.keyboard.press("Enter")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.keyboard.type("h")
    page.keyboard.press("Enter")
    page.keyboard.type(subject)
    if scan is not None:
        page.set_input_files("[name=scan]", scan)
    page.keyboard.press("Control+Enter")


def scans_of(site: real.Site, number: str) -> int:
    with site.app.app_context():
        letter = db.session.scalars(select(Letter).where(Letter.number == number)).one()
        return len(attachments(letter.owner))


def test_scans_follow_their_letters_and_a_failed_one_is_repeated(
    enter: Enter, site: real.Site, tmp_path: Path
) -> None:
    who = enter("sekretaris")
    page = who.page
    who.go("/surat/masuk/baru")
    page.route("**/pindaian", lambda route: route.abort())
    write(page, "UNGGAH/1", "Surat pertama dengan pindaian", real.scan(tmp_path, "satu"))
    row = page.locator("#uploads li", has_text="undangan.pdf")
    expect(row).to_contain_text("Gagal")
    expect(page.locator("#sender_id-ts-control")).to_be_focused()  # the next letter is not held up
    write(page, "UNGGAH/2", "Surat kedua tanpa pindaian")
    expect(page.locator("#latest")).to_contain_text("UNGGAH/2")
    assert scans_of(site, "UNGGAH/1") == 0

    page.once("dialog", lambda dialog: dialog.dismiss())  # leaving would lose the scan, so the browser asks
    page.evaluate("location.assign('/')")
    expect(page).to_have_url(f"{site.url}/surat/masuk/baru")
    page.unroute("**/pindaian")
    row.get_by_role("button", name="Ulangi").click()
    expect(row).to_contain_text("Terunggah")
    assert scans_of(site, "UNGGAH/1") == 1

    wrong = tmp_path / "bukan.pdf"
    wrong.write_bytes(b"MZ this is a program")
    page.locator("#sender_id-ts-control").focus()
    write(page, "UNGGAH/3", "Surat ketiga dengan berkas yang salah", wrong)
    expect(page.locator("#uploads li", has_text="bukan.pdf")).to_contain_text("Gagal: ")
    assert scans_of(site, "UNGGAH/3") == 0
    assert all("422" in said or "Failed" in said for said in who.complaints), who.complaints


def test_a_scan_that_a_top_secret_letter_may_not_have_is_refused_before_the_letter_is_saved(
    enter: Enter, site: real.Site, tmp_path: Path
) -> None:
    who = enter("sekretaris")
    page = who.page
    who.go("/surat/masuk/baru")
    page.select_option("[name=security]", "SR")
    page.locator("#sender_id-ts-control").focus()
    write(page, "SANGAT/1", "Tidak boleh dipindai", real.scan(tmp_path, "khusus"))
    expect(page.locator(".field:has([name=scan]) [role=alert]")).to_contain_text("tanpa pindaian")
    expect(page.locator("[name=subject]")).to_have_value("Tidak boleh dipindai")
    page.set_input_files("[name=scan]", [])
    page.locator("[name=subject]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#latest")).to_contain_text("Rahasia")
    assert scans_of(site, "SANGAT/1") == 0


def test_a_twin_is_seen_in_time_and_what_is_refused_stays_as_typed(enter: Enter, site: real.Site) -> None:
    who = enter("sekretaris")
    page = who.page
    who.go("/surat/masuk/baru")
    write(page, "KEMBAR/7", "Laporan pertama")
    expect(page.locator("#latest")).to_contain_text("KEMBAR/7")
    page.keyboard.type("Dinas Kesehatan")
    page.keyboard.press("Enter")
    page.keyboard.type("kembar / 7")
    page.keyboard.press("Enter")
    page.keyboard.type("h")
    page.keyboard.press("Enter")
    expect(page.locator("#twins")).to_contain_text("Laporan pertama")
    expect(page.locator("[name=subject]")).to_be_focused()
    page.keyboard.type("Laporan kedua")
    page.keyboard.press("Control+Enter")
    keep = page.locator("#twins [name=keep]")
    expect(keep).to_be_focused()
    expect(page.locator("[name=subject]")).to_have_value("Laporan kedua")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#latest")).to_contain_text("Laporan kedua")
    expect(page.locator("#twins .notice")).to_have_count(0)
    page.keyboard.type("Dinas Kesehatan")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[name=number]")).to_be_focused()
    expect(page.locator("[name=number]")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("belum jadi")

    mine = page.locator("#latest li", has_text="Laporan kedua")
    mine.locator("summary").click()
    mine.locator("textarea").fill("Dobel")
    mine.get_by_role("button", name="Batalkan").click()
    expect(mine).to_contain_text("Dibatalkan")
    expect(page.locator("[name=number]")).to_have_value("belum jadi")
    with site.app.app_context():
        letter = db.session.scalars(select(Letter).where(Letter.subject == "Laporan kedua")).one()
        assert (letter.state, letter.void_reason) == ("void", "Dobel")
