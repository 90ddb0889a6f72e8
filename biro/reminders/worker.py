"""The worker: a few ticking jobs; the database decides what is due. Any number of workers is as good as one.

APScheduler keeps its jobs in memory: a store shared by processes is no lock, and truth is in our own tables.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from biro.core import clock
from biro.core.db import db
from biro.reminders import digests, sweeps

log = logging.getLogger("biro")

LONGEST_PAUSE_S = 60.0


@dataclass
class Job:
    """A sweep that ticks every so many seconds; when the database is away it asks less and less often."""

    name: str
    seconds: float
    run: Callable[[threading.Event], None]
    failures: int = 0
    quiet_until: float = field(default=0.0)

    def tick(self, app: Flask, stop: threading.Event) -> bool:
        """Run once; a failure is logged and leaves the worker alive. False when it failed."""
        if clock.ticks() < self.quiet_until:
            return False
        try:
            with app.app_context():
                self.run(stop)
        except Exception:
            self.failures += 1
            pause = min(LONGEST_PAUSE_S, self.seconds * 2.0 ** min(self.failures, 6))
            self.quiet_until = clock.ticks() + pause
            log.exception("job %s failed; next try in %.0f s", self.name, pause)
            return False
        self.failures = 0
        return True


def every(app: Flask, name: str, seconds: float, run: Callable[[threading.Event], None]) -> None:
    """Let a room's own sweep tick: it must be harmless when run twice or twice at once, and commits by itself."""
    app.extensions.setdefault("biro-jobs", []).append(Job(name, seconds, run))


def init_app(app: Flask) -> None:
    """The reminders' own jobs."""
    every(app, "missed", 15, sweeps.sweep_missed)
    every(app, "digest", 60, digests.sweep)
    every(app, "notices", 5, sweeps.sweep_notices)
    every(app, "mail", 5, sweeps.sweep_mail)
    every(app, "old", 3600, sweeps.sweep_old)


def run_once(app: Flask) -> bool:
    """Every job once, in order; False when one of them failed."""
    done = [job.tick(app, threading.Event()) for job in app.extensions["biro-jobs"]]
    return all(done)


def run(app: Flask) -> None:
    """Tick until SIGTERM or Ctrl-C; what is being sent then is finished, the rest given back."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_about: stop.set())
    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
    for job in app.extensions["biro-jobs"]:
        scheduler.add_job(job.tick, "interval", (app, stop), seconds=job.seconds, next_run_time=clock.now())
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    with app.app_context():
        db.engine.dispose()
