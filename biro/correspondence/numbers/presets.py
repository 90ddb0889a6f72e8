"""Number patterns in use, to begin from: seeds/pola.csv names the source of each."""

from dataclasses import dataclass
from functools import cache

from biro.core.schema import read_seed
from biro.correspondence.models import RegisterKind


@dataclass(frozen=True)
class Preset:
    """A pattern with an example of it, where it comes from, and whether it was only heard of at second hand."""

    code: str
    name: str
    kind: RegisterKind
    pattern: str
    example: str
    basis: str
    check: bool
    usual: bool
    position: str


@cache
def presets() -> tuple[Preset, ...]:
    """All of them in the order of the file."""
    return tuple(
        Preset(
            code=row["kode"], name=row["nama"], kind=RegisterKind(row["jenis"]), pattern=row["pola"],
            example=row["contoh"], basis=row["dasar"], check=row["periksa"] == "1", usual=row["lazim"] == "1",
            position=row["jabatan"],
        )
        for row in read_seed(__file__, "pola")
    )  # fmt: skip


def usual(kind: str) -> Preset:
    """With which a book of this kind begins when nobody has chosen."""
    return next(preset for preset in presets() if preset.usual and preset.kind == kind)
