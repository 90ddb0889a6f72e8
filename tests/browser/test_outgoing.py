"""One letter from the first word to the public page, in a real browser, by the hands of four people."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.support.browser import NARROW


def test_a_letter_is_written_initialled_signed_sent_and_verified(enter: Enter) -> None:
    author = enter("staf")
    author.go("/surat/keluar/baru?jenis=surat_dinas")
    author.page.fill("[name=to]", "Kepala Biro Hukum\nKepala Dinas Kesehatan u.p. Sekretaris")
    author.page.fill("[name=subject]", "Permintaan peserta rapat")
    author.page.fill("[name=body]", "Mohon mengirim peserta.\n\nHari : Selasa\nTempat : Aula Barat")
    author.page.select_option(
        "[name=signer_assignment_id]", label="Kepala Biro Umum · Ratna Dewi Kusuma, S.H., M.A.P."
    )
    author.page.locator("#classification_id-ts-control").fill("000.1.5")
    author.page.locator("#classification_id-ts-dropdown .option").first.click()
    author.check()
    author.page.get_by_role("button", name="Simpan").click()
    author.page.wait_for_url(re.compile(r"/surat/keluar/\d+$"))
    address = author.page.url.removeprefix(author.site.url)
    expect(author.page.get_by_alt_text("Halaman pertama konsep")).to_be_visible()
    author.check()
    author.page.get_by_role("button", name="Ajukan").click()
    expect(author.page.locator("main")).to_contain_text("Menunggu paraf")

    boss = enter("rumahtangga")
    boss.go("/")
    boss.page.get_by_role("link", name="Permintaan peserta rapat", exact=True).click()
    boss.page.get_by_role("button", name="Paraf", exact=True).click()
    expect(boss.page.locator("main")).to_contain_text("Menunggu tanda tangan")

    signer = enter("kepala", size=NARROW)
    signer.go(address)
    signer.check()
    signer.page.get_by_role("button", name="Tanda tangani dan terbitkan").click()
    expect(signer.page.locator("main")).to_contain_text("Surat terbit dengan nomor")

    clerk = enter("sekretaris")
    clerk.go(address)
    clerk.check()
    clerk.page.get_by_role("button", name="Kirim surat").click()
    expect(clerk.page.locator("main")).to_contain_text("menerimanya di buku agendanya")
    link = clerk.page.get_by_role("link", name="Halaman pemeriksaan umum").get_attribute("href") or ""

    visitor = enter(None, size=NARROW)
    visitor.go("/verifikasi/" + link.rpartition("/")[2])
    expect(visitor.page.locator("main")).to_contain_text("Berlaku")
    assert "Permintaan peserta" not in visitor.text()
    visitor.check()
    people = (author, boss, signer, clerk, visitor)
    assert [said for who in people for said in who.complaints] == []
