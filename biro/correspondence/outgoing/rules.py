"""The hard thinking about outgoing letters: what a text's lines mean, whose name stands below, who parafs. Pure."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FACT = re.compile(r"^(?P<label>[^\s:][^:\n]{0,40}?)\s+:(?:\s+(?P<value>.*))?$")
POINT = re.compile(r"^(?P<mark>(?:\d{1,2}|[a-z])[.)]|[-•])\s+(?P<text>.+)$")
ATTENTION = re.compile(r"\s*,?\s+u\.?\s?p\.?\s+", re.IGNORECASE)
REPORT = re.compile(r"\s*\(\s*sebagai laporan\s*\)\s*$", re.IGNORECASE)
WAY = re.compile(r"\s*\[(?P<way>[^\]]{1,20})\]\s*$")
LEAD = re.compile(
    r"^\s*(?:\d{1,3}[.)]\s*)?(?:(?:kepada )?yth\.?(?:\s+|$))?(?:(?:sdr\.|saudara)\s+)?", re.IGNORECASE
)
PREFIX = {"plt": "Plt. ", "plh": "Plh. ", "pj": "Pj. "}
# Academic titles before a name; those after it follow the first comma.
TITLES = frozenset("prof dr drs dra dr.(c) ir apt drg drh ns".split())
# Ps. 44 Permendagri 1/2023: under these neither NIP nor rank, and no title when the office is held for another.
LEADERS = re.compile(
    r"^(wakil )?(gubernur|bupati|wali ?kota)\b|^sekretaris daerah\b(?! pembantu)|^(menteri|wakil menteri|presiden)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Signer:
    """Whose name stands below. `capacity`: definitif, plt, plh, pj. `mandate`: sendiri, an, ub."""

    name: str
    title: str
    nip: str = ""
    grade: str = ""
    capacity: str = "definitif"
    mandate: str = "sendiri"
    principal: str = ""
    middle: str = ""


@dataclass(frozen=True)
class Signature:
    """The block: lines above the space, the name, lines below it."""

    above: tuple[str, ...]
    name: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A recipient as one line of text says it."""

    name: str
    attention: str = ""
    as_report: bool = False
    way: str = ""

    def __str__(self) -> str:
        """The line that means this."""
        up = f" u.p. {self.attention}" if self.attention else ""
        return f"{self.name}{up}{' (sebagai laporan)' if self.as_report else ''}{f' [{self.way}]' if self.way else ''}"


def blocks(body: str) -> list[dict[str, Any]]:
    """What the lines of a text mean: paragraphs, headings in capitals, points (1. a. -) and facts ("hari : Senin").

    A blank line parts paragraphs; a line that begins with blanks continues the point or the fact above it.
    """
    found: list[dict[str, Any]] = []
    fresh = True
    for raw in body.splitlines():
        line = raw.strip()
        if not line:
            fresh = True
            continue
        if raw[0] in " \t" and found and not fresh and found[-1]["kind"] in ("facts", "points"):
            found[-1]["items"][-1][-1] += f"\n{line}"
            continue
        _take(found, line, fresh)
        fresh = False
    return found


def _take(found: list[dict[str, Any]], line: str, fresh: bool) -> None:
    last = found[-1] if found and not fresh else {"kind": ""}
    point, fact = POINT.match(line), FACT.match(line)
    if fact:
        _into(found, last, "facts", [fact["label"].strip(), (fact["value"] or "").strip()])
    elif point:
        level = "1" if point["mark"][0].isalpha() else "0"
        _into(found, last, "points", [level, point["mark"], point["text"]])
    elif _is_heading(line):
        found.append({"kind": "heading", "text": line})
    elif last["kind"] == "text":
        last["text"] += f"\n{line}"
    else:
        found.append({"kind": "text", "text": line})


def _into(found: list[dict[str, Any]], last: dict[str, Any], kind: str, item: list[str]) -> None:
    if last["kind"] == kind:
        last["items"].append(item)
    else:
        found.append({"kind": kind, "items": [item]})


def _is_heading(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 3 and len(line) <= 60 and line == line.upper()


def plain_name(name: str) -> str:
    """The name without academic titles: "Ratna Dewi Kusuma, S.H., M.A.P." is Ratna Dewi Kusuma."""
    words = name.partition(",")[0].split()
    while len(words) > 1 and words[0].rstrip(".").lower() in TITLES:
        words.pop(0)
    return " ".join(words)


def is_leader(title: str) -> bool:
    """Whether the office is a head of region, a deputy, or the regional secretary."""
    return LEADERS.search(title.strip()) is not None


def own_title(signer: Signer) -> str:
    """The position as it is said: Plh. Kepala Biro Umum."""
    return PREFIX.get(signer.capacity, "") + signer.title


def signature(signer: Signer, *, with_titles: bool) -> Signature:
    """The signer's block: a.n. and u.b. above, name as Ps. 44 of Permendagri 1/2023 wants it, rank and NIP below."""
    prefix = PREFIX.get(signer.capacity, "")
    own = prefix + signer.title.upper()
    above: tuple[str, ...] = (own,)
    if signer.mandate == "an":
        above = (f"a.n. {signer.principal.upper()}", own)
    elif signer.mandate == "ub":
        over = (signer.middle.upper(),) if signer.middle else ()
        above = (f"a.n. {signer.principal.upper()}", *over, "u.b.", own)
    leader = is_leader(signer.title)
    titled = with_titles and not (leader and prefix)
    name = signer.name if titled else plain_name(signer.name)
    below = () if leader else tuple(t for t in (signer.grade, f"NIP {signer.nip}" if signer.nip else "") if t)
    return Signature(above, name, below)


def read_line(text: str) -> Line | None:
    """A recipient's line: "Yth. Kepala Dinas Kesehatan u.p. Sekretaris (sebagai laporan) [e-mail]"; None if empty."""
    rest, way, report = LEAD.sub("", text.strip(), count=1), "", False
    found = WAY.search(rest)
    if found:
        way, rest = found["way"].strip().lower(), WAY.sub("", rest)
    if REPORT.search(rest):
        report, rest = True, REPORT.sub("", rest)
    name, _sep, attention = _parted(rest)
    name = name.strip(" ,;.")
    return Line(name, attention.strip(" ,;"), report, way) if name else None


def _parted(text: str) -> tuple[str, str, str]:
    found = ATTENTION.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def read_lines(text: str) -> list[Line]:
    """One recipient a line, empty lines and repeated ones left out."""
    found = (read_line(each) for each in text.splitlines())
    return list(dict.fromkeys(line for line in found if line))


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of what is printed, the same whatever the order in which it was put together."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain(heads: Sequence[int], author: int, signer: int, most: int) -> list[int]:
    """Who parafs, from below upwards: of the heads between author and signer the nearest to the signer.

    A draft that the signer wrote needs none, and nobody is asked about their own.
    """
    if author == signer:
        return []
    between = [person for person in dict.fromkeys(heads) if person not in (author, signer)]
    return between[-most:]
