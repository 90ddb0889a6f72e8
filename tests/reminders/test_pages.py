"""The inbox is one's own; the queue and the rules are the administrator's and never show what a message says."""

from datetime import timedelta

import pytest

from biro.accounts.models import Delegation
from biro.core import clock
from biro.core.db import db
from biro.reminders import kinds, services, watch
from biro.reminders.models import Channel, Notice, OutboxState, ReminderRule
from tests.support.reminders import HOUR, MOVED, SOON, notices, outbox, plan, states, wanted
from tests.support.web import client_for, counted, fields_of, text_of


def tell(*people, title="Rapat pimpinan", secret=False):
    services.tell(
        [p.id for p in people], kind=MOVED, owner="test:5", url="/pengingat?lihat=semua", params={"title": title},
        by=None, secret=secret,
    )  # fmt: skip
    db.session.commit()


def test_the_inbox_shows_ones_own_notices_and_nobody_elses(cast, sign_in):
    tell(cast.staff)
    assert "Rapat pimpinan dipindah" in text_of(sign_in("staff").get("/pengingat"))
    for other in ("outsider", "outsider_head", "head", "admin"):
        assert "Rapat pimpinan" not in text_of(sign_in(other).get("/pengingat?lihat=semua"))
    assert sign_in("visitor").get("/pengingat").status_code == 303


def test_an_outsider_cannot_mark_anothers_notice_and_learns_nothing_from_trying(cast, sign_in):
    tell(cast.staff)
    (notice,) = notices(cast.staff)
    absent = sign_in("outsider").post(f"/pengingat/{notice.id + 1000}/dibaca")
    foreign = sign_in("outsider").post(f"/pengingat/{notice.id}/dibaca")
    assert absent.status_code == foreign.status_code == 404
    assert text_of(absent) == text_of(foreign)
    assert notices(cast.staff)[0].read_at is None


