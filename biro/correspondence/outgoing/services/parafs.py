"""The chain of parafs: who, in which order, for exactly which text; and what a change of the text does to them."""

from collections.abc import Sequence
from typing import Any

from biro import audit
from biro.accounts.models import Assignment
from biro.core import clock
from biro.core.acts import declare
from biro.core.db import db, locked
from biro.core.errors import DomainError, Forbidden, Stale
from biro.core.texts import _, _l
from biro.correspondence.outgoing import queries, reminders, rules
from biro.correspondence.outgoing.models import (
    MOST_IN_LINE,
    OutgoingLetter,
    OutgoingState,
    Paraf,
    ParafKind,
)
from biro.correspondence.outgoing.models.letters import not_author
from biro.correspondence.outgoing.services.holding import give_up
from biro.correspondence.outgoing.services.indexing import index

EARLY = (OutgoingState.DRAFT, OutgoingState.RETURNED)
CHAIN_SET = declare("outgoing_letter.chain_set", _l("mengatur rantai paraf"))
FELL = declare("outgoing_letter.paraf_fell", _l("mengubah naskah sehingga paraf gugur"))


def propose_chain(letter: OutgoingLetter) -> None:
    """The heads between the drafting unit and the signer, bottom-up; other units' parafs stay as they were asked."""
    today = clock.today(letter.unit.zone)
    heads = queries.heads_between(letter.unit, letter.position.unit, today)
    wanted = rules.chain([a.person_id for a in heads], letter.author_id, letter.signer_id, MOST_IN_LINE)
    consulted = [
        p.person_id
        for p in letter.parafs
        if p.kind is ParafKind.CONSULTED and p.person_id != letter.signer_id
    ]
    _lay(letter, wanted, [i for i in consulted if i not in wanted])


def set_chain(
    letter: OutgoingLetter,
    *,
    line: Sequence[int],
    consulted: Sequence[int],
    by: Any,
    version: int | None = None,
) -> None:
    """Who parafs: at most three in the line, from below upwards, and any others concerned. The author decides."""
    locked(letter)
    letter.expect(version)
    if not_author(letter, by):
        raise Forbidden
    if letter.state not in EARLY:
        raise DomainError(_("Tarik kembali naskahnya dulu, lalu atur rantai parafnya."), code="in_paraf")
    _check_chain(letter, line, consulted)
    _lay(letter, line, [i for i in consulted if i not in line])
    audit.record(CHAIN_SET, letter, by, to=[p.person.name for p in letter.parafs])
    index(letter)


def may_set_chain(letter: OutgoingLetter, by: Any) -> bool:
    """Whether the actor may say who parafs now."""
    return letter.state in EARLY and not_author(letter, by) is None


def _check_chain(letter: OutgoingLetter, line: Sequence[int], consulted: Sequence[int]) -> None:
    if len(line) > MOST_IN_LINE:
        raise DomainError(_("Paling banyak %(most)s paraf hierarki.", most=MOST_IN_LINE), field="line_1")
    if len(set(line)) < len(line):
        raise DomainError(_("Satu orang memaraf satu kali."), field="line_1")
    if letter.signer_id in {*line, *consulted}:
        raise DomainError(_("Penanda tangan tidak memaraf naskahnya sendiri."), field="line_1")
    if letter.author_id in {*line, *consulted}:
        raise DomainError(_("Penyusun tidak memaraf konsepnya sendiri."), field="line_1")
    known = {a.person_id for a in queries.officials(clock.today(letter.unit.zone))}
    if not {*line, *consulted} <= known:
        raise DomainError(_("Ada pejabat yang tidak dikenal."), field="line_1")


def _lay(letter: OutgoingLetter, line: Sequence[int], consulted: Sequence[int]) -> None:
    """These and no others; whoever stays in their place keeps the paraf they gave."""
    titles = {a.person_id: a for a in queries.officials(clock.today(letter.unit.zone))}
    wanted = [(ParafKind.LINE, rank, i) for rank, i in enumerate(line, 1)]
    wanted += [(ParafKind.CONSULTED, rank, i) for rank, i in enumerate(consulted, 1)]
    same = {(p.kind, p.rank, p.person_id): p for p in letter.parafs}
    kept = [same[key] for key in wanted if key in same]
    if len(kept) < len(letter.parafs):
        letter.parafs[:] = kept
        db.session.flush()  # places are unique: leave them before others take them
    fresh = [key for key in wanted if key not in same]
    letter.parafs += [_place(letter, key, titles.get(key[2])) for key in fresh]
    db.session.flush()
    db.session.expire(letter, ["parafs"])


def _place(letter: OutgoingLetter, key: tuple[ParafKind, int, int], held: Assignment | None) -> Paraf:
    kind, rank, person_id = key
    return Paraf(
        kind=kind,
        rank=rank,
        person_id=person_id,
        title=held.title if held else "",
        asked_hash=letter.content_hash,
    )


def submit(letter: OutgoingLetter, *, by: Any, version: int | None = None) -> None:
    """Out of the author's hands: to those who paraf, or straight to the signer."""
    locked(letter)
    letter.expect(version)
    if not letter.mains and letter.kind.shape != "judul":
        raise DomainError(_("Isi dulu kepada siapa surat ini ditujukan."), field="to")
    if not letter.body.strip():
        raise DomainError(_("Isi suratnya masih kosong."), field="body")
    letter.submit(by=by)
    reminders.tell_next(letter, by)


def give_paraf(paraf: Paraf, *, by: Any, text_hash: str | None = None) -> None:
    """The person has read exactly this text. The last one hands the letter to its signer."""
    letter = locked(paraf.letter)
    if text_hash is not None and text_hash != letter.content_hash:
        raise Stale
    paraf.give(by=by)
    if all(p.is_given for p in letter.parafs):
        letter.state = OutgoingState.READY
    db.session.flush()
    reminders.tell_next(letter, by)


def ask_again(letter: OutgoingLetter, *, by: Any) -> list[int]:
    """The text has changed: parafs for the one before fall, and whoever gave one is asked again."""
    fallen = [p for p in letter.parafs if p.ask_again(letter.content_hash)]
    before, waits = letter.state, any(not p.is_given for p in letter.parafs)
    if before in (OutgoingState.IN_PARAF, OutgoingState.READY):
        letter.state = OutgoingState.IN_PARAF if waits else OutgoingState.READY
    db.session.flush()
    if fallen:
        audit.record(FELL, letter, by, names=[p.person.name for p in fallen])
        reminders.tell_fallen(letter, fallen, by)
    return [p.person_id for p in fallen]


def withdraw(letter: OutgoingLetter, *, by: Any) -> None:
    """Back on the author's desk."""
    locked(letter).withdraw(by=by)
    give_up(letter, by=by)


def give_back(letter: OutgoingLetter, *, reason: str, by: Any) -> None:
    """Back to the author, who is told why."""
    locked(letter).give_back(reason=reason, by=by)
    give_up(letter, by=by)
    reminders.tell_author(letter, reminders.RETURNED, by)
