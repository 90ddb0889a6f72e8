"""An outgoing letter is opened through here, because whoever reads a secret one is written down first."""

from typing import Any

from flask import request

from biro.accounts.actors import actor
from biro.correspondence.outgoing import queries, services
from biro.correspondence.outgoing.models import OutgoingLetter
from biro.files.models import Attachment


def opened(letter_id: int) -> OutgoingLetter:
    """The letter that a page is about to show; 404 for who may not know of it."""
    letter = queries.letter(letter_id, actor())
    if not letter.is_secret or request.method == "POST":  # what is done to it is written down anyway
        return letter
    services.note_reading(letter, by=actor())
    return queries.letter(letter_id, actor())


def may_read_file(file: Attachment, by: Any) -> bool:
    """Whether a file of the letter may be handed out; it is about to be."""
    if not queries.is_visible(file.owner_id, by):
        return False
    if file.secret:
        services.note_reading(queries.letter(file.owner_id, by), by=by)
    return True
