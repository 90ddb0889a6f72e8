"""What is asked of a book when a letter wants a number, and the facts that explain the answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from biro.accounts.models import Unit
from biro.core import clock
from biro.correspondence.models import Classification, Register, Security
from biro.correspondence.numbers import rules
from biro.correspondence.numbers.places import Place, Sequence


@dataclass(frozen=True)
class Order:
    """What is asked of a book: a number for a letter of this date, degree, code and unit."""

    register: Register
    letter_date: date
    unit: Unit
    code: str = ""
    security: Security = Security.OPEN
    sub: str = ""
    position_code: str = ""

    @property
    def sequence(self) -> Sequence:
        """Where it counts."""
        key = rules.scope_key(self.register.scope, self.code, self.unit.id)
        return Sequence(self.register, self.letter_date.year, key)

    def values(self, seq: int, insertion: int = 0) -> rules.Values:
        """What the tokens of the pattern stand for."""
        number = ".".join(part for part in (self.sub, str(insertion) if insertion else "") if part)
        book = self.register
        return rules.Values(
            seq=seq, letter_date=self.letter_date, sub=number, degree=self.security.value, classification=self.code,
            unit=book.unit_code or self.unit.code, position=self.position_code or book.position_code,
            agency=book.agency_code,
        )  # fmt: skip

    def why(self, place: Place, values: rules.Values, **more: str) -> dict[str, Any]:
        """The facts behind the number, for its page."""
        book = self.register
        counted = {"classification": self.code, "unit": self.unit.name}.get(book.scope.value, "")
        found: dict[str, Any] = {
            "how": place.how, "seq": place.seq, "book": book.name, "scope": book.scope.value, "counted": counted,
            "unit": self.unit.name, "letter_date": self.letter_date.isoformat(),
            "taken_on": clock.today().isoformat(), "pattern": book.pattern, "basis": book.basis,
            "parts": rules.parts(book.pattern, values) if book.pattern else [], **more,
        }  # fmt: skip
        return found | ({"first": place.span[0], "last": place.span[-1]} if place.span else {})


def code_of(classification: Classification | str | None) -> str:
    """The code as it will be printed."""
    return (
        classification if isinstance(classification, str) else classification.code if classification else ""
    )
