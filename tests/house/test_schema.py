"""The database is what the models say, on both engines, and the triggers that hold what matters are there."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import UniqueConstraint, inspect

from biro.core import schema
from biro.core.db import db


def test_migrations_equal_models(session_app):
    with session_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": ours, "target_metadata": db.metadata}
        )
        assert compare_metadata(context, db.metadata) == []


def ours(_object, name, kind, reflected, compared):
    """A table that migrations make without a model (a full-text index) is not the models' business."""
    return not (
        kind == "table" and reflected and compared is None and name.startswith(("search_", "sqlite_"))
    )


def test_every_check_and_unique_of_the_models_is_in_the_database(session_app):
    with session_app.app_context():
        found = inspect(db.engine)
        for table in db.metadata.sorted_tables:
            checks = {c["name"] for c in found.get_check_constraints(table.name)}
            uniques = {c["name"] for c in found.get_unique_constraints(table.name)}
            uniques |= {i["name"] for i in found.get_indexes(table.name) if i["unique"]}
            for constraint in table.constraints:
                if constraint.__class__.__name__ == "CheckConstraint":
                    assert constraint.name in checks, f"{table.name}: {constraint.name}"
                elif isinstance(constraint, UniqueConstraint):
                    assert constraint.name in uniques, f"{table.name}: {constraint.name}"


def test_every_foreign_key_of_the_models_is_in_the_database(session_app):
    with session_app.app_context():
        found = inspect(db.engine)
        for table in db.metadata.sorted_tables:
            have = {
                (*k["constrained_columns"], k["referred_table"]) for k in found.get_foreign_keys(table.name)
            }
            for key in table.foreign_key_constraints:
                assert (*key.column_keys, key.referred_table.name) in have, table.name


def test_the_schema_is_at_its_head_with_every_trigger(session_app):
    with session_app.app_context():
        assert schema.state() == "ok"
        with db.engine.connect() as connection:
            assert schema.missing_triggers(connection) == []
        assert schema.migrate() == (schema.head(), schema.head())


def test_foreign_keys_point_down_the_floor_plan(session_app):
    from biro import ROOMS

    owner = {m.local_table.name: m.class_.__module__.split(".")[1] for m in db.Model.registry.mappers}
    for table in db.metadata.sorted_tables:
        for key in table.foreign_keys:
            room, other = owner.get(table.name), owner.get(key.column.table.name)
            if room and other:
                assert ROOMS.index(other) <= ROOMS.index(room), f"{table.name}.{key.parent.name}"
