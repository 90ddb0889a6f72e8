"""What the office's rules say about a letter's scans. By default one of degree SR is a line in the book and no more."""

from sqlalchemy import select

from biro.core.db import db
from biro.core.errors import DomainError
from biro.core.texts import _
from biro.correspondence.models import Disposition, Letter, LetterPolicy, Security
from biro.correspondence.models.policies import ONLY
from biro.files.models import Attachment
from biro.files.queries import attachments


def letter_policy() -> LetterPolicy:
    """The one row (seeded)."""
    return db.session.get_one(LetterPolicy, ONLY)


def takes_scans(security: str) -> bool:
    """Whether a letter of this degree may have scans."""
    return security != Security.TOP_SECRET or letter_policy().scan_top_secret


def check_scan(security: str, field: str) -> None:
    """Refuse a scan that would be hung on a letter that may have none."""
    if not takes_scans(security):
        raise DomainError(
            _(
                "Surat sangat rahasia hanya dicatat di buku, tanpa pindaian. Simpan naskahnya dalam sampul tertutup."
            ),
            field=field,
            code="scans",
        )


def check_let_go(security: str, scans: bool) -> None:
    """Refuse the degree for what has scans; the form then offers to let them go."""
    if scans and not takes_scans(security):
        raise DomainError(
            _(
                "Surat sangat rahasia hanya dicatat di buku, tanpa pindaian. Centang “Lepaskan pindaiannya” di bawah, "
                "lalu simpan lagi."
            ),
            field="security",
            code="scans",
        )


def scans_of(letter: Letter) -> list[Attachment]:
    """The letter's scans and those of the sheets on which it was disposed of."""
    given = db.session.scalars(
        select(Disposition.id).where(Disposition.letter_id == letter.id, Disposition.on_paper)
    )
    return [
        each for owner in (letter.owner, *[f"disposition:{i}" for i in given]) for each in attachments(owner)
    ]
