"""Who read a secret letter is written down, shown to its chain and across every copy; others need two persons."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from biro.correspondence import services
from biro.correspondence.models import OpeningState, SecretOpening
from biro.files.models import Attachment
from biro.reminders.models import Notice
from tests.files.conftest import image, pdf
from tests.support.web import client_for, fields_of, text_of

TOLD = "Pemeriksaan khusus"
REASON = "Pemeriksa datang hari ini dan kepala biro sedang di luar negeri."


@pytest.fixture
def secret(app, cast, write_letter):
    """A secret letter with a PDF and a picture."""
    letter = write_letter(subject=TOLD, security="R", sender_name="Inspektorat")
    for content, name in ((pdf(2), "khusus.pdf"), (image("PNG", (600, 800)), "khusus.png")):
        upload = type("Upload", (), {"stream": io.BytesIO(content), "filename": name})
        services.attach(letter, upload, by=cast.as_("secretary"))
    db.session.commit()
    return letter


def readings(letter):
    query = select(Trail).where(Trail.subject_id == letter.id, Trail.action.in_(services.READINGS))
    return [(row.actor, row.behalf, row.action) for row in db.session.scalars(query.order_by(Trail.seq))]


def scans():
    return db.session.scalars(select(Attachment.id).order_by(Attachment.id)).all()


def words_of(content):
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_each_visit_is_written_down_once_and_seen_by_the_others(sign_in, cast, secret):
    client = sign_in("head")
    for _again in range(3):
        assert client.get(f"/surat/masuk/{secret.id}").status_code == 200
    assert client.get(f"/berkas/{scans()[0]}/halaman/1").status_code == 200
    assert client.get(f"/berkas/{scans()[0]}").status_code == 200
    assert readings(secret) == [
        (cast.head.name, None, "letter.opened"),
        (cast.head.name, None, "letter.scan_opened"),
    ]
    seen = text_of(sign_in("secretary").get(f"/surat/masuk/{secret.id}"))
    assert "Dibaca oleh" in seen and seen.count("membaca surat") == 2  # the head's and this one


def test_a_deputy_is_written_down_with_both_names(app, cast, secret, lend):
    deputy = client_for(app, cast.finance, lend(cast.head, cast.finance, with_secret=True).id)
    deputy.get(f"/surat/masuk/{secret.id}")
    assert readings(secret) == [(cast.finance.name, cast.head.name, "letter.opened")]


def test_later_is_another_visit_and_who_may_not_read_leaves_no_trace(sign_in, cast, secret, time_machine):
    now = clock.now()
    sign_in("head").get(f"/surat/masuk/{secret.id}")
    time_machine.move_to(now + timedelta(minutes=16))
    sign_in("head").get(f"/surat/masuk/{secret.id}")
    sign_in("finance").get(f"/surat/masuk/{secret.id}")
    assert readings(secret) == [(cast.head.name, None, "letter.opened")] * 2


def test_ordinary_letters_are_read_without_a_record(sign_in, write_letter):
    letter = write_letter()
    sign_in("head").get(f"/surat/masuk/{letter.id}")
    assert readings(letter) == []
    assert "Dibaca oleh" not in text_of(sign_in("head").get(f"/surat/masuk/{letter.id}"))


def test_what_cannot_be_written_down_is_not_shown(app, sign_in, secret, monkeypatch):
    def full(*_given):
        raise OSError("disk full")

    client = sign_in("head")
    monkeypatch.setattr("biro.audit.record_alone", full)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = client.get(f"/surat/masuk/{secret.id}")
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500 and TOLD not in text_of(answer)


def test_every_copy_of_a_secret_scan_names_its_reader(sign_in, cast, secret):
    document, picture = scans()
    answer = sign_in("head").get(f"/berkas/{document}")
    pages = words_of(answer.data)
    assert len(pages) == 2 and all("RAHASIA" in text and cast.head.name in text for text in pages)
    drawn = Image.open(io.BytesIO(sign_in("head").get(f"/berkas/{document}/halaman/1").data))
    assert len(drawn.getcolors(1 << 20)) > 2, "a blank page with the reader across it is not blank"
    copied = sign_in("head").get(f"/berkas/{picture}")
    assert copied.mimetype == "application/pdf" and len(words_of(copied.data)) == 1
    assert copied.headers["Content-Disposition"].endswith("khusus.pdf")


def test_an_ordinary_scan_stays_as_it_came(sign_in, cast, write_letter):
    letter, content = write_letter(), pdf()
    upload = type("Upload", (), {"stream": io.BytesIO(content), "filename": "biasa.pdf"})
    scan = services.attach(letter, upload, by=cast.as_("secretary"))
    db.session.commit()
    assert sign_in("head").get(f"/berkas/{scan.id}").data == content


def asking(client, letter, **change):
    page = client.get("/surat/pembukaan")
    given = {
        "register_id": letter.register_id,
        "agenda": letter.agenda,
        "year": letter.year,
        "reason": REASON,
    }
    return client.post("/surat/pembukaan", data={**fields_of(page), **given, **change})


def test_two_persons_open_a_secret_letter_for_a_day_and_the_chain_is_told(
    sign_in, cast, secret, time_machine
):
    asker = sign_in("admin")
    answer = asking(asker, secret)
    assert answer.status_code == 303
    url = answer.headers["Location"]
    assert TOLD not in text_of(asker.get(url))
    assert sign_in("head").post(f"{url}/persetujuan").status_code == 303
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "opening.granted")).all()
    assert set(told) == {cast.admin.id, cast.secretary.id}
    seen = text_of(asker.get(url))
    assert TOLD in seen and cast.head.name in seen
    assert asker.get(f"/berkas/{scans()[0]}").status_code == 200
    assert (cast.admin.name, None, "letter.opened") in readings(secret)
    time_machine.move_to(clock.now() + timedelta(hours=25))
    assert TOLD not in text_of(sign_in("admin").get(url))
    assert sign_in("admin").get(f"/berkas/{scans()[0]}").status_code == 404


def test_nobody_opens_for_themselves_nor_in_another_s_name(app, cast, secret, lend):
    opening = services.ask_opening(secret, reason=REASON, by=cast.as_("finance"))
    db.session.commit()
    deputy = client_for(app, cast.finance, lend(cast.head, cast.finance, with_secret=True).id)
    assert deputy.post(f"{opening.url}/persetujuan").status_code == 303
    db.session.refresh(opening)
    assert opening.state is OpeningState.ASKED
    with pytest.raises(Forbidden):
        services.grant_opening(opening, by=cast.as_("household"))  # a head, but not of the addressed unit
    with pytest.raises(IntegrityError, match="two_persons"):
        force(state=OpeningState.GRANTED, decided_by_id=opening.asked_by_id)


def force(**values):
    """Past all acts, as a careless script would."""
    with db.session.begin_nested():
        db.session.execute(update(SecretOpening).values(values))


def test_an_opened_letter_is_not_opened_for_whoever_acts_in_the_asker_s_name(
    app, sign_in, cast, secret, lend
):
    opening = services.ask_opening(secret, reason=REASON, by=cast.as_("finance"))
    services.grant_opening(opening, by=cast.as_("head"))
    db.session.commit()
    assert sign_in("finance").get(f"/surat/masuk/{secret.id}").status_code == 200
    deputy = client_for(app, cast.staff, lend(cast.finance, cast.staff, with_secret=True).id)
    assert deputy.get(f"/surat/masuk/{secret.id}").status_code == 404
    services.close_opening(opening, by=cast.as_("head"))
    db.session.commit()
    assert sign_in("finance").get(f"/surat/masuk/{secret.id}").status_code == 404


def test_a_refusal_says_why_and_leaves_it_closed(sign_in, cast, secret):
    opening = services.ask_opening(secret, reason=REASON, by=cast.as_("finance"))
    db.session.commit()
    sign_in("head").post(f"{opening.url}/penolakan", data={"reason": "Tunggu saya kembali."})
    seen = text_of(sign_in("finance").get(opening.url))
    assert "Tunggu saya kembali." in seen and TOLD not in seen
    assert sign_in("finance").get(f"/surat/masuk/{secret.id}").status_code == 404


def test_bad_requests_are_explained_and_nothing_typed_is_lost(sign_in, secret, write_letter):
    ordinary, client = write_letter(), sign_in("finance")
    answer = asking(client, ordinary)
    assert answer.status_code == 422 and "Tidak ada surat rahasia dengan nomor agenda itu." in text_of(answer)
    assert REASON in text_of(answer)
    assert text_of(asking(client, ordinary, agenda=999)) == text_of(
        asking(client, ordinary, agenda=998)
    ).replace("998", "999")
    assert asking(client, secret, reason="perlu").status_code == 422
    assert asking(client, secret).status_code == 303
    assert "Anda sudah memintanya" in text_of(asking(client, secret))


@pytest.mark.parametrize("name", ["staff", "driver", "outsider"])
def test_others_cannot_ask_and_see_no_request(sign_in, cast, secret, name):
    opening = services.ask_opening(secret, reason=REASON, by=cast.as_("finance"))
    db.session.commit()
    client = sign_in(name)
    assert client.get("/surat/pembukaan").status_code == 404
    assert client.get(opening.url).status_code == 404
    with pytest.raises(Forbidden):
        services.ask_opening(secret, reason=REASON, by=cast.as_(name))


def test_a_request_stands_once_however_often_it_is_sent(cast, secret):
    services.ask_opening(secret, reason=REASON, by=cast.as_("finance"))
    db.session.commit()
    with pytest.raises(DomainError, match="sudah memintanya"):
        services.ask_opening(secret, reason=REASON, by=cast.as_("finance"))
    assert len(db.session.scalars(select(SecretOpening)).all()) == 1
