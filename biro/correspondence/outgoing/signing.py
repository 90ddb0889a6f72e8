"""How a letter is signed: one interface, whatever the ink. Methods are offered at import and chosen by name.

A method gets the finished PDF and returns the one that is issued, with what is to be kept about the signature. It is
called inside the transaction that takes the number, so it should answer soon or raise a DomainError: then nothing has
happened and the number is free again. One that has to ask a service far away is a `Remote` and is asked in two steps
(services/remote.py). Secrets (passphrases) come in `given` and are never kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from biro.core.errors import DomainError
from biro.core.texts import _, _l
from biro.correspondence.outgoing.models import OutgoingLetter


@dataclass(frozen=True)
class Signed:
    """The PDF that is issued. `details`: plain values about the signature (serial number, id of the provider)."""

    pdf: bytes
    details: dict[str, Any] = field(default_factory=dict)


class Method(Protocol):
    """A way of signing. `sentence` is printed at the foot of the sheet; empty for ink, which gets its free space."""

    name: str
    label: Any
    sentence: str

    def refusal(self, letter: OutgoingLetter, by: Any) -> str | None:
        """Why this person cannot sign this letter in this way now; None when they can."""
        ...

    def sign(self, pdf: bytes, *, letter: OutgoingLetter, by: Any, given: Mapping[str, Any]) -> Signed:
        """Sign; raises DomainError when it cannot be done."""
        ...


@runtime_checkable
class Remote(Method, Protocol):
    """A service far away: it is asked when number and paper are held and no transaction is open."""

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse what cannot be sent, before anything is held."""
        ...

    def ask(self, pdf: bytes, given: Mapping[str, Any]) -> Signed:
        """Let it sign; raises DomainError when it does not. Reads nothing from the database."""
        ...


class WetInk:
    """Signed by hand on the printed sheet; the scan is attached afterwards."""

    name = "basah"
    label = _l("Tanda tangan basah")
    sentence = ""

    def refusal(self, letter: OutgoingLetter, by: Any) -> str | None:
        """Paper takes every pen."""
        return None

    def sign(self, pdf: bytes, *, letter: OutgoingLetter, by: Any, given: Mapping[str, Any]) -> Signed:
        """Nothing is added to the file: the ink comes on paper."""
        return Signed(pdf)


OUTSIDE = "luar"
_methods: dict[str, Method] = {}


def offer(method: Method) -> None:
    """Make a method known (its name is what letters keep)."""
    _methods[method.name] = method


def methods(letter: OutgoingLetter, by: Any) -> list[Method]:
    """The methods that this person can use for this letter now, ink first."""
    return [each for each in _methods.values() if each.refusal(letter, by) is None]


def method_named(name: str, letter: OutgoingLetter, by: Any) -> Method:
    """A method by its name, if it can be used."""
    found = _methods.get(name)
    if found is None:
        raise DomainError(_("Cara menandatangani tidak dikenal."), field="method")
    why = found.refusal(letter, by)
    if why:
        raise DomainError(why, field="method")
    return found


def remote_named(name: str) -> Remote | None:
    """A service far away; None for any other method."""
    found = _methods.get(name)
    return found if isinstance(found, Remote) else None


def label_of(name: str) -> str:
    """What people call a method."""
    if name == OUTSIDE:
        return _("Di luar Biro (SRIKANDI)")
    return str(_methods[name].label) if name in _methods else name


offer(WetInk())
