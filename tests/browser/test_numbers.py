"""Numbers in a browser: they show while the form and the pattern are being typed, and on a narrow screen too."""

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.support.browser import NARROW


def test_the_number_follows_the_form_while_it_is_filled_in(enter: Enter) -> None:
    who = enter("sekretaris", size=NARROW)
    who.go("/surat/nomor")
    who.check()
    who.page.get_by_role("link", name="Ambil nomor").click()
    seen = who.page.locator("form .notice[hx-post]")
    expect(seen).to_contain_text("/TU.1")
    who.page.select_option("[name=unit_id]", label="\u2003\u2003Bagian Perlengkapan")
    expect(seen).to_contain_text("/PL")
    who.check()
    assert who.complaints == []


def test_a_pattern_shows_its_example_or_what_is_wrong_while_it_is_typed(enter: Enter) -> None:
    who = enter("admin")
    who.go("/pengaturan/buku/baru")
    seen = who.page.locator("form .notice[hx-post]")
    who.page.fill("[name=pattern]", "{urut:04}/{bulan:romawi")
    expect(seen).to_contain_text("kurung kurawal")
    who.page.fill("[name=pattern]", "{urut:04}/SETDA")
    expect(seen).to_contain_text("0012/SETDA")
    who.check()
    assert who.complaints == []
