"""correspondence: a classification names the rule it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0025_classification_basis"
down_revision = "0024_letter_void"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "classification", sa.Column("basis", sa.String(length=200), server_default="", nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table("classification") as classification:
        classification.drop_column("basis")
