"""What came in, as a child process saw it (`child.py`), or a refusal in words beside the field "scan"."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from biro.core.errors import DomainError
from biro.core.texts import _l
from biro.files import rules
from biro.files.rules import Facts

CHILD = Path(__file__).with_name("child.py")
SECONDS = 30  # on the clock; of processor time the child has ten

TROUBLES = {
    "locked": _l("PDF ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."),
    "broken": _l(
        "Berkas ini rusak atau terpotong, tidak dapat dibuka. Pindai atau simpan ulang, lalu unggah lagi."
    ),
    "long": _l("PDF ini lebih dari 2.000 halaman. Bagi menjadi beberapa berkas."),
    "flood": _l(
        "Gambar ini terlalu besar (lebih dari 100 juta piksel). Pindai dengan 300 dpi, lalu unggah lagi."
    ),
    "swollen": _l("Dokumen ini mengembang terlalu besar saat dibuka, jadi ditolak."),
    "macro": _l("Dokumen ini berisi makro, jadi ditolak. Simpan tanpa makro, lalu unggah lagi."),
    "hard": _l("Berkas ini terlalu rumit untuk diperiksa. Simpan ulang sebagai PDF biasa, lalu unggah lagi."),
}


def refused(message: Any) -> DomainError:
    """A refusal beside the file field."""
    return DomainError(message, field="scan", code="file")


def inspect(path: Path, kinds: frozenset[str]) -> Facts:
    """What the content is and how large, by its bytes alone; refuses what is not of `kinds` or cannot be opened."""
    answer = _ask_child(
        path=str(path),
        kinds=sorted(kinds),
        parts=rules.PARTS,
        max_pages=rules.MAX_PAGES,
        max_pixels=rules.MAX_PIXELS,
        max_members=rules.MAX_MEMBERS,
        max_unpacked=rules.MAX_UNPACKED,
    )
    trouble = answer.get("trouble")
    if trouble == "kind":
        accepted = rules.listed(kinds)
        raise refused(
            _l("Isi berkas ini bukan jenis yang diterima. Yang diterima: %(kinds)s.", kinds=accepted)
        )
    if trouble is not None:
        raise refused(TROUBLES[trouble])
    return Facts(**answer)


def _ask_child(**question: Any) -> dict[str, Any]:
    """-I and an empty environment: nothing of ours reaches the process that opens a stranger's file."""
    command = [sys.executable, "-I", str(CHILD), json.dumps(question)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, env={})
        return dict(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError):
        return {"trouble": "hard"}
