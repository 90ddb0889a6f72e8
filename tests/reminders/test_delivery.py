"""Delivery: once into the inbox, by mail through a server that may misbehave, nothing lost."""

from datetime import timedelta
from threading import Event

import pytest

from biro.core import clock
from biro.core.db import db
from biro.reminders import checks, kinds, mail, outbox, services, sweeps
from biro.reminders.models import Channel
from tests.support.reminders import HOUR, MOVED, NOW, notices, plan, states, wanted
from tests.support.reminders import outbox as rows
from tests.support.smtp import DrippingServer, MailServer


@pytest.fixture
def server(app, monkeypatch):
    with MailServer() as running:
        monkeypatch.setitem(app.config, "SMTP_URL", running.url)
        monkeypatch.setitem(app.config, "MAIL_FROM", "Biro Umum <biro@biro.test>")
        yield running


def sweep(kind=sweeps.sweep_mail):
    kind(Event())


def tell(person, by=None):
    services.tell([person.id], kind=MOVED, owner="test:5", url="/acara/5", params={"title": "Rapat"}, by=by)
    db.session.commit()


def test_a_due_reminder_is_in_the_inbox_exactly_once(cast, clock_at):
    plan(wanted(cast.staff), wanted(cast.driver, 3 * HOUR))
    clock_at.shift(HOUR)
    for _again in range(2):
        sweep(sweeps.sweep_notices)
    assert [n.message.subject for n in notices(cast.staff)] == [
        "Rapat mulai Selasa, 24 November 2026 pukul 10.00 WIB"
    ]
    assert notices(cast.driver) == []
    assert states() == ["sent", "waiting"]


def test_a_mail_carries_words_link_and_an_identity_that_never_changes(cast, clock_at, server):
    cast.staff.language = "en"
    plan(wanted(cast.staff))
    clock_at.shift(HOUR)
    sweep()
    sweep()
    (letter,) = server.mails
    assert letter["To"] == "staff@biro.test"
    assert letter["Message-ID"] == rows(channel=Channel.EMAIL)[0].message_id
    text = letter.get_payload(decode=True).decode()
    assert "Rapat mulai Tuesday, 24 November 2026" in text
    assert "http://127.0.0.1:8000/acara/5" in text
    assert states(Channel.EMAIL) == ["sent"]


def test_a_secret_mail_says_nothing_but_where(cast, clock_at, server):
    plan(wanted(cast.staff, title="Mutasi", secret=True))
    clock_at.shift(HOUR)
    sweep()
    (letter,) = server.mails
    assert "Mutasi" not in letter.as_string() and "Mutasi" not in letter.get_payload(decode=True).decode()
    assert "/acara/5" in letter.get_payload(decode=True).decode()


def test_what_no_longer_stands_is_skipped_with_its_reason(cast, clock_at, server):
    checks.stands("test", lambda owner_id, row: f"acara {owner_id} dibatalkan")
    plan(wanted(cast.staff))
    tell(cast.driver)
    clock_at.shift(HOUR)
    sweep()
    sweep(sweeps.sweep_notices)
    assert [m["To"] for m in server.mails] == ["driver@biro.test"]
    assert {r.last_error for r in rows(planned=True)} == {"acara 5 dibatalkan"}
    assert {r.state.value for r in rows(planned=True)} == {"skipped"}


