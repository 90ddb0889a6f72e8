"""Whose files somebody reads, keeps, decides about."""

from typing import Any

from biro.accounts.permissions import P


def kept_units(actor: Any) -> tuple[int, ...]:
    """Units whose files the actor keeps: the archive of a bureau serves every section of it."""
    return tuple(sorted(actor.house_units(P.ARCHIVE_KEEP)))


def readable_units(actor: Any) -> tuple[int, ...]:
    """Units of whose files the actor may know."""
    return tuple(sorted({*actor.units_for(P.LETTER_READ), *kept_units(actor)}))


def keeps(actor: Any, unit_id: int | None) -> bool:
    """Whether the actor keeps the files of this unit."""
    return unit_id in kept_units(actor)
