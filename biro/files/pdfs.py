"""PDF pages as pictures. pdfium is not thread-safe: one at a time in this process."""

import io
import threading
from typing import IO

from pypdfium2 import PdfDocument

from biro.files.rules import page_scale

_alone = threading.Lock()


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
