"""Codes of the rules in sentences, in the reader's language."""

from datetime import datetime
from typing import Any

from biro.core.texts import _, _l, _n, rentang

HINDRANCES = {
    "leave": _l("sedang cuti"),
    "busy": _l("ada acara atau tugas lain"),
    "duty": _l("sudah bertugas pada jam yang bertemu"),
    "rest": _l("belum cukup istirahat (11 jam antara dua tugas)"),
    "skill": _l("jabatannya tidak sesuai pos"),
}


def hindrance(code: str) -> str:
    """Why a person cannot."""
    return str(HINDRANCES.get(code, code))


def refusal(person: str, duty: str, code: str, span: tuple[datetime, datetime] | None, zone: str) -> str:
    """Why someone cannot be put on a duty, with the time that stands in the way."""
    why = hindrance(code)
    if span is not None:
        why = f"{why} ({rentang(span, zone)})"
    return _("%(name)s tidak bisa bertugas %(duty)s: %(why)s.", name=person, duty=duty, why=why)


def passed_over(why: dict[str, Any]) -> str:
    """3 orang sedang cuti, 1 orang belum cukup istirahat."""
    counted = [(int(why[code]), words) for code, words in HINDRANCES.items() if why.get(code)]
    return ", ".join(
        _n("%(num)d orang %(why)s", "%(num)d orang %(why)s", count, why=words) for count, words in counted
    )


def reason(why: dict[str, Any]) -> str:
    """The sentence of a duty: why this person, or why nobody."""
    others = passed_over(why)
    match why.get("code"):
        case "fewest":
            text = (
                _(
                    "Poin akhir pekan dan libur paling sedikit (%(points)s) di antara yang bisa.",
                    points=why["points"],
                )
                if why.get("heavy")
                else _("Poin paling sedikit (%(points)s) di antara yang bisa.", points=why["points"])
            )
            return text + " " + _("Dilewati: %(others)s.", others=others) if others else text
        case "none":
            return (
                _("Tidak ada yang bisa: %(others)s.", others=others)
                if others
                else _("Tidak ada orang di unit ini.")
            )
        case "hand":
            return _("Ditetapkan oleh %(name)s.", name=why.get("by", ""))
        case "cleared":
            return _("Dikosongkan oleh %(name)s.", name=why.get("by", ""))
        case "leave":
            return _("Dikosongkan karena cuti.")
    return ""
