"""What may come in and under which name. Pure: no database, no disk."""

import unicodedata
from dataclasses import dataclass

MEBI = 1024 * 1024
MAX_BYTES = 50 * MEBI
MAX_BYTES_A_DAY = 1024 * MEBI  # for each person
MAX_PIXELS = 100_000_000  # A3 at 600 dpi is 70 million
MAX_PAGES = 2_000
MAX_UNPACKED = 100 * MEBI
MAX_MEMBERS = 2_000
NAME_LENGTH = 120

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMAGES = frozenset({PNG, JPEG, TIFF})
SCANS = IMAGES | {PDF}
DOCUMENTS = SCANS | {DOCX, XLSX}

WORDS = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG", TIFF: "TIFF", DOCX: "Word (.docx)", XLSX: "Excel (.xlsx)"}
PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}  # by which an office file shows its kind
EXTENSIONS = {
    PDF: ("pdf",),
    PNG: ("png",),
    JPEG: ("jpg", "jpeg"),
    TIFF: ("tif", "tiff"),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
}


@dataclass(frozen=True)
class Facts:
    """What a parser found. Width and height of the first page: points for PDF, pixels for images."""

    mime: str
    pages: int = 0
    width: int = 0
    height: int = 0


def clean_name(name: str) -> str:
    """The file name without folders, control and direction characters and quotes; ≤ 120 letters, extension kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if c.isspace() else c for c in last if c.isspace() or _is_harmless(c))
    seen = " ".join(seen.split()).rstrip(". ")
    stem, dot, extension = seen.rpartition(".")
    if not dot:
        return seen[:NAME_LENGTH].strip(". ") or "berkas"
    extension = extension[:10].strip()
    return f"{stem[: NAME_LENGTH - len(extension) - 1].strip(' .') or 'berkas'}.{extension}"


def _is_harmless(char: str) -> bool:
    return char not in "\"<>|:*?;%'`" and unicodedata.category(char)[0] not in "CZ"


def extension_of(name: str) -> str:
    """The extension of a cleaned name in small letters, without the dot; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def agrees(mime: str, name: str) -> bool:
    """Whether the name's extension is one of this kind of content."""
    return extension_of(name) in EXTENSIONS[mime]


def listed(kinds: frozenset[str]) -> str:
    """The kinds in words: "PDF, JPEG, PNG, TIFF"."""
    return ", ".join(word for mime, word in WORDS.items() if mime in kinds)


def page_scale(width: float, height: float, *, widest: int = 1_400, highest: int = 4_000) -> float:
    """How much to enlarge a page so that its picture stays within the widest and highest (pixels), at most 4×."""
    return min(widest / max(width, 1), highest / max(height, 1), 4.0)
