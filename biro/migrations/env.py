"""How Alembic reaches our database: through the connection that `core.schema.migrate` hands over."""

from alembic import context

from biro.core import schema
from biro.core.db import db

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=db.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    include_object=schema.is_mapped,
)
with context.begin_transaction():
    context.run_migrations()
