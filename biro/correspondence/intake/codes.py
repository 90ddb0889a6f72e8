"""The code on a sticker: seven random signs and one that checks them. Pure.

It says nothing of an agenda number: those have no gaps and are taken when a letter is written down, so a sticker that
is lost or spoiled costs none. The first letter with the sticker binds it.
"""

import secrets
from collections.abc import Iterable

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U
WEIGHTS = (1, 3, 5, 7, 9, 11, 13)  # odd: any one wrong sign changes the sum
MARK = "BIRO:"
ALIKE = str.maketrans("OIL", "011")


def new_code() -> str:
    """A code that nobody has; 34 thousand million are possible."""
    body = "".join(secrets.choice(SIGNS) for _sign in WEIGHTS)
    return body + _check(body)


def read_code(text: str, *, marked: bool = False) -> str | None:
    """The code in what was typed or scanned; None when it is none. `marked`: only with the mark of our stickers."""
    bare = "".join(text.upper().split())
    if marked and not bare.startswith(MARK):
        return None
    code = bare.removeprefix(MARK).replace("-", "").translate(ALIKE)
    if len(code) != len(WEIGHTS) + 1 or not set(code) <= set(SIGNS):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def shown(code: str) -> str:
    """ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def beginnings(found: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Page → code of the stickers among the bar codes of a scan; the first on a page counts."""
    stickers: dict[int, str] = {}
    for page, text in sorted(found):
        code = read_code(text, marked=True)
        if code is not None:
            stickers.setdefault(page, code)
    return stickers


def parts(count: int, starts: Iterable[int]) -> list[tuple[int, int]]:
    """(first, last) page of each document; pages before the first start belong together."""
    begins = sorted({1, *[page for page in starts if 1 <= page <= count]})
    return [(first, after - 1) for first, after in zip(begins, [*begins[1:], count + 1], strict=True)]


def _check(body: str) -> str:
    total = sum(weight * SIGNS.index(sign) for weight, sign in zip(WEIGHTS, body, strict=True))
    return SIGNS[total % len(SIGNS)]
