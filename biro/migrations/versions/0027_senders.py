"""correspondence: a sender that was merged into another stays as its second name."""

from alembic import op

revision = "0027_senders"
down_revision = "0026_outgoing"
branch_labels = None
depends_on = None

# SQLite's way to a foreign key without rebuilding the table, which others point to.
COLUMN = (
    "ALTER TABLE correspondent ADD COLUMN merged_into_id {} "
    "CONSTRAINT fk_correspondent_merged_into_id REFERENCES correspondent (id)"
)


def upgrade() -> None:
    op.execute(COLUMN.format("bigint" if op.get_bind().dialect.name == "postgresql" else "integer"))
    op.create_index(
        op.f("ix_correspondent_merged_into_id"), "correspondent", ["merged_into_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_correspondent_merged_into_id"), "correspondent")
    op.execute("ALTER TABLE correspondent DROP COLUMN merged_into_id")
