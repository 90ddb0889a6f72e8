"""What an official does with letters. Nothing here commits or reads the request."""

from biro.correspondence.services.clearing import dispose_many, file_many, unfile
from biro.correspondence.services.deciding import set_policy
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
from biro.correspondence.services.instructing import (
    add_instruction,
    change_instruction,
    switch_instruction,
)
from biro.correspondence.services.inviting import accept_invitation
from biro.correspondence.services.merging import change_sender, merge_senders, the_one_that_stays, unmerge
from biro.correspondence.services.printing import CARD_PRINTED, SLIP_PRINTED, note_book, note_sheets
from biro.correspondence.services.reading import (
    READINGS,
    SCAN_OPENED,
    ask_opening,
    close_opening,
    find_secret,
    grant_opening,
    note_reading,
    refuse_opening,
)
from biro.correspondence.services.registering import attach, change, let_go, open_register, register
from biro.correspondence.services.transcribing import contest, copy_paper, may_copy

__all__ = [
    "CARD_PRINTED",
    "READINGS",
    "SCAN_OPENED",
    "SLIP_PRINTED",
    "Recipients",
    "accept_invitation",
    "add_instruction",
    "answer",
    "ask_opening",
    "attach",
    "change",
    "change_instruction",
    "change_sender",
    "close_opening",
    "contest",
    "copy_paper",
    "dispose",
    "dispose_many",
    "file_many",
    "find_secret",
    "give_back",
    "grant_opening",
    "let_go",
    "may_copy",
    "may_give",
    "merge_senders",
    "note_book",
    "note_reading",
    "note_sheets",
    "open_register",
    "proposed_due",
    "recall",
    "refuse_opening",
    "register",
    "set_policy",
    "start",
    "switch_instruction",
    "the_one_that_stays",
    "unfile",
    "unmerge",
]
