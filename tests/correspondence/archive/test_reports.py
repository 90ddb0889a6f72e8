"""The signed official report of a disposal: attached by who keeps the archive, on file, shown, given out."""

import io
import zipfile

import pytest
from sqlalchemy import select

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.correspondence.archive import services
from biro.correspondence.archive.rules import Kind
from biro.correspondence.transfer import exporting
from biro.files.models import Attachment
from biro.files.queries import attachments
from tests.files.conftest import pdf
from tests.support.web import text_of

WITNESSES = "Siti Aminah, Kepala Bagian\nMaria Tambunan, Kepala Biro Hukum"


@pytest.fixture
def approved(cast, closed_file):
    """A transfer that may be carried out."""
    keeper = cast.as_("secretary")
    batch = services.propose(kind=Kind.TRANSFER, file_ids=[closed_file(unit="RT").id], by=keeper)
    services.submit(batch, by=keeper)
    services.approve(
        batch, version=None, office="creator", approval_number="", approval_on=None, scan=None, by=cast.as_("head")
    )  # fmt: skip
    db.session.commit()
    return batch


@pytest.fixture
def done(cast, approved):
    """A transfer that was carried out."""
    services.carry_out(
        approved, version=None, report_number="BA/7", report_on=clock.today(), place="Depo", method="",
        witnesses=WITNESSES, by=cast.as_("secretary"),
    )  # fmt: skip
    db.session.commit()
    return approved


def sheet(batch, name="ba-bertanda-tangan.pdf", content=None, **change):
    return {"scan": (io.BytesIO(content or pdf()), name), "version": batch.version, **change}


def test_the_signed_report_comes_on_file_and_the_page_says_so(sign_in, done):
    keeper, place = sign_in("secretary"), f"{done.url}/berita-acara"
    assert "Belum ada yang bertanda tangan" in text_of(keeper.get(done.url))
    assert "Belum bertanda tangan" in text_of(keeper.get("/arsip/usul"))
    assert "BA/7" in text_of(keeper.get(place))
    assert keeper.post(place, data=sheet(done)).status_code == 303
    page = keeper.get(done.url)
    shown = text_of(page)
    assert "Sudah ditandatangani dan tersimpan" in shown and "ba-bertanda-tangan.pdf" in shown
    assert (
        "Belum ada yang bertanda tangan" not in shown and "melampirkan berita acara bertanda tangan" in shown
    )
    assert "Belum bertanda tangan" not in text_of(keeper.get("/arsip/usul"))
    (kept,) = attachments(done.report_owner)
    assert f"/berkas/{kept.id}" in page.get_data(as_text=True)
    answer = keeper.get(f"/berkas/{kept.id}")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF")
    (noted,) = db.session.scalars(select(Trail).where(Trail.action == "disposal.report_filed"))
    assert noted.data["name"] == "ba-bertanda-tangan.pdf" and noted.actor == "Dewi Lestari"


def test_a_better_scan_goes_on_top_and_the_first_one_stays(sign_in, done):
    keeper, place = sign_in("secretary"), f"{done.url}/berita-acara"
    for name in ("buram.pdf", "jelas.pdf"):
        assert keeper.post(place, data=sheet(done, name)).status_code == 303
    shown = text_of(keeper.get(done.url))
    assert shown.index("jelas.pdf") < shown.index("Pindaian sebelumnya") < shown.index("buram.pdf")


def test_it_may_come_with_the_carrying_out(sign_in, approved):
    keeper = sign_in("secretary")
    said = {
        "report_number": "BA/8",
        "report_on": clock.today().isoformat(),
        "place": "Depo",
        "witnesses": WITNESSES,
    }
    assert keeper.post(f"{approved.url}/pelaksanaan", data=sheet(approved, **said)).status_code == 303
    assert "Sudah ditandatangani dan tersimpan" in text_of(keeper.get(approved.url))


def test_a_broken_scan_stops_the_carrying_out_and_nothing_typed_is_lost(sign_in, approved):
    keeper = sign_in("secretary")
    said = {
        "report_number": "BA/8",
        "report_on": clock.today().isoformat(),
        "place": "Depo",
        "witnesses": WITNESSES,
    }
    refused = keeper.post(f"{approved.url}/pelaksanaan", data=sheet(approved, content=b"bukan pdf", **said))
    assert refused.status_code == 422 and 'value="BA/8"' in refused.get_data(as_text=True)
    assert approved.state.value == "approved" and not db.session.scalars(select(Attachment)).all()


def test_no_scan_and_no_report_are_refused_in_words(sign_in, approved):
    keeper, place = sign_in("secretary"), f"{approved.url}/berita-acara"
    assert "Lampirkan yang bertanda tangan" not in text_of(keeper.get(approved.url))
    early = keeper.post(place, data=sheet(approved))
    assert early.status_code == 422 and "Tidak bisa dilakukan" in text_of(early)
    assert not db.session.scalars(select(Attachment)).all()
    empty = keeper.post(place, data={"version": approved.version})
    assert empty.status_code == 422 and "Pilih pindaian berita acaranya" in text_of(empty)


def test_only_who_keeps_the_archive_attaches_and_only_who_reads_the_proposal_reads_it(sign_in, cast, done):
    place = f"{done.url}/berita-acara"
    for name in ("head", "staff", "finance"):
        assert sign_in(name).post(place, data=sheet(done)).status_code in (403, 404)
    assert "Lampirkan yang bertanda tangan" not in text_of(sign_in("head").get(done.url))
    assert sign_in("secretary").post(place, data=sheet(done)).status_code == 303
    (kept,) = attachments(done.report_owner)
    assert sign_in("head").get(f"/berkas/{kept.id}").status_code == 200
    for name in ("staff", "outsider", "outsider_head", "admin"):
        answer = sign_in(name).get(f"/berkas/{kept.id}")
        assert answer.status_code == 404 and text_of(answer) == text_of(sign_in(name).get("/berkas/987654"))


def test_it_goes_out_with_the_export(cast, sign_in, done, tmp_path):
    sign_in("secretary").post(f"{done.url}/berita-acara", data=sheet(done))
    exporting.write(tmp_path / "all.zip", with_files=True, with_secret=False)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        listed = archive.read("berkas.csv").decode("utf-8-sig")
        (kept,) = attachments(done.report_owner)
        assert done.report_owner in listed and f"berkas/{kept.blob_sha256}" in archive.namelist()
