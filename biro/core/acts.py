"""An act is declared once: from which states, to which, by whom, never by oneself, with which button and record.

    @act("approved", source={ASKED}, target=FIRM, needs=P.BOOKING_APPROVE, unless=asked_by_self,
         label=_l("Setujui"), noun="persetujuan", sentence=_l("menyetujui peminjaman"))
    def approve(self, *, by): ...

Calling the method checks everything, changes the state, and signals `acted` (the audit room writes it down in the
same transaction). The buttons of a page are `obj.acts_for(actor)`: a verb without its guard cannot be written.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from blinker import Namespace

from biro.core.errors import DomainError, Forbidden
from biro.core.states import Labelled
from biro.core.texts import _

signals = Namespace()
acted = signals.signal("acted")  # sender: the object; action: str; by: Actor; data: dict

# Every action that the Trail may hold, with its sentence ("menyetujui peminjaman"), filled at import.
CATALOGUE: dict[str, Any] = {}


class Actor(Protocol):
    """Who acts: a person, perhaps in another's name."""

    person_id: int
    effective_id: int
    name: str

    def may(self, permission: str, unit_id: int | None = None) -> bool:
        """Whether the permission is held (for that unit, if given)."""
        ...


@dataclass(frozen=True)
class Act:
    """The declaration behind a verb. As a button it also carries the `version` of the row that it was drawn on."""

    name: str
    method: str
    source: frozenset[str]
    target: str | None
    needs: str | None
    unless: Callable[[Any, Any], Any] | None
    label: Any
    noun: str
    tone: str = "primary"
    asks_reason: bool = False
    hidden: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    version: int | None = None

    def refusal(self, obj: Any, by: Any) -> str | None:
        """Why `by` cannot do this to `obj` now, in words; None when they can. Missing permission raises nothing."""
        if self.needs and not by.may(self.needs, getattr(obj, "unit_id", None)):
            return _("Anda tidak berwenang melakukan ini.")
        if obj.state not in self.source:
            return _("Tidak bisa dilakukan: keadaannya sekarang “%(state)s”.", state=obj.state_label)
        why = self.unless(obj, by) if self.unless else None
        return str(why) if why else None


def declare(action: str, sentence: Any) -> str:
    """Put an action of a service into the catalogue; returns its name."""
    CATALOGUE[action] = sentence
    return action


def act(
    name: str, *, source: Iterable[str], target: str | None = None, needs: str | None = None,
    unless: Callable[[Any, Any], Any] | None = None, label: Any, noun: str, sentence: Any,
    tone: str = "primary", asks_reason: bool = False, hidden: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # fmt: skip
    """Declare a method of a `Stateful` model as an act. `noun` is the last part of its URL (POST .../<noun>).

    `unless(obj, by)` returns a sentence when it may not happen (for example one's own request), else None.
    `hidden` acts have no button of their own (they are done by a form or by another act).
    """

    def wrap(method: Callable[..., Any]) -> Callable[..., Any]:
        spec = Act(
            name=name, method=method.__name__, source=frozenset(source), target=target, needs=needs, unless=unless,
            label=label, noun=noun, tone=tone, asks_reason=asks_reason, hidden=hidden,
        )  # fmt: skip

        @functools.wraps(method)
        def run(self: Any, *, by: Any, **given: Any) -> Any:
            _check(spec, self, by, given)
            before = self.state
            result = method(self, by=by, **given)
            if target is not None:
                self.state = type(before)(target)
            data = {k: v for k, v in given.items() if isinstance(v, str | int | bool) and v != ""}
            acted.send(self, action=f"{self.__tablename__}.{name}", by=by, data=data)
            return result

        run.act = spec  # type: ignore[attr-defined]
        run.sentence = sentence  # type: ignore[attr-defined]
        return run

    return wrap


def _check(spec: Act, obj: Any, by: Any, given: dict[str, Any]) -> None:
    if spec.needs and not by.may(spec.needs, getattr(obj, "unit_id", None)):
        raise Forbidden
    why = spec.refusal(obj, by)
    if why:
        raise DomainError(why, code="act_refused")
    if spec.asks_reason and not str(given.get("reason") or "").strip():
        raise DomainError(_("Tuliskan alasannya."), field="reason")


class Stateful:
    """Mixin for models with `state` (a Labelled enum) and acts."""

    state: Any
    __acts__: tuple[Act, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Collect the acts of the class and put them into the catalogue."""
        super().__init_subclass__(**kwargs)
        found = [m for m in vars(cls).values() if hasattr(m, "act")]
        cls.__acts__ = tuple(m.act for m in found)
        for method in found:
            CATALOGUE[f"{getattr(cls, '__tablename__', cls.__name__)}.{method.act.name}"] = method.sentence

    @property
    def state_label(self) -> str:
        """What people read."""
        return str(self.state.label) if isinstance(self.state, Labelled) else str(self.state)

    @property
    def state_tone(self) -> str:
        """The badge's colour."""
        return self.state.tone if isinstance(self.state, Labelled) else "neutral"

    def acts_for(self, actor: Any) -> list[Act]:
        """The acts this actor can do now: exactly the buttons of the page."""
        version = getattr(self, "version", None)
        able = (a for a in self.__acts__ if not a.hidden and a.refusal(self, actor) is None)
        return [replace(a, version=version) for a in able]
