"""A zoo of files: whole ones, and ones that should never get in."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from biro.files import services


def pdf(pages: int = 1, width: int = 595, height: int = 842) -> bytes:
    """A real PDF with empty pages, sizes in points."""
    document = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password: its encryption dictionary fits none."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Filter/Standard/V 1/R 2/P -44/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>",
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in starts)
    trailer = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + table + trailer


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    """A real picture, light blue."""
    out = io.BytesIO()
    Image.new("RGB", size, "lightblue").save(out, kind, **more)
    return out.getvalue()


def office(part: str = "word/document.xml", **members: bytes) -> bytes:
    """The least that is a Word (or other office) file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture(autouse=True)
def berkas(app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of contents, new for every test."""
    folder = tmp_path / "berkas"
    monkeypatch.setitem(app.config, "STORAGE_URL", f"file:{folder}")
    return folder


@pytest.fixture
def upload(cast: Any) -> Callable[..., Any]:
    """`upload(content, name)` by the secretary, hung on a thing of the kind that the tests guard."""

    def send(content: bytes, name: str = "surat.pdf", **more: Any) -> Any:
        given = {"by": cast.as_("secretary"), "owner": "letter:7", **more}
        return services.store(io.BytesIO(content), name, **given)

    return send
