"""Who may take numbers from a book, and who this one."""

from typing import Any

from biro.accounts.permissions import P
from biro.correspondence.models import Register
from biro.correspondence.numbers.models import LetterNumber, NumberState, not_keeper


def may_take(register: Register, by: Any) -> bool:
    """Those who take numbers anywhere in the house (bureau) to which the book belongs, and in the root above it."""
    if by.may(P.NUMBER_TAKE, register.unit_id):
        return True
    return by.may(P.NUMBER_TAKE) and register.unit_id in by.house_units(P.NUMBER_TAKE)


def may_use(number: LetterNumber, by: Any) -> bool:
    """Whether just this number can be given to a letter: from the stock by everyone, a reserve by its keepers."""
    if number.state is NumberState.RESERVED:
        return not not_keeper(number, by)
    return number.state is NumberState.FREE and may_take(number.register, by)
