"""Who writes, from the letterhead: the lines above the address and the labels. Pure."""

import re

from biro.correspondence.dates import city_date

ADDRESS = re.compile(
    r"\b(jalan|jln|jl\.|telepon|telp|tlp|fax|faks|faksimile|e-?mail|surel|website|situs|laman|www\.|http|kode pos|"
    r"kotak pos|gedung|lantai)",
    re.IGNORECASE,
)
BEGINS = re.compile(
    r"^(nomor|no\.|sifat|lampiran|lamp|hal|perihal|kepada|yth|surat|nota|tanggal|dari|keputusan)\b",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(kementerian|badan|dinas|sekretariat|biro|kantor|inspektorat|dprd|dewan|pemerintah|universitas|institut|"
    r"politeknik|sekolah|yayasan|pt|cv|perum|bank|rumah sakit|rsud|puskesmas|kecamatan|kelurahan|desa|polda|polres|"
    r"kodam|kodim|korem|pengadilan|kejaksaan|komisi|lembaga|perkumpulan|ikatan|persatuan|panitia|balai|kanwil|"
    r"direktorat|deputi|bagian|uptd?|organisasi|majelis|asosiasi|himpunan|koperasi|forum|komite)\b",
    re.IGNORECASE,
)
SMALL = frozenset("dan di dari pada untuk atas serta kepada bagi dalam".split())
MOST = 8  # lines of a letterhead
SHORTEST, LONGEST = 4, 120


def sender_lines(head: list[str]) -> list[str]:
    """The names in the letterhead, the most particular first (the office, then what it belongs to)."""
    names: list[str] = []
    for line in head[:MOST]:
        if ADDRESS.search(line) or BEGINS.match(line) or city_date(line):
            break
        if _is_name(line):
            names.append(line)
    return [titled(name) for name in reversed(names)]


def _is_name(line: str) -> bool:
    if not SHORTEST <= len(line) <= LONGEST or line.upper() in ("RAHASIA", "SANGAT RAHASIA"):
        return False
    letters = [c for c in line if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return bool(letters) and (capitals > len(letters) * 0.8 or BODY.search(line) is not None)


def titled(name: str) -> str:
    """DINAS PEKERJAAN UMUM DAN TATA RUANG → Dinas Pekerjaan Umum dan Tata Ruang; short forms stay as they are."""
    if not name.isupper():
        return name
    words = name.split()
    return " ".join(_word(word, place == 0) for place, word in enumerate(words))


def _word(word: str, first: bool) -> str:
    small = word.lower()
    if small in SMALL and not first:
        return small
    vowels = sum(c in "AEIOU" for c in word)
    short = len(word) <= 4 and (
        vowels == 0 or word in ("DPRD", "RSUD", "UPTD", "BPKAD", "BUMD", "DIY", "DKI")
    )
    return word if short else word[0] + small[1:]
