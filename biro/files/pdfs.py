"""PDF pages as pictures, and copies with words across their pages. pdfium is not thread-safe: one at a time here."""

import ctypes
import io
import threading
from collections.abc import Iterator
from math import cos, radians, sin
from typing import IO

from PIL import Image
from pypdfium2 import PdfDocument, PdfPage, raw

from biro.files.rules import page_scale

SLANT = radians(35)
PALE = (200, 0, 0, 70)  # red, seen through
_alone = threading.Lock()


def picture(file: IO[bytes], number: int) -> Image.Image:
    """Page `number` (from 1) as an image; IndexError when there is no such page."""
    with _alone:
        document = PdfDocument(file)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            image: Image.Image = page.render(
                scale=page_scale(*page.get_size()), may_draw_forms=False
            ).to_pil()
        finally:
            document.close()
    return image.convert("RGB")


def stamped(file: IO[bytes], text: str) -> bytes:
    """A copy with `text` slanting across every page, again and again. Signatures in the copy no longer hold."""
    out = io.BytesIO()
    with _alone:
        document = PdfDocument(file)
        try:
            for page in document:
                _stamp(document, page, text)
                page.close()
            document.save(out)
        finally:
            document.close()
    return out.getvalue()


def _stamp(document: PdfDocument, page: PdfPage, text: str) -> None:
    left, bottom, right, top = page.get_mediabox()
    size = max(8.0, (right - left) / 30)
    for x, y in _places(left, bottom, right, top, size):
        words = raw.FPDFPageObj_NewTextObj(document, b"Helvetica-Bold", size)
        raw.FPDFText_SetText(words, _wide(text))
        raw.FPDFPageObj_SetFillColor(words, *PALE)
        raw.FPDFPageObj_Transform(words, cos(SLANT), sin(SLANT), -sin(SLANT), cos(SLANT), x, y)
        raw.FPDFPage_InsertObject(page, words)
    raw.FPDFPage_GenerateContent(page)


def _places(
    left: float, bottom: float, right: float, top: float, size: float
) -> Iterator[tuple[float, float]]:
    """Where a line begins: every sixth line's height, so that no part of the page can be cut out without one."""
    step = size * 6
    y = bottom - (right - left) / 2
    while y < top:
        yield left + size, y
        y += step


def _wide(text: str) -> "ctypes.Array[ctypes.c_ushort]":
    """UTF-16 with an end mark, as pdfium takes words."""
    units = (text + "\0").encode("utf-16-le")
    return (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)
