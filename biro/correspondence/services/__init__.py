"""What an official does with letters. Nothing here commits or reads the request."""

from biro.correspondence.services.disposing import (
    Recipients,
    answer,
    dispose,
    give_back,
    may_give,
    proposed_due,
    recall,
    start,
)
from biro.correspondence.services.inviting import accept_invitation
from biro.correspondence.services.printing import note_book, note_sheets
from biro.correspondence.services.registering import attach, change, open_register, register

__all__ = [
    "Recipients",
    "accept_invitation",
    "answer",
    "attach",
    "change",
    "dispose",
    "give_back",
    "may_give",
    "note_book",
    "note_sheets",
    "open_register",
    "proposed_due",
    "recall",
    "register",
    "start",
]
