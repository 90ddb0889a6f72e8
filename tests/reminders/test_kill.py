"""Workers are killed while they send: nothing is lost, and a kill doubles at most one mail, of the same identity."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from biro.accounts.models import Person
from biro.core import clock
from biro.core.db import db
from biro.reminders import services
from biro.reminders.models import Channel, Notice, Outbox, OutboxState
from tests.support.reminders import MOVED
from tests.support.smtp import MailServer

ROOT = Path(__file__).resolve().parents[2]
MAILS = 200
KILLS_AT = (15, 45, 75, 105, 135, 165)
CALM_S = 150.0
"""Long enough for a process to start on a busy machine; nothing here waits as long as this when all is well."""


class Workers:
    """Real `biro worker` processes on the test's database."""

    def __init__(self, app, url):
        self.env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BIRO_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "BIRO_INSTANCE": str(app.config["INSTANCE"]),
            "BIRO_SECRET_KEY": app.config["SECRET_KEY"],
            "BIRO_SMTP_URL": url,
        }
        self.running = []

    def start(self, *options):
        command = [sys.executable, "-m", "biro.cli", "worker", *options]
        process = subprocess.Popen(command, env=self.env, cwd=ROOT, stderr=subprocess.DEVNULL)
        self.running.append(process)
        return process

    def kill_oldest(self):
        process = self.running.pop(0)
        process.kill()
        process.wait()

    def stop(self):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(CALM_S)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def workers(live_app, server) -> Iterator[Workers]:
    live_app.config["SMTP_URL"] = server.url
    started = Workers(live_app, server.url)
    yield started
    for process in started.running:
        process.kill()
        process.wait()


def tell_everybody(count):
    """So many mails, due now."""
    people = list(db.session.scalars(select(Person.id).where(Person.email.is_not(None))))
    for number in range(count):
        owner, params = f"test:{number}", {"title": str(number)}
        services.tell(
            [people[number % len(people)]], kind=MOVED, owner=owner, url="/", params=params, by=None
        )
    db.session.commit()


def bury_the_dead():
    """Half a minute passes for those who were killed: their leases end."""
    past = clock.now() - timedelta(seconds=1)
    db.session.execute(update(Outbox).where(Outbox.state == OutboxState.SENDING).values(lease_until=past))
    db.session.commit()


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_double_at_most_one_mail_each(live_app, workers, server):
    with live_app.app_context():
        tell_everybody(MAILS)
        wanted = set(db.session.scalars(select(Outbox.message_id).where(Outbox.channel == Channel.EMAIL)))
        db.session.commit()
        assert len(wanted) == MAILS
        for _two in range(2):
            workers.start()
        for at in KILLS_AT:
            server.hold_from = at  # its answer comes late, so the worker dies between sending and marking
            assert server.wait_for(at, CALM_S)
            workers.kill_oldest()
            workers.start()
            server.release()
        assert server.wait_for(MAILS - len(KILLS_AT) * 20, CALM_S)
        workers.stop()
        bury_the_dead()
        assert workers.start("--once").wait(CALM_S) == 0

        came = Counter(server.ids)
        assert set(came) == wanted
        assert sum(came.values()) - MAILS <= len(KILLS_AT)
        assert set(db.session.scalars(select(Outbox.state))) == {OutboxState.SENT}


def test_two_workers_at_once_are_as_good_as_one(live_app, workers, server):
    with live_app.app_context():
        tell_everybody(40)
        db.session.execute(update(Outbox).where(Outbox.id <= 10).values(channel=Channel.IN_APP, planned=True))
        before = db.session.scalar(select(func.count()).select_from(Notice))
        db.session.execute(update(Outbox).where(Outbox.id <= 10).values(key=Outbox.key + "x"))
        db.session.commit()
        both = [workers.start("--once") for _two in range(2)]
        assert [process.wait(CALM_S) for process in both] == [0, 0]
        assert len(server.ids) == len(set(server.ids)) == 30
        assert db.session.scalar(select(func.count()).select_from(Notice)) == before + 10
        assert set(db.session.scalars(select(Outbox.state))) == {OutboxState.SENT}


def test_a_worker_that_is_told_to_stop_finishes_its_mail_and_gives_the_rest_back(live_app, workers, server):
    with live_app.app_context():
        tell_everybody(40)
        server.hold_from = 5
        worker = workers.start()
        assert server.wait_for(5, CALM_S)
        worker.send_signal(signal.SIGTERM)
        server.release()
        assert worker.wait(CALM_S) == 0
        left = set(db.session.scalars(select(Outbox.state)))
        assert left <= {OutboxState.SENT, OutboxState.WAITING}
        assert len(server.ids) == len(set(server.ids))
