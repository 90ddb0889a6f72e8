"""A ZIP of CSV tables and original scans. Read in one snapshot, written row by row: the memory stays the same.

Secret letters, and what hangs on them, are left out unless the operator says otherwise: then the Trail says so.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from biro import audit
from biro.accounts.actors import SYSTEM
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, reading
from biro.core.texts import _l
from biro.correspondence import exports
from biro.correspondence.models import Register
from biro.files import storage
from biro.files.models import Attachment, Blob

EXPORTED = declare("register.exported", _l("mengekspor semua surat"))
FEW = 500
OWNERS = (
    "letter",
    "disposition",
    "outgoing",
    "disposal",
    "disposal_report",
    "dispatch",
)  # whose files go out
CHUNK = 1024 * 1024
# What a spreadsheet would take for a formula is marked as text (ASVS 1.2.10).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def write(file: Path, *, with_secret: bool, with_files: bool) -> dict[str, int]:
    """Write the ZIP beside its final name, then put it there: a half-written file is never found. Rows by table."""
    begun = file.with_name(f".{file.name}.part")
    try:
        with reading() as session, zipfile.ZipFile(begun, "w", zipfile.ZIP_DEFLATED) as archive:
            counts = {
                name: _table(archive, name, query(with_secret), session)
                for name, query in exports.tables().items()
            }
            counts["berkas.csv"] = _table(archive, "berkas.csv", _attachments(with_secret), session)
            if with_files:
                counts["berkas/"] = _files(archive, session, with_secret)
            archive.writestr("BACA-SAYA.txt", _told(counts, with_secret))
        begun.replace(file)
    finally:
        begun.unlink(missing_ok=True)
    _note(with_secret)
    return counts


def _note(with_secret: bool) -> None:
    for register in db.session.scalars(select(Register).order_by(Register.id)):
        audit.record(EXPORTED, register, SYSTEM, with_secret=with_secret)
    db.session.commit()


def _attachments(with_secret: bool) -> Any:
    columns = (
        Attachment.id.label("id"), Attachment.owner.label("milik"), Attachment.name.label("nama"),
        Attachment.blob_sha256.label("sha256"), Blob.size.label("ukuran"), Blob.mime.label("jenis"),
        Attachment.at.label("pada"),
    )  # fmt: skip
    query = select(*columns).join(Blob, Attachment.blob_sha256 == Blob.sha256)
    query = query.where(or_(*[Attachment.owner.startswith(f"{kind}:") for kind in OWNERS]))
    return (query if with_secret else query.where(~Attachment.secret)).order_by(Attachment.id)


def _table(archive: zipfile.ZipFile, name: str, query: Any, session: Session) -> int:
    """One CSV, as it is read; UTF-8 with a mark, because spreadsheets guess wrong without."""
    count = 0
    with archive.open(name, "w") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        out = csv.writer(text)
        result = session.execute(query.execution_options(yield_per=FEW))
        out.writerow(result.keys())
        for row in result:
            out.writerow(_cells(row))
            count += 1
    return count


def _cells(row: Sequence[Any]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _files(archive: zipfile.ZipFile, session: Session, with_secret: bool) -> int:
    """Each content once, under its hash; which letter carries it under which name stands in berkas.csv."""
    wanted = _attachments(with_secret).with_only_columns(Attachment.blob_sha256).order_by(None).distinct()
    place, count = storage.here(), 0
    for sha256 in session.scalars(wanted):
        with place.open(sha256) as content, archive.open(f"berkas/{sha256}", "w", force_zip64=True) as out:
            while chunk := content.read(CHUNK):
                out.write(chunk)
        count += 1
    return count


def _told(counts: dict[str, int], with_secret: bool) -> str:
    secret = "Surat rahasia ikut serta." if with_secret else "Surat rahasia tidak ikut serta."
    lines = [f"{name}: {count}" for name, count in counts.items()]
    return "\n".join([f"Ekspor Biro, {clock.now().isoformat()}", secret, *lines, ""])
