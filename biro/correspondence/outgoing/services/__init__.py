"""What an official does with outgoing letters. Nothing here commits or reads the request."""

from biro.correspondence.outgoing.services.dispatching import (
    bring_back,
    hand_over,
    receive,
    requeue,
    take,
)
from biro.correspondence.outgoing.services.drafting import (
    Draft,
    change,
    draft,
    last_hand,
    may_change,
    own_unit,
)
from biro.correspondence.outgoing.services.ending import finish, void
from biro.correspondence.outgoing.services.holding import unfinished
from biro.correspondence.outgoing.services.parafs import (
    give_back,
    give_paraf,
    may_set_chain,
    set_chain,
    submit,
    withdraw,
)
from biro.correspondence.outgoing.services.reading import PROOF_OPENED, note_reading
from biro.correspondence.outgoing.services.remote import Ticket
from biro.correspondence.outgoing.services.remote import begin as begin_signing
from biro.correspondence.outgoing.services.remote import fail as fail_signing
from biro.correspondence.outgoing.services.remote import finish as finish_signing
from biro.correspondence.outgoing.services.sending import send
from biro.correspondence.outgoing.services.settings import (
    change_kind,
    change_letterhead,
    open_kind,
    set_logo,
    set_template,
)
from biro.correspondence.outgoing.services.signing import (
    attach_scan,
    may_attach,
    may_sign,
    sign,
    sign_outside,
)
from biro.correspondence.outgoing.services.taking import note_ledger

__all__ = [
    "PROOF_OPENED",
    "Draft",
    "Ticket",
    "attach_scan",
    "begin_signing",
    "bring_back",
    "change",
    "change_kind",
    "change_letterhead",
    "draft",
    "fail_signing",
    "finish",
    "finish_signing",
    "give_back",
    "give_paraf",
    "hand_over",
    "last_hand",
    "may_attach",
    "may_change",
    "may_set_chain",
    "may_sign",
    "note_ledger",
    "note_reading",
    "open_kind",
    "own_unit",
    "receive",
    "requeue",
    "send",
    "set_chain",
    "set_logo",
    "set_template",
    "sign",
    "sign_outside",
    "submit",
    "take",
    "unfinished",
    "void",
    "withdraw",
]
