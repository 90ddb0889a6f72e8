"""An outgoing letter is opened through here, because whoever reads a secret one is written down first."""

from typing import Any

from flask import request

from biro.accounts.actors import actor
from biro.core.db import db
from biro.correspondence.outgoing import dispatches, queries, services
from biro.correspondence.outgoing.models import Dispatch, OutgoingLetter
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


def may_read_proof(proof: Attachment, by: Any) -> bool:
    """Whether what proves a delivery may be handed out; of a secret letter to its chain, written down like the letter.

    Whoever carried the envelope of a secret letter does not see it again: the drawing names who got it.
    """
    row = db.session.get(Dispatch, proof.owner_id)
    if row is None or not dispatches.shows_proof(row, by):
        return False
    if row.is_secret or proof.secret:
        services.note_reading(queries.letter(row.letter_id, by), by=by, action=services.PROOF_OPENED)
    return True
