"""The head clears the morning's pile without touching the mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter

LETTERS = 12


def coordinator(page: Page) -> str:
    """What to type in the list of people."""
    return page.locator("[name=coordinator_id] option", has_text="Bambang Prasetyo").first.inner_text()[:12]


def test_a_head_clears_twelve_letters_with_the_keyboard_alone(enter: Enter) -> None:
    who = enter("kepala")
    page, keys = who.page, who.page.keyboard
    who.go("/")
    keys.press("d")
    page.wait_for_url(re.compile(r"/disposisi\?ke=1"))
    for number in range(1, LETTERS + 1):
        expect(page.locator(".head")).to_contain_text(f"{number} dari ")
        if number % 3 == 0:  # nothing to pass on
            keys.press("x")
        else:
            keys.press("g")
            expect(page.locator("input[data-tick=g]")).to_be_checked()
            keys.press("y")
            keys.type(coordinator(page))
            keys.press("Control+Enter")
        page.wait_for_url(re.compile(rf"ke={number + 1}$"))
    assert who.complaints == []


def test_short_words_become_sentences_and_a_slip_is_undone(enter: Enter) -> None:
    who = enter("kepala")
    page, keys = who.page, who.page.keyboard
    who.go("/surat/masuk/menunggu")
    before = page.locator("main tbody tr").count()
    keys.press("x")
    expect(page.locator(".notice").first).to_contain_text("diarsipkan")
    expect(page.locator("main tbody tr")).to_have_count(before - 1)
    keys.press("z")
    expect(page.locator("main tbody tr")).to_have_count(before)
    keys.press("d")
    page.wait_for_url(re.compile("/disposisi"))
    page.locator("[name=note]").focus()
    keys.type("UDK, lalu TL segera. ump tetap")
    expect(page.locator("[name=note]")).to_have_value(
        "Untuk diketahui, lalu Tindak lanjuti segera. ump tetap"
    )
    assert who.complaints == []