def test_opening_marks_as_read_and_leads_to_the_thing_itself(cast, sign_in):
    tell(cast.staff)
    client = sign_in("staff")
    answer = client.post(f"/pengingat/{notices(cast.staff)[0].id}/dibaca", data={"buka": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/pengingat?lihat=semua")
    page = text_of(client.get("/pengingat"))
    assert "Tidak ada yang baru" in page


def test_an_address_outside_is_never_followed(cast, sign_in):
    tell(cast.staff)
    notices(cast.staff)[0].url = "https://evil.test/"
    db.session.commit()
    answer = sign_in("staff").post(f"/pengingat/{notices(cast.staff)[0].id}/dibaca", data={"buka": "1"})
    assert answer.headers["Location"] == "/pengingat"


def test_everything_can_be_marked_as_read_at_once_but_only_ones_own(cast, sign_in):
    tell(cast.staff, cast.driver)
    tell(cast.staff, title="Apel")
    client = sign_in("staff")
    assert ">2<" in client.get("/pengingat").get_data(as_text=True)
    assert client.post("/pengingat/dibaca").status_code == 303
    assert all(n.read_at for n in notices(cast.staff))
    assert notices(cast.driver)[0].read_at is None


def test_a_deputy_sees_secret_notices_only_when_the_delegation_says_so(app, cast):
    tell(cast.head)
    tell(cast.head, title="Mutasi", secret=True)
    now = clock.now()
    for with_secret in (False, True):
        delegation = Delegation(
            giver_id=cast.head.id, receiver_id=cast.secretary.id, starts_at=now - HOUR, ends_at=now + HOUR,
            with_secret=with_secret,
        )  # fmt: skip
        db.session.add(delegation)
        db.session.commit()
        page = text_of(client_for(app, cast.secretary, delegation.id).get("/pengingat"))
        assert "Rapat pimpinan" in page
        assert ("Mutasi" in page) is with_secret


def test_missed_reminders_are_listed_to_their_person_only(cast, sign_in, clock_at):
    plan(wanted(cast.staff))
    row = outbox()[0]
    row.state, row.due_at = OutboxState.MISSED, clock.now() - HOUR
    db.session.commit()
    assert "Rapat mulai" in text_of(sign_in("staff").get("/pengingat?lihat=terlewat"))
    assert "Rapat mulai" not in text_of(sign_in("outsider").get("/pengingat?lihat=terlewat"))


def test_the_inbox_costs_the_same_number_of_queries_for_many_notices(cast, sign_in):
    client = sign_in("staff")
    sums = []
    for more in (1, 20):
        for number in range(more):
            tell(cast.staff, title=str(number))
        with counted() as statements:
            assert client.get("/pengingat").status_code == 200
        sums.append(len(statements))
    assert sums[0] == sums[1]


def test_the_screen_says_when_there_is_no_mail(cast, sign_in, app, monkeypatch):
    assert "Surel tidak diatur" in text_of(sign_in("staff").get("/pengingat"))
    assert "Surel tidak diatur" in text_of(sign_in("admin").get("/pengingat/antrean"))
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    assert "Surel tidak diatur" not in text_of(sign_in("staff").get("/pengingat"))


@pytest.mark.parametrize("address", ["/pengingat/antrean", "/pengingat/aturan"])
def test_queue_and_rules_are_the_administrators(sign_in, address):
    assert sign_in("admin").get(address).status_code == 200
    for other in ("head", "staff", "outsider_head"):
        assert sign_in(other).get(address).status_code == 404


def test_the_queue_shows_person_and_fate_but_not_the_words(cast, sign_in, mail_on):
    tell(cast.staff, title="Rahasia besar")
    row = outbox(channel=Channel.EMAIL)[0]
    row.state, row.attempts, row.last_error = OutboxState.FAILED, 1, "550 No such user"
    db.session.commit()
    admin = sign_in("admin")
    page = text_of(admin.get("/pengingat/antrean?lihat=gagal"))
    assert "Agus Salim" in page and "550 No such user" in page and "Gagal (1)" in page
    assert "Rahasia besar" not in page
    assert sign_in("head").post(f"/pengingat/antrean/{row.id}/ulang").status_code == 404
    assert admin.post(f"/pengingat/antrean/{row.id}/ulang").status_code == 303
    assert states(Channel.EMAIL) == ["waiting"]
    assert "Hanya surel yang gagal" in text_of(
        admin.post(f"/pengingat/antrean/{row.id}/ulang", follow_redirects=True)
    )


def test_the_administrator_adds_a_rule_and_turns_it_off(cast, sign_in):
    kinds.declare("event.soon", label="Acara segera mulai", subject="x")
    admin = sign_in("admin")
    form = {"kind": "event.soon", "days_before": "3", "at": "7.30", "minutes_before": ""}
    assert admin.post("/pengingat/aturan", data=form).status_code == 303
    rule = db.session.query(ReminderRule).filter_by(days_before=3).one()
    assert (rule.subject, str(rule.at), rule.active) == ("event", "07:30:00", True)
    again = admin.post("/pengingat/aturan", data=form)
    assert again.status_code == 422 and "Aturan ini sudah ada" in text_of(again)
    both = admin.post("/pengingat/aturan", data={**form, "minutes_before": "5"})
    assert both.status_code == 422 and "jangan keduanya" in text_of(both)
    assert admin.post(f"/pengingat/aturan/{rule.id}/keadaan").status_code == 303
    assert rule.active is False
    assert sign_in("head").post(f"/pengingat/aturan/{rule.id}/keadaan").status_code == 404


def test_a_double_click_adds_one_rule(sign_in):
    admin = sign_in("admin")
    hidden = fields_of(admin.get("/pengingat/aturan"))
    form = {**hidden, "kind": "event.soon", "days_before": "14", "at": "08:00", "minutes_before": "0"}
    assert [admin.post("/pengingat/aturan", data=form).status_code for _two in range(2)] == [303, 303]
    assert db.session.query(ReminderRule).filter_by(days_before=14).count() == 1


def test_a_late_worker_is_seen_by_monitors_and_by_staff(cast, sign_in, clock_at, app):
    plan(wanted(cast.driver))
    clock_at.shift(HOUR + timedelta(seconds=100))
    assert watch.health() == (True, {"queue_age_s": 100})
    assert "Pengingat terlambat" not in text_of(sign_in("staff").get("/pengingat"))
    clock_at.shift(timedelta(seconds=60))
    late = app.test_client().get("/healthz")
    assert (late.status_code, late.get_json()["queue_age_s"]) == (503, 160)
    assert "Pengingat terlambat" in text_of(sign_in("staff").get("/pengingat"))
    assert "Pengingat terlambat" not in text_of(app.test_client().get("/masuk"))


def test_the_inbox_is_read_in_english_by_who_reads_english(cast, sign_in):
    db.session.add(
        Notice(
            key="x",
            person_id=cast.staff.id,
            owner="test:1",
            kind=SOON,
            url="/",
            params={"title": "Rapat", "starts_at": "2026-11-24T03:00:00+00:00"},
        )
    )
    db.session.commit()
    client = sign_in("staff")
    client.set_cookie("bahasa", "en")
    assert "Rapat mulai Tuesday, 24 November 2026" in text_of(client.get("/pengingat"))
