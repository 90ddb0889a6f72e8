"""How a number looks and where it stands: patterns, Roman months, the block of a day. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from biro.core.errors import DomainError
from biro.core.texts import _, _l
from biro.correspondence.models import NumberScope

MOST_CHARACTERS = 150
AHEAD_DAYS, BEHIND_DAYS = 31, 800
MISSING = "…"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
TOKENS: dict[str, Any] = {
    "derajat": _l("kode tingkat keamanan: B, T, R, SR"),
    "urut": _l("nomor urut; {urut:04} menjadi 0012"),
    "klasifikasi": _l("kode klasifikasi surat"),
    "jabatan": _l("kode jabatan penanda tangan"),
    "unit": _l("kode unit"),
    "instansi": _l("kode instansi"),
    "bulan": _l("bulan tanggal surat: 9; {bulan:2} menjadi 09, {bulan:romawi} menjadi IX"),
    "tahun": _l("tahun tanggal surat"),
    "sub": _l("nomor sisipan atau subnomor; hilang bila tidak ada"),
}
FORMS = {"urut": re.compile(r"0[2-9]"), "bulan": re.compile(r"2|romawi")}
_PIECES = re.compile(r"(\{[^{}]*\})")


@dataclass(frozen=True)
class Piece:
    """A part of a pattern: a token in one of its forms, or (without token) the text itself."""

    name: str
    form: str


@dataclass(frozen=True)
class Values:
    """What the tokens stand for in one number."""

    seq: int
    letter_date: date
    sub: str = ""
    degree: str = ""
    classification: str = ""
    unit: str = ""
    position: str = ""
    agency: str = ""

    def of(self, piece: Piece, *, apart: bool) -> str:
        """A token's text; `apart`: {sub} stands by itself, otherwise it follows the number (12.1)."""
        if piece.name == "urut":
            number = f"{self.seq:{piece.form}d}" if piece.form else str(self.seq)
            return number if apart or not self.sub else f"{number}.{self.sub}"
        if piece.name == "bulan":
            month = self.letter_date.month
            return {"2": f"{month:02d}", "romawi": ROMAN[month - 1]}.get(piece.form, str(month))
        plain = {
            "derajat": self.degree, "klasifikasi": self.classification, "jabatan": self.position, "unit": self.unit,
            "instansi": self.agency, "tahun": str(self.letter_date.year), "sub": self.sub,
        }  # fmt: skip
        return plain[piece.name]


def pieces(pattern: str) -> list[Piece]:
    """The parts of a pattern, or a sentence that says what is wrong with it."""
    found = [_piece(text) for text in _PIECES.split(pattern.strip()) if text]
    tokens = [piece.name for piece in found if piece.name]
    if "urut" not in tokens:
        raise _wrong(_("Pola harus memuat {urut}; tanpa itu semua surat bernomor sama."))
    for token in ("urut", "sub"):
        if tokens.count(token) > 1:
            raise _wrong(_("{%(token)s} cukup sekali dalam satu pola.", token=token))
    return found


def _piece(text: str) -> Piece:
    if not text.startswith("{"):
        if "{" in text or "}" in text:
            raise _wrong(_("Ada kurung kurawal yang tidak berpasangan."))
        return Piece("", text)
    token, _colon, form = text[1:-1].partition(":")
    if token not in TOKENS:
        known = ", ".join(f"{{{name}}}" for name in TOKENS)
        raise _wrong(_("%(token)s tidak dikenal. Yang ada: %(known)s.", token=text, known=known))
    if (form or ":" in text) and not (token in FORMS and FORMS[token].fullmatch(form)):
        raise _wrong(
            _("Bentuk %(token)s tidak dikenal. Contoh: {urut:04}, {bulan:2}, {bulan:romawi}.", token=text)
        )
    return Piece(token, form)


def _wrong(sentence: str) -> DomainError:
    return DomainError(sentence, field="pattern")


def check_pattern(pattern: str, scope: str, unit_code: str) -> None:
    """Refuse a pattern under which two letters of a book could get the same number."""
    tokens = {piece.name for piece in pieces(pattern)}
    if scope == NumberScope.CLASSIFICATION and "klasifikasi" not in tokens:
        raise _wrong(_("Urutan per klasifikasi menuntut {klasifikasi} dalam pola, supaya nomornya berbeda."))
    if scope == NumberScope.UNIT and "unit" not in tokens:
        raise _wrong(_("Urutan per unit menuntut {unit} dalam pola, supaya nomornya berbeda."))
    if scope == NumberScope.UNIT and unit_code:
        raise DomainError(
            _("Kosongkan kode unit: pada urutan per unit dipakai kode tiap unit."), field="unit_code"
        )


