"""correspondence: a letter knows its entry in the search, and every way of finding it has its index."""

from alembic import op

revision = "0012_letter_search"
down_revision = "0011_correspondence"
branch_labels = None
depends_on = None

# SQLite's way to a foreign key without rebuilding the table, which others point to.
COLUMN = (
    "ALTER TABLE letter ADD COLUMN search_id {} CONSTRAINT fk_letter_search_id REFERENCES search_entry (id)"
)
KNOWN = "UPDATE letter SET search_id = (SELECT id FROM search_entry WHERE ref = 'letter:' || letter.id)"


def upgrade() -> None:
    op.execute(COLUMN.format("bigint" if _on_postgresql() else "integer"))
    op.execute(KNOWN)
    op.create_index("ix_letter_search_id", "letter", ["search_id"], unique=True)
    op.create_index("ix_letter_agenda", "letter", ["agenda"], unique=False)
    op.drop_index("ix_letter_security", "letter")
    op.create_index("ix_letter_security", "letter", ["security", "unit_id", "registered_by_id"], unique=False)
    _twins({"number_key": "varchar_pattern_ops"})
    op.create_index(op.f("ix_disposition_written_by_id"), "disposition", ["written_by_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_disposition_written_by_id"), "disposition")
    _twins({})
    op.drop_index("ix_letter_security", "letter")
    op.create_index("ix_letter_security", "letter", ["security"], unique=False)
    op.drop_index("ix_letter_agenda", "letter")
    op.drop_index("ix_letter_search_id", "letter")
    op.execute("ALTER TABLE letter DROP COLUMN search_id")


def _twins(ops: dict[str, str]) -> None:
    """On PostgreSQL a beginning is looked up in an index only when it compares letter by letter."""
    if _on_postgresql():
        op.drop_index("ix_letter_twin", "letter")
        op.create_index("ix_letter_twin", "letter", ["number_key", "letter_date"], postgresql_ops=ops)


def _on_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
