"""Two people at one letter: who came second learns who changed what, keeps what they typed, and may send it again."""

from typing import Any

from biro.audit.trail import history_of
from biro.core.texts import _, waktu_pendek
from biro.correspondence.models import Letter
from biro.correspondence.services.reading import READINGS


def tell_change(form: Any, letter: Letter) -> None:
    """After a refusal because the letter had changed: say so, and take the letter's newest version into the form."""
    if form.refusal is None or form.refusal.code != "stale":
        return
    latest = next(iter(history_of(letter, 1, without=READINGS)), None)
    if latest is not None:
        said = _(
            "%(sentence)s oleh %(name)s, %(when)s. Yang Anda tulis masih ada; periksa, lalu kirim lagi bila perlu.",
            sentence=str(latest.sentence).capitalize(),
            name=latest.who,
            when=waktu_pendek(latest.at, letter.unit.zone),
        )
        form.form_errors = [*form.form_errors, said]
    form.version.raw_data, form.version.data = None, letter.version
