"""`biro serve`: the web server and the worker under one roof, stopped by one signal, leaving no orphan."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import click

STOPPING = {signal.SIGTERM, signal.SIGINT}
HANDLED = {*STOPPING, signal.SIGCHLD}
RESTART_PAUSE_S = 1.0
PATIENCE_S = 30.0
"""How long children may finish what they are doing after a stop signal; gunicorn's own limit is 20 s."""


@click.command("serve")
@click.option(
    "--host", envvar="BIRO_HOST", default="127.0.0.1", show_default=True, help="alamat yang dilayani"
)
@click.option(
    "--port", envvar="BIRO_PORT", default=8000, show_default=True, type=click.IntRange(1, 65535), help="porta"
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="proses web")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1), help="utas tiap proses")
def serve_command(host: str, port: int, workers: int, threads: int) -> None:
    """Layani kantor: halaman web, dan pekerja yang mengingatkan (tidak bila BIRO_JOBS=off)."""
    if taken(host, port):
        refusal = f"{host}:{port} tidak dapat dipakai (sudah terpakai?). Pilih porta lain: BIRO_PORT=8080"
        raise click.ClickException(refusal)
    sys.exit(serve(host, port, workers=workers, threads=threads))


def serve(host: str, port: int, *, workers: int = 2, threads: int = 4) -> int:
    """Run until told to stop; returns the exit status (0 after SIGTERM or Ctrl-C)."""
    commands = {"web": web_command(host, port, workers, threads)}
    if jobs_wanted(os.environ):
        commands["worker"] = [sys.executable, "-m", "biro.cli", "worker"]
    os.environ.update(BIRO_HOST=host, BIRO_PORT=str(port))  # links in letters and mail follow the options
    click.echo(f"Biro: {address(host, port)}  (Ctrl-C menghentikan)")
    click.echo("Akun kantor contoh: .venv/bin/biro demo --accounts")
    return Household(commands).run()


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """Gunicorn with threads: right for short database requests, and slow clients do not block the others."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "biro:application()", "--bind", bind, "--no-control-socket"]
    command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    command += ["--timeout", "60", "--graceful-timeout", "20", "--log-level", "warning"]
    if Path("/dev/shm").is_dir():  # noqa: S108 # a heartbeat on a slow disk would look like a hanging worker
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return command


def taken(host: str, port: int) -> bool:
    """True when somebody listens there already, or the address is not ours: better said before anything starts."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError:
        return True
    return False


def jobs_wanted(environ: Mapping[str, str]) -> bool:
    """An office with workers of its own elsewhere turns this one off."""
    return environ.get("BIRO_JOBS", "inline") != "off"


def address(host: str, port: int) -> str:
    """The address a person on this machine opens."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


class Household:
    """A few child processes: the first one decides over life and exit status, the others are started anew."""

    def __init__(self, commands: Mapping[str, list[str]]) -> None:
        self.commands = commands
        self.head = next(iter(commands))
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> int:
        """Signals are blocked and taken one by one: no handler can interrupt a start or a stop half-way."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)
        try:
            for name in self.commands:
                self.start(name)
            return self.watch()
        finally:
            self.stop()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def watch(self) -> int:
        """Wait for a stop signal (0) or the end of the head (its status); replace any other that ends."""
        while signal.sigwait(HANDLED) not in STOPPING:
            for name, child in list(self.children.items()):
                if child.poll() is None:
                    continue
                if name == self.head:
                    return abs(child.returncode)
                click.echo(
                    f"Biro: {name} berhenti dengan status {child.returncode}; dihidupkan lagi", err=True
                )
                time.sleep(RESTART_PAUSE_S)
                self.start(name)
        return 0

    def start(self, name: str) -> None:
        """Start, or start again, the child of that name."""
        self.children[name] = subprocess.Popen(self.commands[name], preexec_fn=_as_child)

    def stop(self) -> None:
        """Ask all to finish, wait, and end by force what does not listen."""
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def _as_child() -> None:
    """Between fork and exec: signals as usual, and (on Linux) end when the parent is killed outright."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
