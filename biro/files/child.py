"""Opens an unknown file in a process of its own, which may use little time and memory and write nothing.

Run by its path, so it imports nothing of Biro. The argument is JSON: path, kinds, parts and limits of `rules.py`; the
answer is JSON too: mime, pages, width and height, or `trouble`: kind, locked, broken, flood, long, swollen or macro.
"""

import json
import resource
import sys
import zipfile
from contextlib import suppress
from typing import Any

import filetype
import pypdfium2
from PIL import Image, UnidentifiedImageError

CPU_SECONDS = 10
MEMORY = 1_536 * 1024 * 1024  # a picture of 100 million pixels takes 400 MB, twice while it is decoded
TAIL = 2_048  # %%EOF stands within the last kilobyte or two of a whole PDF
CHUNK = 1024 * 1024
PDF = "application/pdf"


class Trouble(Exception):
    """Why the file cannot be taken in, in one word."""


def look(given: dict[str, Any]) -> dict[str, Any]:
    """What the file is and how large; raises Trouble."""
    path = given["path"]
    mime = filetype.guess_mime(path)
    if mime == "application/zip":
        mime = _office_kind(path, given["parts"])
    if mime not in given["kinds"]:
        raise Trouble("kind")
    if mime == PDF:
        facts = _pdf(path, given)
    elif mime in given["parts"]:
        facts = _office(path, given)
    else:
        facts = _image(path, given)
    return {"mime": mime, **facts}


def _pdf(path: str, given: dict[str, Any]) -> dict[str, int]:
    with open(path, "rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - TAIL))
        if b"%%EOF" not in file.read():
            raise Trouble("broken")
    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
        if not pages:
            raise Trouble("broken")
        width, height = document[0].get_size()
        document[0].render(scale=0.2)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Trouble("locked" if locked else "broken") from error
    if pages > given["max_pages"]:
        raise Trouble("long")
    return {"pages": pages, "width": round(width), "height": round(height)}


def _image(path: str, given: dict[str, Any]) -> dict[str, int]:
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours
    try:
        with Image.open(path, formats=("PNG", "JPEG", "TIFF")) as image:
            if image.width * image.height > given["max_pixels"]:
                raise Trouble("flood")
            pages = getattr(image, "n_frames", 1)
            image.load()
            return {"pages": pages, "width": image.width, "height": image.height}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Trouble("broken") from error


def _office_kind(path: str, parts: dict[str, str]) -> str | None:
    with suppress(zipfile.BadZipFile, OSError, ValueError), zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        return next((mime for mime, part in parts.items() if part in names), None)
    return None


def _office(path: str, given: dict[str, Any]) -> dict[str, int]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > given["max_members"]:
                raise Trouble("swollen")
            _unpack(archive, members, given["max_unpacked"])
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise Trouble("broken") from error
    names = {m.filename for m in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Trouble("macro")
    if "[Content_Types].xml" not in names:
        raise Trouble("broken")
    return {"pages": 0, "width": 0, "height": 0}


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], left: int) -> None:
    """Really unpack everything, to nowhere: headers lie about sizes, and sums are checked on the way."""
    for member in members:
        with archive.open(member) as file:
            while chunk := file.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Trouble("swollen")


def main() -> None:
    """Limit this process, look, answer on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = look(json.loads(sys.argv[1]))
    except Trouble as trouble:
        answer = {"trouble": str(trouble)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
