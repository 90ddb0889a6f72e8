"""The Trail in words: who may read which part of it, and what it does not tell."""

from datetime import timedelta
from types import SimpleNamespace as Thing

from biro import audit
from biro.accounts.services import CHANGED
from biro.core import clock
from biro.core.db import db
from tests.support.web import counted, text_of


def note(cast, who, label="Ujang Suherman", secret=False, **data):
    audit.record(
        CHANGED,
        Thing(__tablename__="letter", id=7, trail_label=label, is_secret=secret),
        cast.as_(who),
        **data,
    )
    db.session.commit()


def test_a_bureau_head_reads_their_own_bureau_and_the_administrator_everything(sign_in, cast):
    note(cast, "driver", label="PERKARA-BU")
    note(cast, "outsider", label="PERKARA-HK")
    assert "PERKARA-BU" in text_of(sign_in("head").get("/jejak"))
    assert "PERKARA-HK" not in text_of(sign_in("head").get("/jejak"))
    assert "PERKARA-BU" not in text_of(sign_in("outsider_head").get("/jejak"))
    whole = text_of(sign_in("admin").get("/jejak"))
    assert "PERKARA-BU" in whole and "PERKARA-HK" in whole
    for who in ("staff", "secretary", "outsider", "visitor"):
        assert sign_in(who).get("/jejak").status_code in (303, 404)


def test_a_line_is_a_sentence_and_a_secret_subject_gives_its_label_only(sign_in, cast):
    note(cast, "driver", reason="Salah ketik")
    note(cast, "driver", label="Surat rahasia nomor 7", secret=True, reason="ISI-RAHASIA")
    page = text_of(sign_in("admin").get("/jejak"))
    assert "Ujang Suherman mengubah data pegawai" in page and "“Salah ketik”" in page
    assert "Surat rahasia nomor 7" in page and "ISI-RAHASIA" not in page


def test_the_trail_is_narrowed_by_person_action_and_day(sign_in, cast):
    note(cast, "driver", label="PERKARA-BU")
    client, today = sign_in("admin"), clock.today()
    tomorrow = today + timedelta(days=1)
    assert "PERKARA-BU" in text_of(client.get(f"/jejak?person={cast.driver.id}&since={today}&until={today}"))
    assert "PERKARA-BU" in text_of(client.get("/jejak?action=person.changed"))
    for other in (f"person={cast.head.id}", "action=person.disabled", f"since={tomorrow}"):
        assert "PERKARA-BU" not in text_of(client.get(f"/jejak?{other}"))
    assert client.get("/jejak?since=besok&action=x&person=y").status_code == 200


def test_the_trail_goes_on_by_key_at_a_constant_cost(sign_in, cast):
    for number in range(60):
        audit.record(
            CHANGED,
            Thing(__tablename__="letter", id=number, trail_label=f"NOMOR-{number:03}"),
            cast.as_("driver"),
        )
    db.session.commit()
    client = sign_in("admin")
    with counted() as first:
        page = client.get("/jejak")
    assert "NOMOR-059" in text_of(page) and "NOMOR-001" not in text_of(page)
    token = page.get_data(as_text=True).split("setelah=")[1].split('"')[0]
    with counted() as second:
        rest = client.get(f"/jejak?setelah={token}")
    assert "NOMOR-001" in text_of(rest) and "NOMOR-059" not in text_of(rest)
    assert len(second) == len(first)