def test_a_broken_check_costs_no_reminder(cast, clock_at):
    checks.stands("test", lambda _id, _row: 1 // 0)
    plan(wanted(cast.staff))
    clock_at.shift(HOUR)
    sweep(sweeps.sweep_notices)
    assert states() == ["sent"]


def test_an_error_for_now_is_tried_again_later_and_the_rest_goes_on(cast, clock_at, server):
    server.answers["staff@biro.test"] = "451 4.7.1 Greylisted"
    tell(cast.staff)
    tell(cast.driver)
    sweep()
    assert [m["To"] for m in server.mails] == ["driver@biro.test"]
    (late,) = rows(person_id=cast.staff.id)
    assert (late.state.value, late.attempts, late.last_error) == ("waiting", 1, "451 4.7.1 Greylisted")
    assert late.next_try_at - clock.now() == timedelta(minutes=1)
    server.answers.clear()
    sweep()
    assert len(server.mails) == 1
    clock_at.shift(timedelta(minutes=1))
    sweep()
    assert [m["To"] for m in server.mails] == ["driver@biro.test", "staff@biro.test"]


def test_a_final_no_fails_at_once_and_whoever_caused_it_is_told(cast, clock_at, server):
    server.texts["staff@biro.test"] = "550 5.1.1 No such user"
    tell(cast.staff, by=cast.as_("head"))
    sweep()
    assert states(Channel.EMAIL) == ["failed"]
    (told,) = notices(cast.head)
    assert told.kind == kinds.FAILED
    assert "Agus Salim" in told.message.subject and "550 5.1.1" in told.message.body


def test_a_server_that_hangs_up_after_the_text_gets_the_same_mail_again(cast, clock_at, server):
    server.hang_up_after_text = True
    tell(cast.staff)
    sweep()
    assert states(Channel.EMAIL) == ["waiting"]
    server.hang_up_after_text = False
    clock_at.shift(timedelta(minutes=1))
    sweep()
    assert states(Channel.EMAIL) == ["sent"]
    assert len(server.ids) == 2 and len(set(server.ids)) == 1


def test_a_dripping_server_is_cut_off_at_the_deadline(app, cast, clock_at, monkeypatch):
    monkeypatch.setattr(mail, "DEADLINE_S", 0.5)
    with DrippingServer() as server:
        monkeypatch.setitem(app.config, "SMTP_URL", server.url)
        tell(cast.staff)
        sweep()
    assert states(Channel.EMAIL) == ["waiting"]
    assert rows(channel=Channel.EMAIL)[0].attempts == 1


def test_after_a_day_without_a_server_it_is_a_failure_and_said_so(app, cast, clock_at, mail_on):
    tell(cast.staff, by=cast.as_("head"))
    tries = 0
    while states(Channel.EMAIL) == ["waiting"]:
        clock_at.move_to(rows(channel=Channel.EMAIL)[0].next_try_at)
        sweep()
        tries += 1
    assert states(Channel.EMAIL) == ["failed"]
    assert tries > 20
    assert timedelta(hours=23) < clock.now() - NOW <= timedelta(hours=24)
    assert [n.kind for n in notices(cast.head)] == [kinds.FAILED]


def test_mail_waits_for_nobody_when_the_office_turned_it_off(app, cast, clock_at, mail_on, monkeypatch):
    tell(cast.staff)
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    sweep()
    assert states(Channel.EMAIL) == ["skipped"]


def test_a_dead_senders_mail_is_taken_over_after_half_a_minute(cast, clock_at, server):
    tell(cast.staff)
    assert len(outbox.claim("dead")) == 1
    sweep()
    assert server.mails == []
    clock_at.shift(outbox.LEASE + timedelta(seconds=1))
    sweep()
    assert len(server.mails) == 1


def test_a_clock_put_back_an_hour_keeps_no_mail_waiting(cast, clock_at, server):
    tell(cast.staff)
    clock_at.shift(HOUR)
    assert len(outbox.claim("dead")) == 1
    clock_at.shift(-HOUR)
    sweep()
    assert len(server.mails) == 1


def test_a_sender_that_slept_through_its_lease_changes_nothing_any_more(cast, clock_at, server):
    tell(cast.staff)
    (row_id,) = outbox.claim("sleeper")
    clock_at.shift(outbox.LEASE + timedelta(seconds=1))
    assert outbox.claim("other") == [row_id]
    assert outbox.held(row_id, "sleeper") is None
    outbox.fail(row_id, "sleeper", "too late")
    assert not outbox.close(row_id, "sleeper", outbox.OutboxState.FAILED)
    assert outbox.close(row_id, "other", outbox.OutboxState.SENT)


def test_what_is_withdrawn_between_claim_and_sending_is_not_sent(cast, clock_at, server):
    plan(wanted(cast.staff))
    clock_at.shift(HOUR)
    ids = outbox.claim("me")
    services.withdraw("test:5", reason="batal", by=cast.as_("head"))
    db.session.commit()
    assert sweeps._deliver(ids, "me", mail.Courier(server.url), Event())
    assert server.mails == []
    assert states(Channel.EMAIL) == ["withdrawn"]


def test_a_stopped_worker_gives_the_rest_of_its_batch_back(cast, clock_at, server):
    for person in (cast.staff, cast.driver):
        tell(person)
    stop = Event()
    server.on_mail = stop.set
    sweeps.sweep_mail(stop)
    assert sorted(states(Channel.EMAIL)) == ["sent", "waiting"]


def test_missed_reminders_are_listed_once_a_person_and_never_sent(cast, clock_at, server):
    plan(*[wanted(cast.staff, n * HOUR) for n in range(1, 5)], wanted(cast.driver, 100 * HOUR))
    clock_at.shift(timedelta(days=3))
    for _again in range(2):
        sweep(sweeps.sweep_missed)
        sweep(sweeps.sweep_notices)
        sweep()
    assert server.mails == []
    assert states(person_id=cast.staff.id) == ["missed"] * 4
    assert [n.params["count"] for n in notices(cast.staff)] == [4]
    assert states(person_id=cast.driver.id) == ["waiting"]


def test_a_mail_that_was_tried_until_it_was_of_no_use_is_a_failure(cast, clock_at, mail_on):
    plan(wanted(cast.staff), by=cast.as_("head"))
    clock_at.shift(HOUR)
    sweep()
    clock_at.shift(2 * HOUR)
    sweep(sweeps.sweep_missed)
    assert states(Channel.EMAIL) == ["failed"]
    assert [n.kind for n in notices(cast.head)] == [kinds.FAILED]


def test_old_form_marks_and_old_rows_are_forgotten(cast, clock_at):
    from biro.core.forms import FormNonce

    plan(wanted(cast.staff))
    clock_at.shift(HOUR)
    sweep(sweeps.sweep_notices)
    db.session.add_all([FormNonce(nonce="old", at=NOW - 3 * 24 * HOUR), FormNonce(nonce="new", at=NOW)])
    db.session.commit()
    sweep(sweeps.sweep_old)
    assert [n.nonce for n in db.session.query(FormNonce)] == ["new"]
    assert states() == ["sent"]
    clock_at.shift(timedelta(days=181))
    sweep(sweeps.sweep_old)
    assert states() == []
