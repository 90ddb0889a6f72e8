"""Kinds of official letters and the letterheads they are printed under: data that the office edits."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from biro.accounts.models import Unit
from biro.core.db import Model, Row, Versioned
from biro.core.states import Labelled
from biro.core.texts import _l


class Family(Labelled):
    """What a letter is for (Perban BPKP 4/2022 Ps. 3, the frame of Peraturan ANRI 5/2021)."""

    REGULATION = "pengaturan", _l("Arahan: pengaturan"), "neutral"
    DECISION = "penetapan", _l("Arahan: penetapan"), "neutral"
    ASSIGNMENT = "penugasan", _l("Arahan: penugasan"), "neutral"
    INTERNAL = "internal", _l("Korespondensi internal"), "neutral"
    EXTERNAL = "eksternal", _l("Korespondensi eksternal"), "neutral"
    SPECIAL = "khusus", _l("Naskah khusus"), "neutral"


class Shape(Labelled):
    """How it looks on paper: heading at the side, a centred title, or the sheet of a nota dinas."""

    LETTER = "korespondensi", _l("Surat: nomor, sifat, lampiran, hal"), "neutral"
    TITLED = "judul", _l("Judul di tengah, nomor, tentang"), "neutral"
    NOTE = "nota", _l("Nota dinas: kepada, dari, hal"), "neutral"


class LetterKind(Row, Versioned, Model):
    """A kind of letter (jenis naskah dinas). `title` is printed above; `register` names the kind of book whose number
    it takes, empty for letters without a number. `with_titles`: academic titles stand in the signer's name (Ps. 44).
    """

    __tablename__ = "letter_kind"
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    family: Mapped[Family]
    shape: Mapped[Shape]
    title: Mapped[str] = mapped_column(String(120), default="")
    register: Mapped[str] = mapped_column(String(40), default="")
    with_titles: Mapped[bool] = mapped_column(default=True)
    basis: Mapped[str] = mapped_column(String(200), default="")
    rank: Mapped[int] = mapped_column(default=50)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def owner(self) -> str:
        """How rooms below name what belongs to this kind (its docx template)."""
        return f"letter_kind:{self.id}"

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.name


class Letterhead(Row, Versioned, Model):
    """What stands above the letters of a unit and of those below it that have none of their own (kop surat)."""

    __tablename__ = "letterhead"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), unique=True)
    names: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    unit: Mapped[Unit] = relationship()

    @property
    def owner(self) -> str:
        """How rooms below name its logo."""
        return f"letterhead:{self.id}"

    @property
    def trail_label(self) -> str:
        """How the Trail names it."""
        return self.unit.name
