"""Pages to PDF by typst, in a process of its own: a large book takes its memory with it when it is done."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from biro.core import clock
from biro.core.errors import DomainError
from biro.core.texts import _l

CHILD = Path(__file__).with_name("child.py")
PACKAGE = Path(__file__).resolve().parent.parent
FONTS = PACKAGE / "static" / "vendor" / "fonts"  # copied at set-up; without them typst's own font is used
SECONDS = 60
FEW = threading.BoundedSemaphore(
    2
)  # a book of 200 pages takes 450 MB while it is set; others wait their turn
log = logging.getLogger("biro")


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF/A-2b that `templates/print/<template>.typ` makes of `data` (plain JSON values; days as text).

    Raises DomainError when it cannot be made; the reason is in the log, without the data.
    """
    question = {
        "root": str(folder()),
        "template": f"{template}.typ",
        "fonts": [str(FONTS)] if FONTS.is_dir() else [],
        "at": int(clock.now().timestamp()),
        "data": json.dumps(data, ensure_ascii=False),
    }
    try:
        with FEW:
            done = subprocess.run(
                [sys.executable, "-I", str(CHILD)],
                input=json.dumps(question).encode(), capture_output=True, timeout=SECONDS, check=True, env={},
            )  # fmt: skip
    except subprocess.SubprocessError as error:
        why = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace")
        log.error("%s was not printed: %s %s", template, type(error).__name__, why[-500:])
        raise DomainError(_l("Dokumen tidak dapat dibuat. Persempit pilihannya, lalu coba lagi.")) from error
    return done.stdout


def folder() -> Path:
    """Where the templates lie: beside the package in a clone, inside it in a wheel."""
    beside = PACKAGE.parent / "templates" / "print"
    return beside if beside.is_dir() else PACKAGE / "templates" / "print"
