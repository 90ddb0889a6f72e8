"""Handing files out: as a download that no browser runs, or as pictures of their pages."""

import io

from flask import Blueprint, Response, send_file

from biro.accounts.actors import actor
from biro.core.guards import needs
from biro.files import pictures, storage
from biro.files.guards import readable

bp = Blueprint("files", __name__, url_prefix="/berkas")


@bp.route("/<int:attachment_id>")
@needs()
def show(attachment_id: int) -> Response:
    """The original, always as a download."""
    attachment = readable(attachment_id, actor())
    content = storage.here().open(attachment.blob_sha256)
    answer = send_file(
        content, mimetype=attachment.blob.mime, as_attachment=True, download_name=attachment.name
    )
    answer.content_length = attachment.blob.size
    return _harmless(answer)


@bp.route("/<int:attachment_id>/halaman/<int:number>")
@needs()
def page(attachment_id: int, number: int) -> Response:
    """One page as a picture, for looking at beside a form."""
    attachment = readable(attachment_id, actor())
    return _harmless(send_file(io.BytesIO(pictures.page_png(attachment, number)), mimetype="image/png"))


def _harmless(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
