"""What an archivist does with files. Nothing here commits or reads the request."""

from biro.correspondence.archive.services.disposing import (
    approve,
    assess,
    cancel,
    carry_out,
    file_report,
    give_back,
    narrow,
    propose,
    submit,
    totals,
    widen,
)
from biro.correspondence.archive.services.files import (
    change,
    close,
    hold,
    open_file,
    place,
    release,
    reopen,
    start_clock,
)
from biro.correspondence.archive.services.filing import add_paper, file_letter, file_letters, take_out
from biro.correspondence.archive.services.indexing import index

__all__ = [
    "add_paper",
    "approve",
    "assess",
    "cancel",
    "carry_out",
    "change",
    "close",
    "file_letter",
    "file_letters",
    "file_report",
    "give_back",
    "hold",
    "index",
    "narrow",
    "open_file",
    "place",
    "propose",
    "release",
    "reopen",
    "start_clock",
    "submit",
    "take_out",
    "totals",
    "widen",
]
