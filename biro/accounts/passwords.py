"""Passwords: argon2id, a dummy check for unknown names, and a rule that refuses the guessable."""

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from biro.core.errors import DomainError
from biro.core.texts import _

MINIMUM = 10
# Words that open most Indonesian offices' doors; compared after dropping digits and signs.
GUESSABLE = frozenset(
    [
        "password",
        "passwd",
        "sandi",
        "katasandi",
        "rahasia",
        "admin",
        "administrator",
        "biro",
        "biroumum",
        "umum",
        "qwerty",
        "qwertyuiop",
        "asdfghjkl",
        "indonesia",
        "merdeka",
        "jakarta",
        "bismillah",
        "sayang",
        "cinta",
        "pemprov",
        "gubernur",
        "sekretaris",
        "sekda",
        "kantor",
        "selamat",
        "letmein",
        "welcome",
        "iloveyou",
        "monkey",
        "dragon",
        "football",
        "abcdefghij",
        "zxcvbnm",
        "pegawai",
        "pns",
        "asn",
    ]
)


@functools.lru_cache(maxsize=2)
def _hasher(cheap: bool) -> PasswordHasher:
    """argon2id, t=2, m=19 MiB, p=1 (OWASP, ASVS 5 appendix C); a cheap profile for tests only."""
    if cheap:
        return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash to store."""
    return _hasher(bool(current_app.config["CHEAP_PASSWORDS"])).hash(password)


@functools.lru_cache(maxsize=2)
def _dummy(cheap: bool) -> str:
    return _hasher(cheap).hash("no such person")


def verify(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes the same time when there is nothing to fit."""
    cheap = bool(current_app.config["CHEAP_PASSWORDS"])
    try:
        return _hasher(cheap).verify(stored or _dummy(cheap), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def check_strength(password: str, *known: str | None) -> None:
    """Refuse what is short, common, or made of the person's own names (`known`)."""
    bare = "".join(c for c in password.lower() if c.isalpha())
    if len(password) < MINIMUM:
        raise DomainError(_("Kata sandi paling sedikit %(n)d huruf.", n=MINIMUM), field="password")
    if len(set(password)) < 5 or bare in GUESSABLE:
        raise DomainError(_("Kata sandi ini terlalu mudah ditebak."), field="password")
    for name in known:
        if name and len(name) > 3 and name.lower() in password.lower():
            raise DomainError(_("Kata sandi tidak boleh memuat nama atau nama pengguna."), field="password")
