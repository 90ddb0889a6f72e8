"""A clerk's hands on the keyboard: typical letters in few keys, names typed faster than the server answers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from biro.accounts.actors import actor_for
from biro.accounts.models import Person, Unit
from biro.core import clock
from biro.core.db import db
from biro.correspondence import services
from biro.correspondence.models import Classification, Letter
from tests.browser.conftest import Enter
from tests.support import browser as real

MOST_KEYS = 45
SECRETARIAT, SCOUTS = "Sekretariat Bersama Kearsipan", "Kwartir Daerah Pramuka"


@dataclass
class Hands:
    """Presses keys and counts every one of them; Ctrl+Enter is two."""

    page: Page
    keys: int = 0

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)

    def press(self, *names: str) -> None:
        for name in names:
            self.keys += len(name.split("+")) if len(name) > 1 else 1
            self.page.keyboard.press(name)


def letters_of(site: real.Site, number: str) -> list[Letter]:
    with site.app.app_context():
        found = db.session.scalars(select(Letter).where(Letter.number == number)).unique().all()
        for letter in found:
            _loaded = (letter.sender.name, letter.unit.name, letter.classification)
        db.session.expunge_all()
        return list(found)


def earlier(site: real.Site, sender: str, subject: str, code: str, unit: str) -> None:
    """A letter of this sender from last month, from which the next one takes what it can."""
    with site.app.app_context():
        secretary = db.session.scalars(select(Person).where(Person.username == "sekretaris")).one()
        day = clock.today() - timedelta(days=30)
        services.register(
            sender_name=sender, number=f"{code}/1/lama", letter_date=day, received_on=day, subject=subject, keep=True,
            classification_id=db.session.scalars(select(Classification.id).where(Classification.code == code)).one(),
            unit_id=db.session.scalars(select(Unit.id).where(Unit.name == unit)).one(),
            by=actor_for(secretary),
        )  # fmt: skip
        db.session.commit()


LAG = """const real = window.fetch.bind(window);
window.fetch = (url, given) => new Promise((done) => setTimeout(done, LAG)).then(() => real(url, given));"""


def start(enter: Enter, lag: int = 0) -> tuple[real.Visitor, Hands]:
    """The clerk at the empty form; with `lag` every answer comes that many milliseconds late."""
    who = enter("sekretaris")
    if lag:
        who.page.add_init_script(LAG.replace("LAG", str(lag)))
    who.go("/surat/masuk/baru")
    expect(who.page.locator(".ts-control input").first).to_be_focused()
    return who, Hands(who.page)


def focused_on(page: Page, name: str) -> None:
    expect(page.locator(f"[name={name}]")).to_be_focused()


def suggested(page: Page, code: str) -> None:
    expect(page.locator(".field", has=page.locator("[name=classification_id]"))).to_contain_text(code)
    expect(page.locator("[data-from]").first).to_contain_text("Disarankan")


def saved(who: real.Visitor, number: str) -> Any:
    """The letter, once the page is ready for the next."""
    expect(who.page.locator("[name=number]")).to_have_value("")
    expect(who.page.locator("main")).to_contain_text(number)
    expect(who.page.locator(".ts-control input").first).to_be_focused()
    [letter] = letters_of(who.site, number)
    return letter


def test_three_typical_letters_take_at_most_45_keys_each_and_no_mouse(enter: Enter, site: real.Site) -> None:
    earlier(site, SECRETARIAT, "Undangan rapat koordinasi kearsipan", "000.5.3.1", "Bagian Tata Usaha")
    earlier(site, SCOUTS, "Permohonan peminjaman kendaraan untuk jambore", "000.1.7", "Bagian Rumah Tangga")
    who, hands = start(enter)
    page, today = who.page, clock.today()

    hands.type("sekr")  # an invitation: as the last one of this sender
    hands.press("Enter")
    hands.type("400.14/215/SB/XI/2026")
    hands.press("Enter")
    hands.type("k")
    hands.press("Enter")
    suggested(page, "000.5.3.1")  # quicker than any hand, but not than a test
    hands.type("und")
    hands.press("ArrowDown", "Enter", "Control+Enter")
    assert hands.keys <= MOST_KEYS, hands.keys
    first = saved(who, "400.14/215/SB/XI/2026")
    assert (first.sender.name, first.letter_date) == (
        SECRETARIAT,
        today - timedelta(days=1),
    )
    assert (first.subject, first.unit.name) == ("Undangan rapat koordinasi kearsipan", "Bagian Tata Usaha")
    assert first.classification.code == "000.5.3.1" and first.received_on == today
    assert (first.security, first.urgency, first.medium) == ("B", "biasa", "langsung")

    hands.keys = 0  # the same sender, urgent and restricted, a date of the same month a year ago at most
    hands.press("F2")
    hands.type("B/7/KPR/2026")
    hands.press("Enter")
    written = today - timedelta(days=40)
    hands.type(f"{written:%d%m}")
    hands.press("Enter")
    hands.type("Arsip aset")
    hands.press("Enter", "Enter")
    hands.type("t")
    hands.press("Enter")
    hands.type("s")
    hands.press("Control+Enter")
    assert hands.keys <= MOST_KEYS, hands.keys
    second = saved(who, "B/7/KPR/2026")
    assert (second.sender_id, second.letter_date, second.subject) == (first.sender_id, written, "Arsip aset")
    assert (second.security, second.urgency) == ("T", "segera")

    hands.keys = 0  # another sender by the beginnings of its words, in the middle of a pile
    hands.type("kwar da")
    hands.press("Enter")
    hands.type("024/Kwarda-08/2026")
    hands.press("Enter")
    hands.type("h")
    hands.press("Enter")
    suggested(page, "000.1.7")
    hands.type("per")
    hands.press("ArrowDown", "Enter", "Control+Enter")
    assert hands.keys <= MOST_KEYS, hands.keys
    third = saved(who, "024/Kwarda-08/2026")
    assert (third.sender.name, third.letter_date) == (SCOUTS, today)
    assert (third.unit.name, third.classification.code) == ("Bagian Rumah Tangga", "000.1.7")
    assert third.agenda == second.agenda + 1 == first.agenda + 2
    assert not who.complaints
    who.keep("logging")


@pytest.mark.parametrize("delay", [0, 600], ids=["quick", "slow"])
def test_a_name_typed_blind_means_the_exact_one_then_the_beginning_then_a_new_one(
    enter: Enter, site: real.Site, delay: int
) -> None:
    mark = "q" if delay == 0 else "s"
    earlier(site, f"ING{mark}", "Uji", "000.1.4", "Biro Umum")
    earlier(site, f"Badan Ing{mark}ris", "Uji", "000.1.4", "Biro Umum")
    earlier(site, f"Ing{mark}in Maju", "Uji", "000.1.4", "Biro Umum")
    who, _hands = start(enter, lag=delay)
    page = who.page
    cases = {f"ing{mark}": f"ING{mark}", f"ing{mark}in": f"Ing{mark}in Maju", f"g{mark}ris": f"g{mark}ris"}
    for typed, meant in cases.items():
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.keyboard.type(number := f"{typed}/{len(meant)}")  # the hands do not wait
        focused_on(page, "number")
        page.keyboard.press("Enter")
        page.keyboard.type("h")
        page.keyboard.press("Enter")
        page.keyboard.type("Dicoba tanpa melihat")
        page.keyboard.press("Control+Enter")
        assert saved(who, number).sender.name == meant


def test_the_keys_of_the_form_are_told_and_do_what_they_say(enter: Enter) -> None:
    who, _hands = start(enter)
    page = who.page
    page.keyboard.type("Persis Begini")
    page.keyboard.press("Shift+Enter")
    focused_on(page, "number")
    page.keyboard.type("X/1")
    page.keyboard.press("Escape")
    expect(page.locator("[name=number]")).to_have_value("")
    expect(page.locator("[name=sender_id]")).to_have_value("Persis Begini")
    page.keyboard.press("Escape")
    expect(page.locator("[name=sender_id]")).to_have_value("")
    expect(page.locator(".ts-control input").first).to_be_focused()
    page.keyboard.press("F3")
    focused_on(page, "number")
    assert page.locator("[name=number]").input_value() and page.locator("[name=subject]").input_value()
    page.locator("main").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Semua sama dengan surat sebelumnya")
    page.keyboard.press("Escape")
    who.go("/surat/masuk")
    page.keyboard.press("n")
    page.wait_for_url("**/surat/masuk/baru")
    assert not who.complaints
