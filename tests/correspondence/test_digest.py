"""Before the day, on it, after it for the giver; and in the morning one message instead of many."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from biro.core import clock
from biro.core.db import db
from biro.correspondence import digest, services
from biro.correspondence.reminders import OVERDUE
from biro.correspondence.services import Recipients
from biro.reminders import digests, sweeps
from biro.reminders.models import Channel, DigestDay, Notice, Outbox, ReminderRule
from biro.reminders.rules import Rule, moments
from tests.support.web import fields_of

MORNING = datetime(2026, 11, 24, 0, 5, tzinfo=UTC)  # Tuesday, 07.05 WIB


@pytest.fixture
def at():
    """The clock stands at 07.05 WIB of a working day; `at.move_to(...)` moves it."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mail_on(app, monkeypatch):
    """The office has a mail server (nobody answers there)."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")


@pytest.fixture
def give(cast, write_letter):
    """`give(due)` passes a letter on to the household head as the head."""

    def run(due=None, **change):
        letter = write_letter(**change)
        made = services.dispose(
            letter, recipients=Recipients(cast.household.id), note="x", due_on=due, by=cast.as_("head")
        )
        db.session.commit()
        return made

    return run


def sweep():
    digests.sweep(threading.Event())
    sweeps.sweep_notices(threading.Event())


def digest_of(person):
    db.session.expire_all()
    query = select(Notice).where(Notice.person_id == person.id, Notice.kind == digest.DIGEST)
    return list(db.session.scalars(query))


def days(rule, day):
    off = {date(2026, 12, 24), date(2026, 12, 25)}
    return [clock.local(at).date().isoformat() for at in moments(rule, day, clock.Zone.WIB, off)]


def test_rules_count_working_days_before_and_after_and_week_by_week():
    monday = date(2026, 12, 28)
    assert days(Rule("x", days_before=1, at=time(8), workdays=True), monday) == ["2026-12-23"]
    assert days(Rule("x", days_before=1, at=time(8)), monday) == ["2026-12-27"]
    assert days(Rule("x", days_after=1, at=time(8), workdays=True), date(2026, 12, 23)) == ["2026-12-28"]
    weekly = Rule("x", days_after=1, at=time(8), workdays=True, times=3)
    assert days(weekly, date(2026, 12, 9)) == ["2026-12-10", "2026-12-17", "2026-12-28"]
    assert days(Rule("x", at=time(8), workdays=True), date(2026, 12, 27)) == ["2026-12-23"]


def test_the_giver_hears_of_a_late_disposition_the_working_day_after_and_then_weekly(app, cast, at, give):
    friday = date(2026, 11, 27)
    made = give(due=friday)
    late = (
        select(Outbox).where(Outbox.kind == OVERDUE, Outbox.channel == Channel.IN_APP).order_by(Outbox.due_at)
    )
    rows = list(db.session.scalars(late))
    assert [clock.local(row.due_at).date() for row in rows] == [
        date(2026, 11, 30) + timedelta(weeks=week) for week in range(4)
    ]
    assert {row.person_id for row in rows} == {cast.head.id}
    at.move_to(rows[0].due_at + timedelta(minutes=1))
    sweeps.sweep_notices(threading.Event())
    notice = db.session.scalars(select(Notice).where(Notice.kind == OVERDUE)).one()
    assert (
        notice.person_id == cast.head.id and "Bambang Prasetyo belum menyelesaikan" in notice.message.subject
    )
    services.answer(made.recipients[0], text="Selesai", finish=True, by=cast.as_("household"))
    db.session.commit()
    at.move_to(rows[1].due_at + timedelta(minutes=1))
    sweeps.sweep_notices(threading.Event())
    assert len(list(db.session.scalars(select(Notice).where(Notice.kind == OVERDUE)))) == 1


def test_every_late_helper_is_named_to_the_giver_once(app, cast, at, write_letter):
    to = Recipients(cast.household.id, [cast.staff.id])
    services.dispose(write_letter(), recipients=to, note="x", due_on=date(2026, 11, 25), by=cast.as_("head"))
    db.session.commit()
    at.move_to(datetime(2026, 11, 26, 2, tzinfo=UTC))
    for _twice in range(2):
        sweeps.sweep_notices(threading.Event())
    names = [n.params["name"] for n in db.session.scalars(select(Notice).where(Notice.kind == OVERDUE))]
    assert sorted(names) == ["Agus Salim", "Bambang Prasetyo"]


def test_the_digest_counts_what_waits_and_names_what_is_not_secret(app, cast, at, give, write_letter):
    give(due=date(2026, 11, 24), subject="Baru datang")
    begun = give(due=date(2026, 11, 24), subject="Sedang jalan")
    services.start(begun.recipients[0], by=cast.as_("household"))
    give(due=date(2026, 11, 24), subject="Sudah telat").recipients[0].due_on = date(2026, 11, 20)
    give(due=date(2026, 11, 24), subject="Hukuman disiplin", security="R")
    write_letter(subject="Belum didisposisi")
    db.session.commit()
    sweep()
    (mine,) = digest_of(cast.household)
    assert mine.params == {
        "new": 2, "begun": 1, "late": 1, "letters": 0, "zone": "Asia/Jakarta",
        "titles": "20/11: Sudah telat\n24/11: Baru datang\n24/11: Sedang jalan",
    }  # fmt: skip
    (heads,) = digest_of(cast.head)
    assert heads.params["letters"] == 1 and heads.params["titles"] == ""
    for name in ("staff", "driver", "outsider", "outsider_head", "admin", "secretary"):
        assert digest_of(getattr(cast, name)) == [], name


def test_however_often_and_late_the_worker_runs_there_is_one_digest_a_day(app, cast, at, give):
    give()
    at.move_to(MORNING - timedelta(minutes=10))
    sweep()
    assert digest_of(cast.household) == []
    for minutes in (0, 1, 300):
        at.move_to(MORNING + timedelta(minutes=minutes))
        sweep()
    assert len(digest_of(cast.household)) == 1
    at.move_to(MORNING + timedelta(days=1))
    sweep()
    assert len(digest_of(cast.household)) == 2
    assert {row.zone for row in db.session.scalars(select(DigestDay))} == {z.value for z in clock.Zone}


def test_there_is_no_digest_on_a_day_off(app, cast, at, give):
    give()
    at.move_to(datetime(2026, 11, 28, 1, tzinfo=UTC))
    sweep()
    assert digest_of(cast.household) == []


def test_a_worker_that_dies_while_making_it_leaves_nothing_and_the_next_makes_it(
    app, cast, at, give, monkeypatch
):
    give()

    def dies(_found):
        raise RuntimeError("killed")

    monkeypatch.setattr(digests, "channels_of", dies)
    with pytest.raises(RuntimeError):
        digests.sweep(threading.Event())
    db.session.rollback()
    monkeypatch.undo()
    assert list(db.session.scalars(select(DigestDay.zone))) == []
    sweep()
    assert len(digest_of(cast.household)) == 1


def test_who_has_the_digest_gets_no_mail_for_each_piece_but_for_the_very_urgent(app, cast, at, give, mail_on):
    give(due=date(2026, 12, 1))
    give(due=date(2026, 11, 24), urgency="kilat", subject="Sangat segera")
    cast.household.digest = True
    db.session.commit()
    sweeps.sweep_mail(threading.Event())
    mails = select(Outbox).where(Outbox.channel == Channel.EMAIL, Outbox.kind == "disposition.new")
    rows = {row.params["title"]: row for row in db.session.scalars(mails)}
    assert rows["Undangan rapat"].state == "skipped" and "ringkasan" in rows["Undangan rapat"].last_error
    assert rows["Sangat segera"].state == "waiting" and rows["Sangat segera"].attempts == 1


def test_an_office_without_the_digest_sends_each_mail(app, cast, at, give, mail_on):
    rule = db.session.scalars(select(ReminderRule).where(ReminderRule.kind == digest.DIGEST)).one()
    rule.active = False
    give(due=date(2026, 12, 1))
    sweep()
    sweeps.sweep_mail(threading.Event())
    assert digest_of(cast.household) == []
    mail = db.session.scalars(
        select(Outbox).where(Outbox.channel == Channel.EMAIL, Outbox.kind == "disposition.new")
    )
    assert [row.attempts for row in mail] == [1]


def test_who_does_not_want_the_digest_gets_each_mail_and_no_digest(sign_in, app, cast, at, give, mail_on):
    client = sign_in("household")
    form = {
        **fields_of(client.get("/akun/ubah")),
        "email": "bambang@nusaraya.go.id",
        "language": "id",
        "by_email": "y",
    }
    assert client.post("/akun/ubah", data=form).status_code == 303
    assert not cast.household.digest
    give(due=date(2026, 12, 1))
    sweep()
    sweeps.sweep_mail(threading.Event())
    assert digest_of(cast.household) == []
    mail = db.session.scalars(
        select(Outbox).where(Outbox.channel == Channel.EMAIL, Outbox.kind == "disposition.new")
    )
    assert [row.attempts for row in mail] == [1]
