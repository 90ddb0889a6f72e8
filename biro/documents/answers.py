"""Handing a document out: never kept by anyone on the way, never sniffed, never a page of ours."""

import io
from typing import IO

from flask import Response, send_file

MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# No sandbox: Chromium's own PDF viewer refuses to open in one.
POLICY = "default-src 'none'; style-src 'self'; object-src 'self'; frame-ancestors 'none'"


def answer(content: bytes | IO[bytes], name: str, *, inline: bool = False) -> Response:
    """The document under this name; `inline` opens it in the browser, ready to be printed."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    mime = MIMES[name.rpartition(".")[2]]
    made = send_file(file, mimetype=mime, as_attachment=not inline, download_name=name)
    made.content_length = size
    made.headers["Content-Security-Policy"] = POLICY
    made.headers["X-Content-Type-Options"] = "nosniff"
    made.headers["Cache-Control"] = "no-store"
    return made