def has(pattern: str, token: str) -> bool:
    """Whether a (right) pattern uses this token."""
    return any(piece.name == token for piece in pieces(pattern))


def render(pattern: str, values: Values) -> str:
    """The number. An empty {sub} takes the sign before it along; anything else that is missing shows as …"""
    parts, written = pieces(pattern), ""
    apart = any(piece.name == "sub" for piece in parts)
    for piece in parts:
        text = values.of(piece, apart=apart) if piece.name else piece.form
        if piece.name == "sub" and not text:
            written = written[:-1] if written.endswith(("/", "-", ".", " ")) else written
        else:
            written += text or MISSING
    return written


def places_of(pattern: str, values: Values, text: str) -> Values | None:
    """The values under which the pattern gives just this number (but for zeros and spaces); None when it does not."""
    if not pattern:
        return None
    same = alike(text)
    seqs = [int(digits) for digits in re.findall(r"\d{1,9}", text)]
    subs = ["", *(word for word in re.findall(r"\w+", text) if len(word) <= 12)]
    for seq, sub in product(seqs, subs):
        tried = replace(values, seq=seq, sub=sub)
        if seq and alike(render(pattern, tried)) == same:
            return tried
    return None


def alike(text: str) -> str:
    """Numbers that people would read as the same: whatever the case, the spaces and the leading zeros."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", "".join(text.split()).casefold())


def missing(pattern: str, values: Values) -> list[str]:
    """Tokens of the pattern that have nothing to stand for."""
    empty = [p.name for p in pieces(pattern) if p.name and not values.of(p, apart=True)]
    return [name for name in empty if name != "sub"]


def parts(pattern: str, values: Values) -> list[list[str]]:
    """Each token of the pattern as written, with what it became."""
    found = [piece for piece in pieces(pattern) if piece.name]
    apart = any(piece.name == "sub" for piece in found)
    shown = ((p.name + (f":{p.form}" if p.form else ""), values.of(p, apart=apart)) for p in found)
    return [[f"{{{name}}}", text] for name, text in shown if text]


def scope_key(scope: str, classification_code: str, unit_id: int) -> str:
    """Which of the book's sequences a letter counts in."""
    if scope == NumberScope.CLASSIFICATION:
        return f"k:{classification_code}"
    return f"u:{unit_id}" if scope == NumberScope.UNIT else ""


def block(letter_date: date, quota: int) -> range:
    """The numbers that belong to a day of the year when each day has `quota` of them."""
    first = (letter_date.timetuple().tm_yday - 1) * quota + 1
    return range(first, first + quota)


def smallest_free(numbers: range, taken: Collection[int]) -> int | None:
    """The first number nobody has; None when there is none left."""
    return next((n for n in numbers if n not in taken), None)


def check_date(letter_date: date, today: date) -> None:
    """Refuse what can only be a slip of the key."""
    away = (letter_date - today).days
    if away > AHEAD_DAYS:
        raise DomainError(_("Tanggal surat terlalu jauh di masa depan."), field="letter_date")
    if -away > BEHIND_DAYS:
        raise DomainError(
            _("Tanggal surat lebih dari dua tahun yang lalu. Periksa tahunnya."), field="letter_date"
        )


def check_text(text: str, seq: int) -> None:
    """A number written by hand must be short enough to print and hold its own place in the book."""
    if len(text) > MOST_CHARACTERS:
        raise DomainError(_("Nomor paling banyak %(most)s huruf.", most=MOST_CHARACTERS), field="text")
    if not re.search(rf"(?<!\d)0*{seq}(?!\d)", text):
        raise DomainError(
            _("Nomor yang ditulis sendiri harus memuat nomor urutnya, %(seq)s.", seq=seq), field="text"
        )


def crossed(left: int, alarm_below: int) -> bool:
    """Whether taking one number has just brought what is left under the limit (so it is said once)."""
    return alarm_below > 0 and left == alarm_below - 1
