"""What a row's words are looked up in: units by name or code, classification by code. Read once for a chunk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from biro.accounts.models import Unit
from biro.core import clock
from biro.core.db import db
from biro.correspondence.models import Classification
from biro.correspondence.rules import name_key
from biro.correspondence.transfer import rules
from biro.correspondence.transfer.models import Import
from biro.correspondence.transfer.rules import Line


@dataclass(frozen=True)
class Known:
    """Unit ids by the key of their name and code, classification ids by code, and today."""

    units: Mapping[str, int]
    classes: Mapping[str, int]
    unit_id: int
    today: date

    @classmethod
    def of(cls, batch: Import) -> "Known":
        """As the office is now."""
        units: dict[str, int] = {}
        for unit_id, name, code in db.session.execute(select(Unit.id, Unit.name, Unit.code)):
            units |= {name_key(name): unit_id, name_key(code or name): unit_id}
        query = select(Classification.code, Classification.id).order_by(Classification.valid_from)
        classes = {row[0]: row[1] for row in db.session.execute(query)}
        return cls(units, classes, batch.unit_id, clock.today(batch.unit.zone))

    def read(self, cells: Sequence[str], mapping: Mapping[str, int]) -> Line:
        """A row with what is not known here said beside it."""
        line = rules.read_line(cells, mapping, self.today)
        if line.unit.strip("-. ") and name_key(line.unit) not in self.units:
            line.warnings.append(("unit", line.unit[:60]))
        if line.classification.strip("-. ") and line.classification not in self.classes:
            line.warnings.append(("classification", line.classification[:40]))
        return line

    def unit_of(self, line: Line) -> int:
        """The unit a letter is addressed to: the named one, or the one chosen for the whole file."""
        return self.units.get(name_key(line.unit), self.unit_id)
