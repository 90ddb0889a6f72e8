"""correspondence: what the office has decided about scans of top secret letters."""

import sqlalchemy as sa
from alembic import op

revision = "0034_letter_policy"
down_revision = "0033_outside_numbers"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "letter_policy",
        sa.Column("scan_top_secret", sa.Boolean(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_letter_policy_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_policy")),
    )


def downgrade() -> None:
    op.drop_table("letter_policy")
