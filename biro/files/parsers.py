"""Opening what came in with the parser that will read it later. Each raises DomainError on the field "scan"."""

import zipfile
from pathlib import Path
from typing import Any

import filetype
from PIL import Image, UnidentifiedImageError

from biro.core.errors import DomainError
from biro.core.texts import _l
from biro.files import pdfs, rules
from biro.files.rules import DOCX, IMAGES, PDF, XLSX, Facts

Image.MAX_IMAGE_PIXELS = rules.MAX_PIXELS
TAIL = 2_048  # %%EOF stands within the last kilobyte or two of a whole PDF
PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}


def refused(message: Any, **details: Any) -> DomainError:
    """A refusal beside the file field."""
    return DomainError(message, field="scan", code="file", **details)


def inspect(path: Path, kinds: frozenset[str]) -> Facts:
    """What the content is and how large, by its bytes alone; refuses what is not of `kinds` or cannot be opened."""
    mime = filetype.guess_mime(str(path))
    if mime == "application/zip":
        mime = _office_kind(path)
    if mime not in kinds:
        accepted = rules.listed(kinds)
        raise refused(
            _l("Isi berkas ini bukan jenis yang diterima. Yang diterima: %(kinds)s.", kinds=accepted)
        )
    if mime == PDF:
        return _pdf(path)
    return _image(path, mime) if mime in IMAGES else _office(path, mime)


def _pdf(path: Path) -> Facts:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        whole = b"%%EOF" in file.read()
    try:
        pages, width, height = pdfs.measure(path)
    except pdfs.Locked:
        raise refused(_l("PDF ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.")) from None
    except pdfs.Broken:
        whole, pages, width, height = False, 0, 0, 0
    if not whole or not pages:
        raise refused(
            _l(
                "PDF ini rusak atau terpotong, tidak dapat dibuka. Pindai atau simpan ulang, lalu unggah lagi."
            )
        )
    if pages > rules.MAX_PAGES:
        raise refused(
            _l("PDF ini lebih dari %(most)s halaman. Bagi menjadi beberapa berkas.", most=rules.MAX_PAGES)
        )
    return Facts(PDF, pages, width, height)


def _image(path: Path, mime: str) -> Facts:
    flood = refused(
        _l("Gambar ini terlalu besar (lebih dari 100 juta piksel). Pindai dengan 300 dpi, lalu unggah lagi.")
    )
    broken = refused(
        _l("Gambar ini rusak atau terpotong, tidak dapat dibuka. Pindai ulang, lalu unggah lagi.")
    )
    try:
        with Image.open(path, formats=("PNG", "JPEG", "TIFF")) as image:
            if image.width * image.height > rules.MAX_PIXELS:
                raise flood
            image.load()
            return Facts(mime, getattr(image, "n_frames", 1), image.width, image.height)
    except Image.DecompressionBombError as error:  # twice the limit: Pillow itself stops
        raise flood from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise broken from error


def _office_kind(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return next((mime for mime, part in PARTS.items() if part in names), None)


def _office(path: Path, mime: str) -> Facts:
    broken = refused(_l("Dokumen ini rusak, tidak dapat dibuka. Simpan ulang, lalu unggah lagi."))
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > rules.MAX_MEMBERS or not _unpacks(archive, members):
                raise refused(_l("Dokumen ini mengembang terlalu besar saat dibuka, jadi ditolak."))
            names = {m.filename for m in members}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise broken from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refused(_l("Dokumen ini berisi makro, jadi ditolak. Simpan tanpa makro, lalu unggah lagi."))
    if PARTS[mime] not in names or "[Content_Types].xml" not in names:
        raise broken
    return Facts(mime)


def _unpacks(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bool:
    """Whether all of it, really unpacked (headers lie), stays within the limit; checks the sums on the way."""
    left = rules.MAX_UNPACKED
    if sum(m.file_size for m in members) > left:
        return False
    for member in members:
        with archive.open(member) as file:
            while chunk := file.read(1024 * 1024):
                left -= len(chunk)
                if left < 0:
                    return False
    return True
