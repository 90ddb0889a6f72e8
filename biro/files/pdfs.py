"""PDF pages as pictures. pdfium is not thread-safe: one at a time in this process."""

import io
import threading
from pathlib import Path
from typing import IO

import pypdfium2
from pypdfium2 import PdfDocument, PdfiumError

from biro.files.rules import page_scale

_alone = threading.Lock()


class Broken(Exception):
    """pdfium cannot open it."""


class Locked(Exception):
    """It wants a password."""


def measure(path: Path) -> tuple[int, int, int]:
    """(pages, width, height) with the first page's size in points."""
    with _alone:
        try:
            document = PdfDocument(path)
        except PdfiumError as error:
            if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise Locked from error
            raise Broken from error
        try:
            if not len(document):
                return 0, 0, 0
            width, height = document[0].get_size()
            return len(document), round(width), round(height)
        except PdfiumError as error:
            raise Broken from error
        finally:
            document.close()


def picture(file: IO[bytes], number: int) -> bytes:
    """Page `number` (from 1) as PNG; IndexError when there is no such page."""
    with _alone:
        document = PdfDocument(file)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            image = page.render(scale=page_scale(*page.get_size()), may_draw_forms=False).to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG")
    return out.getvalue()
