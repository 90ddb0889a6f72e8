"""correspondence: the list's filters by state and classification have their indexes."""

from alembic import op

revision = "0023_letter_filters"
down_revision = "0022_digest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_letter_state", "letter", ["state"], unique=False)
    op.create_index("ix_letter_classification_id", "letter", ["classification_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_letter_classification_id", "letter")
    op.drop_index("ix_letter_state", "letter")
