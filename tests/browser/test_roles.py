"""Each role signs in and finds its own desk and menu; the language switch; a smoke test on PostgreSQL."""

import pytest
from playwright.sync_api import Browser, expect

from biro.accounts.demo import PASSWORD
from tests.browser.conftest import Enter
from tests.support import browser as real

# account, name on the desk, in the menu, not in the menu
ROLES = (
    ("kepala", "Ratna Dewi Kusuma", {"Hari ini", "Surat masuk", "Jejak"}, set()),
    ("rumahtangga", "Bambang Prasetyo", {"Hari ini", "Fasilitas"}, {"Jejak"}),
    ("sekretaris", "Dewi Lestari", {"Hari ini", "Surat masuk"}, {"Jejak"}),
    ("staf", "Agus Salim", {"Hari ini", "Piket"}, {"Jejak"}),
    ("admin", "Yusuf Hidayat", {"Hari ini", "Hari libur"}, {"Surat masuk"}),
)
MENU = "aside nav a"


def sign_in(who: real.Visitor, username: str) -> None:
    """By the form, as people do."""
    who.go("/masuk")
    who.page.fill("[name=username]", username)
    who.page.fill("[name=password]", PASSWORD)
    who.page.click("main button.btn-primary")
    expect(who.page.locator("h1")).to_have_text("Hari ini")


@pytest.mark.parametrize(("username", "name", "present", "absent"), ROLES)
def test_each_role_signs_in_and_sees_its_own_desk_and_menu(
    enter: Enter, username: str, name: str, present: set[str], absent: set[str]
) -> None:
    who = enter(None)
    sign_in(who, username)
    menu = set(who.page.locator(MENU).all_inner_texts())
    assert name in who.text()
    assert present <= menu, menu
    assert not absent & menu, menu
    assert not who.complaints


def test_the_english_switch_leaves_no_indonesian_in_the_menu(enter: Enter) -> None:
    who = enter("kepala")
    who.go("/")
    before = set(who.page.locator(MENU).all_inner_texts())
    who.page.click(".user-menu summary")
    who.page.click(".user-menu button[lang=en]")
    expect(who.page.locator("html")).to_have_attribute("lang", "en")
    after = set(who.page.locator(MENU).all_inner_texts())
    assert len(after) == len(before)
    assert not before & after, before & after
    who.page.click(".user-menu summary")
    who.page.click(".user-menu button[lang=id]")


def test_signing_in_works_without_javascript(enter: Enter) -> None:
    sign_in(enter(None, script=False), "staf")


def test_the_desk_opens_on_postgresql_too(browser: Browser, site_on_postgresql: real.Site) -> None:
    context = browser.new_context(locale="id-ID")
    who = real.visitor(context, site_on_postgresql)
    sign_in(who, "kepala")
    assert not who.complaints
    context.close()
