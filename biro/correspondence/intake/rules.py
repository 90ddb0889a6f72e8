"""What a letter says about itself: number, date, subject, sender, read from its text. Pure; nothing is invented.

A field without its label is left empty, because a wrong subject costs more than an empty one. `sure` is a percentage;
a person confirms each.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from biro.correspondence.dates import city_date, dates_in, first_date
from biro.correspondence.intake.headings import sender_lines

LABELS = {
    "number": ("nomor surat", "nomor", "no. surat", "no"),
    "subject": ("perihal", "p e r i h a l", "h a l", "hal"),
    "nature": ("sifat",),
    "enclosures": ("lampiran", "lamp"),
    "date": ("tanggal surat", "tanggal", "tgl"),
    "other": ("kepada", "yth", "dari", "tembusan", "dari/pengirim"),
}
LABEL = re.compile(
    "^(?:" + "|".join(
        f"(?P<{name}>{'|'.join(re.escape(word) for word in words)})" for name, words in LABELS.items()
    ) + r")\b\.?\s*(?P<colon>[:;])?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)  # fmt: skip
ABOUT = re.compile(r"^t\s?e\s?n\s?t\s?a\s?n\s?g\s*:?$", re.IGNORECASE)
KIND = re.compile(
    r"^(surat|nota dinas|keputusan|instruksi|peraturan|pengumuman|berita acara|laporan|telaahan|memo)",
    re.IGNORECASE,
)
LAW = re.compile(r"^\d+\s+tahun\s+\d{4}", re.IGNORECASE)
UNFILLED = re.compile(r"\$\{[^}]*\}?|\{\{[^}]*\}\}|\[@?\w*(?:naskah|nomor|tanggal|hal)\w*\]", re.IGNORECASE)
EMPTY = re.compile(r"^[\s\-–—_.:…/]*$")
NUMBER = re.compile(r"^(?=.*\d)[\w.\-]+(?:\s?/\s?[\w.\-]+){1,8}$")
STOP = re.compile(
    r"^(kepada|yth|di\b|dengan hormat|assalam|salam|sehubungan|menindaklanjuti|berdasarkan|bersama|memperhatikan|"
    r"dalam rangka|tembusan|\d+\.\s|(?-i:Dengan|Kami|Bahwa|Atas)\b)",
    re.IGNORECASE,
)
NATURES = (
    ("sangat rahasia", "security", "SR"), ("rahasia", "security", "R"), ("terbatas", "security", "T"),
    ("sangat segera", "urgency", "kilat"), ("amat segera", "urgency", "kilat"), ("kilat", "urgency", "kilat"),
    ("segera", "urgency", "segera"),
)  # fmt: skip
MOST_LINES = 60  # of the beginning, in which a letter says who and what it is
MOST_SUBJECT = 4  # lines
LABELLED, ABOVE, LOOSE = 90, 70, 50
OCR_LOSS, OCR_NUMBER = 15, 60  # figures are what OCR gets wrong most


@dataclass(frozen=True)
class Found:
    """A value as it is put into the form (dates as ISO), and how sure of it one may be (percent)."""

    value: str
    sure: int


def read(text: str, *, today: date, ocr: bool = False) -> dict[str, Found]:
    """The fields that the text gives: number, letter_date, subject, enclosures, security, urgency, sender (lines)."""
    lines = [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]
    head, tail = lines[:MOST_LINES], lines[-6:]
    labelled = _labelled(head)
    found = {
        "number": _number(labelled, head, tail),
        "letter_date": _date(labelled, head, tail, today),
        "subject": _subject(labelled, head),
        "enclosures": _plain(labelled.get("enclosures", "")),
        "sender": Found("\n".join(sender_lines(head)), LOOSE),
        **_nature(labelled.get("nature", ""), head),
    }
    given = {name: each for name, each in found.items() if each is not None and each.value}
    return {name: _less(name, each) for name, each in given.items()} if ocr else given


def _less(name: str, found: Found) -> Found:
    sure = max(found.sure - OCR_LOSS, 10)
    return Found(found.value, min(sure, OCR_NUMBER) if name == "number" else sure)


def _labelled(lines: list[str]) -> dict[str, str]:
    """label → what stands behind it: on its line, on the next, or in a column of its own."""
    found: dict[str, str] = {}
    bare: list[str] = []
    for place, line in enumerate(lines):
        label = LABEL.match(line)
        if label is None:
            if bare and line[0] in ":;":
                found.setdefault(bare.pop(0), line[1:].strip())
            elif bare and not _is_unlabelled(lines, place):
                bare.clear()
            continue
        name = next(key for key in LABELS if label[key])
        if label["colon"] and label["rest"]:
            found.setdefault(name, _whole(name, label["rest"], lines[place + 1 :]))
        elif not label["rest"]:
            following = lines[place + 1] if place + 1 < len(lines) else ""
            if label["colon"] and following and not LABEL.match(following):
                found.setdefault(name, _whole(name, following, lines[place + 2 :]))
            else:
                bare.append(name)
    return found


def _is_unlabelled(lines: list[str], place: int) -> bool:
    """Whether a column of values may still follow."""
    return any(line[0] in ":;" for line in lines[place + 1 : place + 3])


def _whole(name: str, first: str, following: list[str]) -> str:
    """A subject goes on over several lines until something else begins."""
    if name != "subject":
        return first
    parts = [_before_date(first)]
    for line in following[: MOST_SUBJECT - 1]:
        if LABEL.match(line) or STOP.match(line) or city_date(line) or line[0] in ":;":
            break
        parts.append(line)
    return " ".join(parts)


def _before_date(text: str) -> str:
    """Without the town and date that stand at the right of the same line."""
    found = city_date(text)
    return text[: found[1]].strip() if found else text


def _clean(text: str) -> str:
    text = UNFILLED.sub("", text).strip(" :;–—")
    return "" if EMPTY.match(text) else text


def _plain(text: str) -> Found | None:
    value = _clean(_before_date(text))
    return Found(value[:80], LABELLED) if value else None


def _number(labelled: dict[str, str], head: list[str], tail: list[str]) -> Found | None:
    raw = labelled.get("number", "")
    value = _clean(_before_date(raw))
    if value and any(c.isdigit() for c in value) and not LAW.match(value):
        return Found(value[:150], LABELLED)
    for above, line in pairwise(head):  # SURAT EDARAN / NOMOR 3 TAHUN 2026
        if KIND.match(above) and line.lower().startswith("nomor"):
            value = _clean(line[5:])
            if any(c.isdigit() for c in value):
                return Found(value[:150], ABOVE)
    if UNFILLED.search(raw):  # the number was laid over the page: it stands at the end of the text
        over = next((line for line in reversed(tail) if NUMBER.match(line)), None)
        return Found(over[:150], ABOVE) if over else None
    return None


def _date(labelled: dict[str, str], head: list[str], tail: list[str], today: date) -> Found | None:
    candidates = [(first_date(labelled.get("date", "")), LABELLED)]
    candidates += [(placed[0], LABELLED) for line in head if (placed := city_date(line))]
    decided = (line for line in [*head, *tail] if "pada tanggal" in line.lower())
    candidates += [(first_date(line), ABOVE) for line in decided]
    if any("tanggal" in tag.lower() for line in head for tag in UNFILLED.findall(line)):
        candidates += [(day, ABOVE) for line in reversed(tail) for day, _start, _end in dates_in(line)]
    for found, sure in candidates:
        if found is not None and found <= today:
            return Found(found.isoformat(), sure)
    return None


def _subject(labelled: dict[str, str], head: list[str]) -> Found | None:
    value = _clean(labelled.get("subject", ""))
    if value:
        return Found(value[:500], LABELLED)
    for place, line in enumerate(head):
        if ABOUT.match(line):
            value = _clean(" ".join(_title(head[place + 1 :])))
            return Found(_lowered(value)[:500], ABOVE) if value else None
    return None


def _title(lines: list[str]) -> list[str]:
    """The lines below TENTANG that are written in capitals like it (at least the first)."""
    title: list[str] = []
    for line in lines[:MOST_SUBJECT]:
        if title and not (line.isupper() and title[0].isupper()):
            break
        title.append(line)
    return title


def _lowered(text: str) -> str:
    return text.capitalize() if text.isupper() else text


def _nature(text: str, head: list[str]) -> dict[str, Found]:
    stamped = next((line for line in head[:12] if line.upper() in ("RAHASIA", "SANGAT RAHASIA")), "")
    said = " ".join(_clean(text).lower().split()) or stamped.lower()
    found: dict[str, Found] = {}
    for word, name, value in NATURES:
        if word in said and name not in found:
            found[name] = Found(value, LABELLED)
    return found
