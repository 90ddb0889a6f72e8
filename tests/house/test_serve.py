"""`biro serve` looks after its children: all stop together, a dead worker comes back, no orphan stays."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from biro import serve

CHILD = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
PARENT = """
import sys
from biro.serve import Household
child = [sys.executable, "-c", sys.argv[1]]
sys.exit(Household({"web": [*child, sys.argv[2]], "worker": [*child, sys.argv[3]]}).run())
"""


class Family:
    def __init__(self, folder: Path) -> None:
        self.notes = {"web": folder / "web", "worker": folder / "worker"}
        command = [sys.executable, "-c", PARENT, CHILD, *map(str, self.notes.values())]
        self.parent = subprocess.Popen(command, cwd=Path(serve.__file__).parents[1])

    def pids(self, name: str) -> list[int]:
        note = self.notes[name]
        return [int(line) for line in note.read_text().splitlines()] if note.exists() else []

    def everybody(self) -> list[int]:
        return self.pids("web") + self.pids("worker")


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    started = Family(tmp_path)
    eventually(lambda: len(started.everybody()) == 2)
    yield started
    for pid in [started.parent.pid, *started.everybody()]:
        if alive(pid):
            os.kill(pid, signal.SIGKILL)
    started.parent.wait()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < end, "did not happen in time"
        pause.wait(0.05)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_stops_everybody_and_is_no_failure(family: Family, how: signal.Signals) -> None:
    family.parent.send_signal(how)
    assert family.parent.wait(20) == 0
    assert not any(alive(pid) for pid in family.everybody())


def test_a_killed_worker_is_started_again(family: Family) -> None:
    os.kill(family.pids("worker")[0], signal.SIGKILL)
    eventually(lambda: len(family.pids("worker")) == 2)
    assert alive(family.pids("worker")[1])
    assert len(family.pids("web")) == 1


def test_when_the_web_server_fails_the_worker_goes_too(family: Family) -> None:
    os.kill(family.pids("web")[0], signal.SIGKILL)
    assert family.parent.wait(20) == signal.SIGKILL
    assert not any(alive(pid) for pid in family.everybody())


def test_no_orphan_stays_when_the_parent_is_killed(family: Family) -> None:
    family.parent.kill()
    eventually(lambda: not any(alive(pid) for pid in family.everybody()))


def test_an_address_in_use_is_refused_with_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        said = CliRunner().invoke(serve.serve_command, ["--port", str(port)])
    assert said.exit_code == 1
    assert f"127.0.0.1:{port} tidak dapat dipakai" in said.output
    assert not serve.taken("127.0.0.1", port)


@pytest.mark.parametrize(("jobs", "wanted"), [(None, True), ("inline", True), ("off", False)])
def test_the_worker_runs_unless_it_is_turned_off(jobs: str | None, wanted: bool) -> None:
    assert serve.jobs_wanted({} if jobs is None else {"BIRO_JOBS": jobs}) is wanted


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("biro.example", "http://biro.example:80"),
    ],
)
def test_the_printed_address_can_be_opened(host: str, shown: str) -> None:
    assert serve.address(host, 80) == shown
