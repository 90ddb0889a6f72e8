"""Who may read an attachment: whoever its owner's room says. A kind of owner that says nothing shows nothing."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from biro.core.db import db
from biro.core.errors import Forbidden
from biro.files.models import Attachment

Guard = Callable[[Attachment, Any], bool]


def allow(app: Flask, owner_type: str, guard: Guard) -> None:
    """Let `guard(attachment, actor)` decide for attachments of this kind of owner ("letter")."""
    app.extensions.setdefault("biro-file-guards", {})[owner_type] = guard


def readable(attachment_id: int, by: Any) -> Attachment:
    """The attachment, if this actor may read it; otherwise the same 404 as for one that does not exist."""
    attachment = db.session.get(Attachment, attachment_id)
    if attachment is None:
        raise Forbidden
    guard = current_app.extensions.get("biro-file-guards", {}).get(attachment.owner_type)
    if guard is None or not guard(attachment, by):
        raise Forbidden
    return attachment
