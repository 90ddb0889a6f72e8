"""What the search may know of a file."""

from datetime import time

from biro.accounts.permissions import P
from biro.core import clock
from biro.correspondence.archive import contents
from biro.correspondence.archive.models import CaseFile
from biro.search import services as search


def index(file: CaseFile) -> None:
    """Put the file into the search, or renew what stands there: its title only while nothing secret lies in it."""
    secret = contents.secrets_in(file) > 0
    code = file.classification.code
    search.put(
        file.owner,
        kind="case_file",
        title=f"Berkas rahasia {file.label}" if secret else file.title,
        body=f"{file.label} {code}" if secret else f"{file.label} {code} {file.classification.name}",
        url=file.url,
        at=clock.instant(file.opened_on, time(12), file.unit.zone),
        permission=P.LETTER_READ,
        unit_id=file.unit_id,
    )
