"""Tables of outgoing letters."""

from biro.correspondence.outgoing.models import guard
from biro.correspondence.outgoing.models.dispatches import Dispatch, DispatchState
from biro.correspondence.outgoing.models.kinds import Family, Letterhead, LetterKind, Shape
from biro.correspondence.outgoing.models.letters import Mandate, OutgoingLetter, OutgoingState
from biro.correspondence.outgoing.models.parafs import MOST_IN_LINE, Paraf, ParafKind, ParafState
from biro.correspondence.outgoing.models.recipients import Delivery, OutgoingRecipient, RecipientKind
from biro.correspondence.outgoing.models.unfinished import LEASE, UnfinishedSignature

__all__ = [
    "LEASE",
    "MOST_IN_LINE",
    "Delivery",
    "Dispatch",
    "DispatchState",
    "Family",
    "LetterKind",
    "Letterhead",
    "Mandate",
    "OutgoingLetter",
    "OutgoingRecipient",
    "OutgoingState",
    "Paraf",
    "ParafKind",
    "ParafState",
    "RecipientKind",
    "Shape",
    "UnfinishedSignature",
    "guard",
]
