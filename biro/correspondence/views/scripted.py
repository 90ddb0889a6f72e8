"""What pages say to their own scripts."""

from collections.abc import Sequence

from flask import request

from biro.core.texts import _
from biro.correspondence.models import Letter


def by_script() -> bool:
    """Whether the page's script asks, which shows the answer where the clerk is, and not the browser itself."""
    return request.headers.get("Accept") == "application/json"


def same_words(found: Sequence[Letter]) -> list[str]:
    """A sentence for each letter that carries the same file."""
    return [
        _("Berkas yang sama sudah ada pada surat agenda %(agenda)s.", agenda=letter.agenda_label)
        for letter in found
    ]
