"""What the signatures of a PDF say, as a child process saw it (`child.py`)."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from biro.core.db import db
from biro.correspondence.outgoing.signatures.models import TrustedIssuer

CHILD = Path(__file__).with_name("child.py")
SECONDS = 40
CHUNK = 1024 * 1024


def signatures_of(stream: IO[bytes]) -> dict[str, Any]:
    """{"signatures": [{"name", "issuer", "at", "intact", "whole", "trusted"}]} or {"trouble"}; rewinds the stream."""
    with tempfile.NamedTemporaryFile() as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
        file.flush()
        stream.seek(0)
        question = {"path": file.name, "roots": list(db.session.scalars(_trusted()))}
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(CHILD)], input=json.dumps(question).encode(), capture_output=True,
                timeout=SECONDS, check=True, env={},
            )  # fmt: skip
            return dict(json.loads(done.stdout))
        except (subprocess.SubprocessError, ValueError):
            return {"trouble": "hard"}


def _trusted() -> Any:
    return select(TrustedIssuer.pem).where(TrustedIssuer.active).order_by(TrustedIssuer.id)
