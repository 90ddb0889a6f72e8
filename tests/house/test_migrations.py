"""The migrations make what the models say, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from biro.core import schema
from biro.core.db import db


def test_a_migrated_database_has_exactly_the_tables_of_the_models(app):
    context = MigrationContext.configure(db.session.connection(), opts={"include_object": schema.is_mapped})
    assert compare_metadata(context, db.metadata) == []


def test_a_migrated_database_has_every_trigger(app):
    assert schema.missing_triggers(db.session.connection()) == []
