"""What people are told about outgoing letters. Of a secret one no subject."""

from collections.abc import Iterable
from typing import Any

from biro.core.texts import _l
from biro.correspondence.models import Letter
from biro.correspondence.outgoing.models import OutgoingLetter, OutgoingState, Paraf
from biro.reminders import services as telling
from biro.reminders.kinds import declare

TO_PARAF = declare(
    "outgoing.to_paraf",
    label=_l("Naskah menunggu paraf"),
    subject=_l("Menunggu paraf Anda: %(title)s"),
    body=_l("Konsep %(kind)s dari %(author)s."),
)
TO_SIGN = declare(
    "outgoing.to_sign",
    label=_l("Naskah menunggu tanda tangan"),
    subject=_l("Menunggu tanda tangan Anda: %(title)s"),
    body=_l("Konsep %(kind)s dari %(author)s sudah diparaf lengkap."),
)
FELL = declare(
    "outgoing.paraf_fell",
    label=_l("Paraf gugur"),
    subject=_l("Naskah berubah, paraf Anda gugur: %(title)s"),
    body=_l("Baca naskah yang baru, lalu paraf lagi."),
)
RETURNED = declare(
    "outgoing.returned",
    label=_l("Konsep dikembalikan"),
    subject=_l("Konsep Anda dikembalikan: %(title)s"),
)
SIGNED = declare(
    "outgoing.signed",
    label=_l("Surat ditandatangani"),
    subject=_l("Sudah ditandatangani: %(title)s"),
)
INTERRUPTED = declare(
    "outgoing.signing_interrupted",
    label=_l("Penandatanganan terputus"),
    subject=_l("Penandatanganan belum selesai: %(title)s"),
    body=_l("Nomornya tetap milik surat itu. Buka suratnya, lalu tanda tangani lagi atau kembalikan."),
)
VOIDED = declare(
    "outgoing.voided",
    label=_l("Surat dibatalkan"),
    subject=_l("Dibatalkan: %(title)s"),
)
ARRIVED = declare(
    "outgoing.arrived",
    label=_l("Surat masuk dari unit lain"),
    subject=_l("Surat masuk dari %(sender)s: %(title)s"),
)


ANSWERED = declare(
    "outgoing.answered",
    label=_l("Surat dijawab"),
    subject=_l("Jawaban atas surat Anda sudah dikirim: %(title)s"),
)


def params_of(letter: OutgoingLetter) -> dict[str, str | int]:
    """What the words above are filled with."""
    return {"title": letter.neutral_title, "kind": letter.kind.name, "author": letter.author.name}


def tell_next(letter: OutgoingLetter, by: Any) -> None:
    """Whose turn it is now: those who may paraf, or the signer."""
    if letter.state is OutgoingState.IN_PARAF:
        _tell(letter, [p.person_id for p in letter.parafs if p.is_next], TO_PARAF, by)
    elif letter.state is OutgoingState.READY:
        _tell(letter, [letter.signer_id], TO_SIGN, by)


def tell_fallen(letter: OutgoingLetter, fallen: Iterable[Paraf], by: Any) -> None:
    """Those whose paraf has become void."""
    _tell(letter, [p.person_id for p in fallen], FELL, by)


def tell_author(letter: OutgoingLetter, kind: str, by: Any) -> None:
    """What became of the draft, unless the author did it."""
    _tell(letter, [letter.author_id], kind, by)


def tell_interrupted(letter: OutgoingLetter, person_id: int) -> None:
    """Who was signing when the process ended."""
    telling.tell(
        [person_id], kind=INTERRUPTED, owner=letter.owner, url=letter.url, params=params_of(letter), by=None,
        secret=letter.is_secret,
    )  # fmt: skip


def tell_arrived(letter: Letter, person_ids: Iterable[int], by: Any) -> None:
    """The head of the receiving unit and whoever keeps its book."""
    telling.tell(
        sorted(set(person_ids) - {by.person_id}), kind=ARRIVED, owner=letter.owner, url=letter.url,
        params={"title": letter.neutral_title, "sender": letter.sender.name}, by=by, secret=letter.is_secret,
    )  # fmt: skip


def _tell(letter: OutgoingLetter, person_ids: Iterable[int], kind: str, by: Any) -> None:
    telling.tell(
        [i for i in person_ids if i != by.person_id], kind=kind, owner=letter.owner, url=letter.url,
        params=params_of(letter), by=by, secret=letter.is_secret,
    )  # fmt: skip
