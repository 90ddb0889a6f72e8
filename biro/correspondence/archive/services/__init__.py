"""What an archivist does with files. Nothing here commits or reads the request."""

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
    "change",
    "close",
    "file_letter",
    "file_letters",
    "hold",
    "index",
    "open_file",
    "place",
    "release",
    "reopen",
    "start_clock",
    "take_out",
]
