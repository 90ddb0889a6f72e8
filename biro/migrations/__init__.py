"""Alembic's chain: one change each, oldest first. Triggers are not here but in core.schema's registry."""
