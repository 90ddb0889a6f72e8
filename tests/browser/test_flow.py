"""One letter travels all the way through the house, in the hands of the people who do it, with and without script."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from biro.core import clock
from biro.reminders import worker
from tests.browser.conftest import Enter
from tests.support import browser as real


def register(who: real.Visitor, subject: str, scan: Path, script: bool) -> None:
    """The secretary writes the letter down with its scan."""
    page = who.page
    who.go("/surat/masuk/baru")
    if script:
        page.locator(".ts-control input").first.fill("Kementerian Dalam Negeri")
        page.locator(".ts-dropdown .create, .ts-dropdown .option").first.click()
    else:
        page.fill("[name=sender_id_teks]", "Kementerian Dalam Negeri")
    page.fill("[name=number]", f"400.3/{len(subject)}/SJ")
    page.fill("[name=letter_date]", (clock.today() - timedelta(days=1)).isoformat())
    page.fill("[name=subject]", f"Undangan {subject}")
    page.set_input_files("[name=scan]", scan)
    page.click("main form.form button.btn-primary")
    expect(page.locator(".notice").first).to_contain_text("Tercatat")


def dispose(who: real.Visitor, subject: str) -> None:
    """The head finds it in the book and passes it on."""
    page = who.page
    who.go("/surat/masuk")  # the pile begins with the oldest, and other tests add to it
    page.locator("main tr", has_text=subject).locator("a").first.click()
    page.wait_for_url(re.compile(r"/surat/masuk/\d+$"))
    if not page.url.endswith("/disposisi"):
        page.locator("main a[href$='/disposisi']").first.click()
    page.locator("[name=instruction_ids]").first.check()
    page.select_option("[name=coordinator_id]", label=coordinator(page), force=True)
    page.click("main form.form button.btn-primary")
    expect(page.locator(".notice").first).to_be_visible()


def coordinator(page: Page) -> str:
    """The household head as the list of coordinators calls him."""
    texts = page.locator("[name=coordinator_id] option").all_text_contents()
    return next(text for text in texts if "Bambang Prasetyo" in text)


def accept(who: real.Visitor, subject: str, day: str) -> str:
    """The secretary makes the event with all it needs; returns its address."""
    page = who.page
    who.go("/surat/masuk")
    page.locator("main tr", has_text=subject).locator("a").first.click()
    page.locator("main a[href*='/undangan']").first.click()
    page.fill("[name=day]", day)
    page.fill("[name=starts]", "09:00")
    page.fill("[name=ends]", "11:00")
    page.select_option("[name=hall]", index=1, force=True)
    for name in ("vehicles", "drivers"):
        page.locator(f"details:has([name={name}]) > summary").click()
        page.locator(f"[name={name}]").first.check()
    page.locator("details:has([name^='posts-']) > summary").click()
    page.locator("[name^='posts-']").first.fill("1")
    page.click("main form.form button.btn-primary")
    expect(page.locator("h1")).to_contain_text(subject)
    return page.url


def open_waiting(who: real.Visitor, section: str, subject: str) -> bool:
    """Open the first line about the subject in a section of the desk, or in its whole list; False if there is none."""
    who.go("/")
    lines = who.page.locator(f"#{section} li a", has_text=subject)
    if lines.count() == 0:
        with who.page.expect_navigation():
            who.page.click(f"#{section} .card-more")
        lines = who.page.locator("main tr", has_text=subject).locator("a")
    if lines.count() == 0:
        return False
    lines.first.click()
    return True


def approve_all(who: real.Visitor, section: str, subject: str) -> int:
    """Approve what waits for this event until nothing does; returns how often."""
    done = 0
    while open_waiting(who, section, subject):
        approve = who.page.get_by_role("button", name="Setujui")
        if approve.count() == 0:
            return done
        approve.first.click()
        expect(who.page.locator(".notice").first).to_be_visible()
        done += 1
    return done


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_invitation_becomes_an_event_with_hall_car_leader_and_roster(
    enter: Enter, tmp_path: Path, script: bool
) -> None:
    subject = "Rapat Koordinasi Biro Umum" if script else "Rapat Kerja Biro Umum Seluruh Provinsi"
    secretary, head, household = (
        enter(name, script=script) for name in ("sekretaris", "kepala", "rumahtangga")
    )
    register(secretary, subject, real.scan(tmp_path, subject), script)
    dispose(head, subject)
    household.go("/disposisi")
    expect(household.page.locator("main")).to_contain_text(subject)

    day = clock.today() + timedelta(days=45 if script else 46)
    event = accept(secretary, subject, day.isoformat())
    assert approve_all(household, "peminjaman", subject) == 3

    household.page.goto(event)
    household.page.locator("main a[href*='/piket/']").first.click()
    household.page.get_by_role("button", name="Ajukan").first.click()
    assert approve_all(head, "jadwal", subject) == 1
    assert worker.run_once(secretary.site.app)
    secretary.go("/pengingat")
    expect(secretary.page.locator("main")).to_contain_text(
        f"Keperluan: {subject}. Disetujui oleh Bambang Prasetyo"
    )
    for who in (secretary, head, household):
        assert not who.complaints
