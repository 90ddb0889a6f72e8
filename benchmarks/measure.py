"""CPU seconds per answer, taken inside the process: no network, no second process, no waiting counted."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import EnvironBuilder

HANDFUL = 5  # answers; garbage collection falls into most of them
Wsgi = Callable[..., Iterable[bytes]]


@dataclass
class Request:
    """One GET, ready to be sent many times to an application that knows the cookie."""

    app: Wsgi
    path: str
    cookie: str
    times_s: list[float] = field(default_factory=list)

    def send(self) -> bytes:
        """The body of the answer; anything but 200 is an error."""
        environ = dict(self._environ)
        status: list[str] = []

        def start(line: str, headers: list[tuple[str, str]], _info: Any = None) -> None:
            status.append(line)
            self._keep_cookie(headers)

        answer: Any = self.app(environ, start)
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{self.path}: {status[0]}")
        return body

    def __post_init__(self) -> None:
        """The WSGI environment is built once; sending copies it."""
        builder = EnvironBuilder(path=self.path, headers={"Cookie": self.cookie})
        self._environ = builder.get_environ()
        builder.close()

    def _keep_cookie(self, headers: list[tuple[str, str]]) -> None:
        """As a browser does: an answer may renew the session cookie."""
        for name, value in headers:
            if name == "Set-Cookie":
                self._environ["HTTP_COOKIE"] = value.partition(";")[0]

    def run(self, seconds: float) -> None:
        """Send for about so long and note the CPU seconds of one answer, for each handful of answers."""
        until = time.perf_counter() + seconds
        while not self.times_s or time.perf_counter() < until:
            started = time.process_time()
            for _answer in range(HANDFUL):
                self.send()
            self.times_s.append((time.process_time() - started) / HANDFUL)

    @property
    def cpu_s(self) -> float:
        """The least of the handfuls: whatever else the machine does can only add to it."""
        return min(self.times_s)


def interleave(requests: list[Request], *, rounds: int, seconds: float) -> None:
    """Measure in turn, so that a machine that slows down slows all of them."""
    for request in requests:
        for _warm in range(5):
            request.send()
    gc.freeze()  # as a server process does after its start
    for _round in range(rounds):
        for request in requests:
            gc.collect()
            request.run(seconds)
