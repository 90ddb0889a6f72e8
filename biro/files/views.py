"""Handing files out: as a download that no browser runs, or as pictures of their pages."""

import io

from flask import Blueprint, Response, send_file

from biro.accounts.actors import actor
from biro.core import clock
from biro.core.guards import needs
from biro.core.texts import _, waktu_pendek
from biro.files import marks, pictures, storage
from biro.files.guards import readable

bp = Blueprint("files", __name__, url_prefix="/berkas")


@bp.route("/<int:attachment_id>")
@needs()
def show(attachment_id: int) -> Response:
    """The original, always as a download; of a secret one a copy that names its reader on every page."""
    attachment = readable(attachment_id, actor())
    if attachment.secret and attachment.blob.pages:
        name, copy = marks.copy(attachment, _reader())
        return _harmless(
            send_file(io.BytesIO(copy), mimetype="application/pdf", as_attachment=True, download_name=name)
        )
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
    image = pictures.page_image(attachment, number)
    shown = marks.marked(image, _reader()) if attachment.secret else image
    return _harmless(send_file(io.BytesIO(pictures.png(shown)), mimetype="image/png"))


def _reader() -> str:
    """What a copy of a secret scan says across its pages: whoever passes it on passes on their own name."""
    return " · ".join((_("RAHASIA"), actor().name, waktu_pendek(clock.now())))


def _harmless(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
