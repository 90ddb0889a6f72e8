"""Asks the reader process (`reader.py`) about a content, and tesseract where a page is only a picture."""

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from biro.core import clock
from biro.core.errors import DomainError
from biro.core.texts import _l
from biro.files import storage
from biro.files.models import Blob

READER = Path(__file__).with_name("reader.py")
MOST_PAGES = 300
MOST_OCR = 50  # pages
READ_S, PAGE_S, OCR_S = 120, 30, 480  # a reading, a page of OCR, all OCR of one content
FEW_LETTERS = 15  # a page with fewer is a picture
LANGUAGES = ("ind", "eng")
log = logging.getLogger("biro")


@dataclass
class Reading:
    """What was read: `source` is layer, ocr, none or failed; text by page; [page, code]."""

    source: str = "failed"
    pages: list[str] = field(default_factory=list)
    codes: list[Any] = field(default_factory=list)


def read(blob: Blob, *, codes: bool) -> Reading:
    """The text layer, codes if wanted, then OCR for pages that are pictures where tesseract is installed."""
    try:
        answer = _ask(blob, READ_S, task="read", codes=codes, most=MOST_PAGES, count=blob.pages)
        found = Reading("layer", **json.loads(answer))
    except (subprocess.SubprocessError, ValueError) as error:
        log.warning("scan %s cannot be read: %s", blob.sha256[:12], type(error).__name__)
        return Reading()
    bare = [number for number, text in enumerate(found.pages, 1) if len(text.strip()) < FEW_LETTERS]
    if len(bare) == len(found.pages):
        found.source = "none"
    if bare and languages():
        _recognise(blob, found, bare[:MOST_OCR])
    return found


def cut(blob: Blob, pages: Sequence[int]) -> bytes:
    """A PDF of these pages (from 1)."""
    try:
        return _ask(blob, READ_S, task="cut", pages=list(pages))
    except subprocess.SubprocessError as error:
        raise DomainError(_l("Berkas ini tidak dapat dipisah.")) from error


@cache
def languages() -> str:
    """What tesseract is asked for ("ind+eng"); empty where it, or its Indonesian, is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=True)
    except (subprocess.SubprocessError, OSError):
        return ""
    there = done.stdout.decode("utf-8", "replace").split()
    return "+".join(name for name in LANGUAGES if name in there) if LANGUAGES[0] in there else ""


def _recognise(blob: Blob, found: Reading, numbers: Sequence[int]) -> None:
    until = clock.ticks() + OCR_S
    for number in numbers:
        if clock.ticks() > until:
            return
        asked = {
            "task": "ocr",
            "page": number,
            "tesseract": shutil.which("tesseract"),
            "languages": languages(),
        }
        try:
            text = json.loads(_ask(blob, PAGE_S, **asked))["text"]
        except (subprocess.SubprocessError, ValueError) as error:
            log.warning("page %s of scan %s: no OCR: %s", number, blob.sha256[:12], type(error).__name__)
            continue
        if text.strip():
            found.pages[number - 1], found.source = text, "ocr"


def _ask(blob: Blob, seconds: int, **question: Any) -> bytes:
    """-I and an empty environment: nothing of ours reaches the process that opens a stranger's file."""
    asked = json.dumps({"mime": blob.mime, "seconds": seconds, **question})
    with storage.here().open(blob.sha256) as file:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), asked],
            stdin=file, capture_output=True, timeout=seconds + 10, check=True, env={},
        )  # fmt: skip
    return done.stdout
