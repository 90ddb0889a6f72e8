"""Configuration from the environment, with defaults that are right for one small office."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from biro.core.clock import Zone

WEAK = {"dev", "secret", "changeme", "development", "biro", "password"}


class SettingsError(Exception):
    """The environment cannot be used as it is; the sentence says what to change."""


@dataclass(frozen=True)
class Variable:
    """An environment variable as `biro doctor` lists it."""

    name: str
    default: str
    meaning: str
    secret: bool = False


VARIABLES = (
    Variable("BIRO_HOST", "127.0.0.1", "alamat yang dilayani"),
    Variable("BIRO_PORT", "8000", "porta"),
    Variable("BIRO_INSTANCE", "instance/", "folder konfigurasi, basis data dan berkas"),
    Variable(
        "BIRO_DATABASE_URL", "SQLite di folder instance", "basis data; postgresql+psycopg://…", secret=True
    ),
    Variable(
        "BIRO_SECRET_KEY", "dibuat sendiri di folder instance", "kunci tanda tangan cookie", secret=True
    ),
    Variable("BIRO_TIMEZONE", Zone.WIB, "zona kantor: Asia/Jakarta, Asia/Makassar, Asia/Jayapura"),
    Variable(
        "BIRO_SMTP_URL", "", "smtp://pengguna:sandi@host:porta; kosong: hanya di dalam aplikasi", secret=True
    ),
    Variable(
        "BIRO_BSRE_URL", "", "server BSrE instansi, https://pengguna:sandi@host; kosong: tanpa", secret=True
    ),
    Variable("BIRO_MAIL_FROM", "", "alamat pengirim surel"),
    Variable("BIRO_BASE_URL", "http://<host>:<porta>", "alamat yang ditulis di surel"),
    Variable("BIRO_PROXIES", "0", "server perantara tepercaya di depan Biro; 1 di belakang nginx"),
    Variable("BIRO_JOBS", "inline", "inline: pekerja ikut menyala; off: dijalankan sendiri"),
    Variable("BIRO_STORAGE_URL", "file: di folder instance", "tempat berkas"),
    Variable("BIRO_SCAN_FOLDER", "", "folder yang diisi pemindai; kosong: tidak dipantau"),
    Variable(
        "BIRO_IMAP_URL",
        "",
        "imaps://pengguna:sandi@host/INBOX?register=nama-buku; kosong: tidak diambil",
        secret=True,
    ),
    Variable("BIRO_DEMO", "1", "0: make run tidak mengisi kantor contoh"),
)


def _secret_key(instance: Path, given: str | None) -> str:
    if given:
        if len(given) < 24 or given.lower() in WEAK:
            raise SettingsError("BIRO_SECRET_KEY terlalu pendek: pakai sedikitnya 24 huruf acak.")
        return given
    path = instance / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _database_url(instance: Path, given: str | None) -> str:
    if not given:
        return f"sqlite:///{instance / 'biro.sqlite3'}"
    scheme = urlsplit(given).scheme
    if scheme in ("postgres", "postgresql"):
        return "postgresql+psycopg" + given[len(scheme) :]
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError("BIRO_DATABASE_URL hanya mengenal sqlite:/// dan postgresql+psycopg://.")
    return given


def _imap_url(given: str) -> str:
    if given and (urlsplit(given).scheme not in ("imap", "imaps") or not urlsplit(given).hostname):
        raise SettingsError("BIRO_IMAP_URL harus imaps://pengguna:sandi@host/INBOX.")
    return given


def _zone(given: str) -> Zone:
    if given not in set(Zone):
        raise SettingsError("BIRO_TIMEZONE harus Asia/Jakarta, Asia/Makassar atau Asia/Jayapura.")
    return Zone(given)


def load(env: dict[str, str] | None = None, **override: Any) -> dict[str, Any]:
    """The Flask configuration for an environment (default: the process's own)."""
    env = dict(os.environ) if env is None else env
    instance = Path(override.pop("INSTANCE", None) or env.get("BIRO_INSTANCE") or "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    host, port = env.get("BIRO_HOST") or "127.0.0.1", int(env.get("BIRO_PORT") or 8000)
    base = (env.get("BIRO_BASE_URL") or f"http://{host}:{port}").rstrip("/")
    jobs = env.get("BIRO_JOBS") or "inline"
    if jobs not in ("inline", "off"):
        raise SettingsError("BIRO_JOBS harus inline atau off.")
    secure = base.startswith("https://")
    config: dict[str, Any] = {
        "INSTANCE": instance,
        "HOST": host,
        "PORT": port,
        "BASE_URL": base,
        "OFFICE_ZONE": _zone(env.get("BIRO_TIMEZONE") or Zone.WIB),
        "JOBS": jobs,
        "SMTP_URL": env.get("BIRO_SMTP_URL") or "",
        "BSRE_URL": env.get("BIRO_BSRE_URL") or "",
        "MAIL_FROM": env.get("BIRO_MAIL_FROM") or "",
        "STORAGE_URL": env.get("BIRO_STORAGE_URL") or f"file:{instance / 'berkas'}",
        "IMAP_URL": _imap_url(env.get("BIRO_IMAP_URL") or ""),
        "SCAN_FOLDER": env.get("BIRO_SCAN_FOLDER") or "",
        "SQLALCHEMY_DATABASE_URI": _database_url(instance, env.get("BIRO_DATABASE_URL")),
        "SECRET_KEY": _secret_key(instance, env.get("BIRO_SECRET_KEY")),
        "SESSION_COOKIE_NAME": "__Host-biro" if secure else "biro",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session lives
        "MAX_CONTENT_LENGTH": 60 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2_000,
        "CHEAP_PASSWORDS": False,
        "PROXIES": int(env.get("BIRO_PROXIES") or 0),
    }
    return config | override
