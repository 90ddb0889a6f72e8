"""The guard on SQLite: the same rule as PostgreSQL's exclusion constraint, under the same name, by triggers."""

from biro.allocations.models import NO_OVERLAP
from biro.core import schema


def _trigger(verb: str, also: str) -> str:
    return (
        f"CREATE TRIGGER {NO_OVERLAP}_{verb.lower()} BEFORE {verb} ON allocation WHEN NEW.state <> 'released' "
        f"BEGIN SELECT RAISE(ABORT, '{NO_OVERLAP}') WHERE EXISTS (SELECT 1 FROM allocation a "
        "WHERE a.resource_id = NEW.resource_id AND a.state <> 'released' "
        f"AND a.block_starts_at < NEW.block_ends_at AND a.block_ends_at > NEW.block_starts_at{also}); END"
    )


schema.trigger(f"{NO_OVERLAP}_insert", "allocation", sqlite=_trigger("INSERT", ""))
schema.trigger(f"{NO_OVERLAP}_update", "allocation", sqlite=_trigger("UPDATE", " AND a.id <> NEW.id"))
