"""Tables of the correspondence room."""

from biro.correspondence.models.dispositions import (
    Disposition,
    DispositionRecipient,
    RecipientRole,
    RecipientState,
)
from biro.correspondence.models.instructions import Instruction, InstructionEffect
from biro.correspondence.models.letters import GUARDED, SECRET, Letter, LetterState, Medium, Security, Urgency
from biro.correspondence.models.merges import CorrespondentMerge, CorrespondentMoved
from biro.correspondence.models.openings import OpeningState, SecretOpening
from biro.correspondence.models.policies import LetterPolicy
from biro.correspondence.models.registers import (
    Classification,
    Correspondent,
    NumberScope,
    Register,
    RegisterKind,
)

__all__ = [
    "GUARDED",
    "SECRET",
    "Classification",
    "Correspondent",
    "CorrespondentMerge",
    "CorrespondentMoved",
    "Disposition",
    "DispositionRecipient",
    "Instruction",
    "InstructionEffect",
    "Letter",
    "LetterPolicy",
    "LetterState",
    "Medium",
    "NumberScope",
    "OpeningState",
    "RecipientRole",
    "RecipientState",
    "Register",
    "RegisterKind",
    "SecretOpening",
    "Security",
    "Urgency",
]
