"""The letter on paper: as a draft with its provisional number and parafs, and as it is issued, with its QR."""

import io
import json
from datetime import date
from functools import lru_cache
from typing import Any

from PIL import Image

from biro import documents
from biro.core import clock
from biro.core.texts import in_language, tanggal_pendek, waktu_pendek
from biro.correspondence.books import day_in_words
from biro.correspondence.outgoing import content
from biro.correspondence.outgoing.models import OutgoingLetter, ParafKind
from biro.files import storage
from biro.files.queries import attachments

LOGO = 400  # pixels: 20 mm at 500 dpi
TEMPLATES = {"korespondensi": "naskah-surat", "judul": "naskah-judul", "nota": "naskah-nota"}
QR_DOT = 8  # pixels


def concept(letter: OutgoingLetter, number: str, by: str) -> bytes:
    """The draft as PDF: KONSEP across the sheet, the number that it would get now, the parafs so far."""
    with in_language("id"):
        data = {
            **content.content(letter),
            **_marks(number, None),
            "concept": f"Konsep, dicetak {waktu_pendek(clock.now(), letter.unit.zone)} oleh {by}",
            "parafs": [_paraf(p) for p in letter.parafs],
        }
    return _typeset(letter, data)


def issued(letter: OutgoingLetter, printed: dict[str, Any], url: str) -> bytes:
    """The letter as PDF/A-2b from what is kept of it; `url` is the public page, drawn as a QR code."""
    return _typeset(letter, {**printed, "concept": "", "parafs": [], "qr": qr(url) if url else []})


def to_print(letter: OutgoingLetter, *, number: str, on: date, electronic: str = "") -> dict[str, Any]:
    """What is kept for good: the content with number and day. `electronic`: the sentence of an electronic signature."""
    with in_language("id"):
        return {**content.content(letter), **_marks(number, on), "electronic": electronic}


def _marks(number: str, on: date | None) -> dict[str, Any]:
    return {"number": number, "date": day_in_words(on) if on else "", "electronic": "", "qr": []}


def _typeset(letter: OutgoingLetter, data: dict[str, Any]) -> bytes:
    logo = _logo(data["kop"].get("owner", ""))
    whole = {**data, "logo": list(logo), "by": "", "words": _words(data)}
    return _set(TEMPLATES[data["shape"]], json.dumps(whole, ensure_ascii=False))


@lru_cache(maxsize=16)
def _set(template: str, text: str) -> bytes:
    """Kept for a while: the pages of one draft are looked at one after the other."""
    return documents.pdf(template, json.loads(text))


def _words(data: dict[str, Any]) -> dict[str, str]:
    """Letters are Indonesian whatever the reader's language; so are these."""
    decided = data["kind"] in ("Keputusan", "Instruksi", "Surat edaran")
    return {"place": "Ditetapkan di" if decided else "Dikeluarkan di", "day": "pada tanggal"}


def _paraf(paraf: Any) -> dict[str, str]:
    return {
        "kind": "Hierarki" if paraf.kind is ParafKind.LINE else "Koordinasi",
        "title": paraf.title,
        "name": paraf.person.name,
        "given": tanggal_pendek(clock.local(paraf.given_at).date()) if paraf.is_given else "",
    }


def qr(url: str) -> list[int]:
    """The bytes of a small picture: numbers pass the data untouched, long words would not."""
    import segno  # noqa: PLC0415 # only when something is issued

    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=QR_DOT, border=2)
    return list(out.getvalue())


def _logo(owner: str) -> bytes:
    """The emblem of the letterhead, small; nothing where there is none."""
    found = attachments(owner) if owner else []
    return _small(found[-1].blob_sha256) if found else b""


@lru_cache(maxsize=32)
def _small(sha256: str) -> bytes:
    with storage.here().open(sha256) as file, Image.open(file) as image:
        image.thumbnail((LOGO, LOGO))
        out = io.BytesIO()
        image.convert("RGBA").save(out, "PNG")
    return out.getvalue()
