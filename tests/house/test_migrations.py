"""The migrations make what the models say, on both databases."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from biro.core import schema
from biro.core.db import db


def test_a_migrated_database_has_exactly_the_tables_of_the_models(app):
    context = MigrationContext.configure(db.session.connection(), opts={"include_object": schema.is_mapped})
    assert compare_metadata(context, db.metadata) == []


def test_a_migrated_database_has_every_trigger(app):
    assert schema.missing_triggers(db.session.connection()) == []


def test_what_the_migrations_did_they_undo_and_do_again(live_app):
    with live_app.app_context(), db.engine.connect() as connection:
        config = schema.alembic_config()
        config.attributes["connection"] = connection
        for step, wanted in ((command.downgrade, "base"), (command.upgrade, "head")):
            with connection.begin():
                step(config, wanted)
        context = MigrationContext.configure(connection, opts={"include_object": schema.is_mapped})
        assert compare_metadata(context, db.metadata) == []
