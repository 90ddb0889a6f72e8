"""Tables of the archive."""

from biro.correspondence.archive.models.disposals import Disposal, DisposalFile, DisposalState
from biro.correspondence.archive.models.files import CaseFile, CaseFileState, CaseItem, CopyForm

__all__ = ["CaseFile", "CaseFileState", "CaseItem", "CopyForm", "Disposal", "DisposalFile", "DisposalState"]
