"""Tables of the correspondence room."""

from biro.correspondence.models.dispositions import (
    Disposition,
    DispositionRecipient,
    RecipientRole,
    RecipientState,
)
from biro.correspondence.models.instructions import Instruction, InstructionEffect
from biro.correspondence.models.letters import SECRET, Letter, LetterState, Security, Urgency
from biro.correspondence.models.registers import Classification, Correspondent, Register

__all__ = [
    "SECRET",
    "Classification",
    "Correspondent",
    "Disposition",
    "DispositionRecipient",
    "Instruction",
    "InstructionEffect",
    "Letter",
    "LetterState",
    "RecipientRole",
    "RecipientState",
    "Register",
    "Security",
    "Urgency",
]
