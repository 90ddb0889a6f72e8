"""Files (berkas): attachments kept once by content, opened by real parsers, shown to whom their owner allows.

It calls core, audit and accounts. Words: Attachment = lampiran, Blob = isi berkas, owner = pemilik ("letter:7"),
quota = jatah. A room that owns attachments says who may read them: `guards.allow(app, "letter", fn)`.
"""

from flask import Flask

from biro.files import guards, views


def init_app(app: Flask) -> None:
    """Pages, and the one guard of our own: an upload without an owner yet is its uploader's."""
    app.register_blueprint(views.bp)
    guards.allow(app, "upload", lambda attachment, actor: attachment.by_id == actor.person_id)
