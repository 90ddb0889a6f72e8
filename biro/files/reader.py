"""Reads a scan in a process of its own with little time and memory, which may write nothing: words, codes, cuttings.

Run by its path, so it imports nothing of Biro. The file comes on standard input, what to do as JSON in the argument:
`task` read (words of each page and, with `codes`, its bar codes), cut (a PDF of `pages`) or ocr (the words of the
picture of `page`, by the program `tesseract`). The answer is JSON, or the PDF, on standard output.
"""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2
from PIL import Image

MEMORY = 1_536 * 1024 * 1024
PDF = "application/pdf"
DPI = 300  # small stickers, and what OCR wants
SCANNED = 200  # dpi of a picture that does not say
LONGEST_SIDE = 5_000  # pixels
MOST_TEXT = 20_000  # letters of a page


def read(data: bytes, given: dict[str, Any]) -> dict[str, Any]:
    """The text of each page, and [page, code] of each QR or Code 128."""
    pages = _texts(data, given["most"]) if given["mime"] == PDF else [""] * given["count"]
    codes = []
    if given["codes"]:
        codes = [[n, code] for n, image in enumerate(_pictures(data, given), 1) for code in _codes(image)]
    return {"pages": pages, "codes": codes}


def cut(data: bytes, given: dict[str, Any]) -> bytes:
    """A PDF of these pages (from 1)."""
    out = io.BytesIO()
    if given["mime"] == PDF:
        made = pypdfium2.PdfDocument.new()
        made.import_pages(pypdfium2.PdfDocument(data), [n - 1 for n in given["pages"]])
        made.save(out)
    else:
        first, *rest = [image.convert("RGB") for image in _frames(data, given["pages"])]
        first.save(out, "PDF", save_all=True, append_images=rest, resolution=200)
    return out.getvalue()


def ocr(data: bytes, given: dict[str, Any]) -> dict[str, Any]:
    """The words of one page's picture; the program lives under this process's limits."""
    out = io.BytesIO()
    image = _picture(data, given, given["page"], DPI)
    dpi = DPI if given["mime"] == PDF else float(image.info.get("dpi", (SCANNED, SCANNED))[0]) or SCANNED
    image.save(out, "PNG", dpi=(dpi, dpi))
    command = [given["tesseract"], "stdin", "stdout", "-l", given["languages"]]
    env = {"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, input=out.getvalue(), capture_output=True, check=True, env=env)
    return {"text": done.stdout.decode("utf-8", "replace")[:MOST_TEXT]}


def _texts(data: bytes, most: int) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = []
    for number in range(min(len(document), most)):
        page = document[number]
        found.append(page.get_textpage().get_text_bounded()[:MOST_TEXT].replace("\r\n", "\n"))
        page.close()
    return found


def _pictures(data: bytes, given: dict[str, Any]) -> Iterator[Image.Image]:
    if given["mime"] != PDF:
        yield from _frames(data, range(1, min(given["count"], given["most"]) + 1))
        return
    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), given["most"])):
        yield _render(document, number, DPI)


def _picture(data: bytes, given: dict[str, Any], number: int, dpi: int) -> Image.Image:
    if given["mime"] == PDF:
        return _render(pypdfium2.PdfDocument(data), number - 1, dpi)
    return next(_frames(data, [number]))


def _render(document: Any, number: int, dpi: int) -> Image.Image:
    page = document[number]
    scale = min(dpi / 72, LONGEST_SIDE / max(*page.get_size(), 1))
    image: Image.Image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
    page.close()
    return image


def _frames(data: bytes, numbers: Any) -> Iterator[Image.Image]:
    Image.MAX_IMAGE_PIXELS = None  # measured when the file came in
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
        for number in numbers:
            image.seek(number - 1)
            frame = image.convert("L" if image.mode in ("1", "L") else "RGB")
            frame.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            yield frame


def _codes(image: Image.Image) -> list[str]:
    import zxingcpp  # noqa: PLC0415 # only when codes are asked for

    kinds: Any = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128)
    return [found.text[:100] for found in zxingcpp.read_barcodes(image, formats=kinds)]


def main() -> None:
    """Limit this process, do it, answer."""
    given = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (given["seconds"], given["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    made = {"read": read, "cut": cut, "ocr": ocr}[given["task"]](sys.stdin.buffer.read(), given)
    sys.stdout.buffer.write(made if isinstance(made, bytes) else json.dumps(made).encode())


if __name__ == "__main__":
    main()
