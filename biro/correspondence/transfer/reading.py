"""The rows of an uploaded spreadsheet, read by a child process (`child.py`), or a refusal beside the field."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from biro.core.errors import DomainError
from biro.core.texts import _, _l

CHILD = Path(__file__).with_name("child.py")
SECONDS = 60
MOST_ROWS, MOST_COLUMNS, LONGEST = 60_000, 40, 2_000
MOST_BYTES = 30 * 1024 * 1024
CHUNK = 1024 * 1024

TROUBLES = {
    "kind": _l("Berkas ini bukan XLSX, XLS, ODS atau CSV."),
    "broken": _l("Berkas ini rusak, tidak dapat dibuka. Simpan ulang sebagai XLSX, lalu unggah lagi."),
    "locked": _l("Berkas ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."),
    "empty": _l("Tidak ada baris yang berisi dalam berkas ini."),
    "rows": _l("Berkas ini lebih dari 60.000 baris. Bagi menjadi beberapa berkas, misalnya per tahun."),
    "hard": _l("Berkas ini terlalu rumit untuk dibaca. Simpan ulang sebagai CSV, lalu unggah lagi."),
    "large": _l("Berkas ini lebih dari 30 MB. Bagi menjadi beberapa berkas, misalnya per tahun."),
}


def rows_of(stream: IO[bytes], sheet: str = "") -> tuple[str, list[list[str]]]:
    """(sheet's name, rows of texts) of an XLSX, XLS, ODS or CSV; of the first sheet that holds something."""
    with tempfile.NamedTemporaryFile() as file:
        _receive(stream, file)
        answer = _ask_child(
            path=file.name, sheet=sheet, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS, longest=LONGEST
        )
    trouble = answer.get("trouble")
    if trouble == "sheet":
        raise DomainError(
            _("Lembar itu tidak ada. Yang ada: %(names)s.", names=answer["about"][:300]), field="sheet"
        )
    if trouble:
        raise DomainError(TROUBLES[trouble], field="file")
    return answer["sheet"], answer["rows"]


def _receive(stream: IO[bytes], file: Any) -> None:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise DomainError(TROUBLES["large"], field="file")
        file.write(chunk)
    if not size:
        raise DomainError(TROUBLES["empty"], field="file")
    file.flush()


def _ask_child(**question: Any) -> dict[str, Any]:
    """-I and an empty environment: nothing of ours reaches the process that opens a stranger's file."""
    command = [sys.executable, "-I", str(CHILD), json.dumps(question)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, env={})
        return dict(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError):
        return {"trouble": "hard"}
