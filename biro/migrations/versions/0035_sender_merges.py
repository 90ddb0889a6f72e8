"""correspondence: which rows a merge of senders moved, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0035_sender_merges"
down_revision = "0034_letter_policy"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "correspondent_merge",
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("target_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["correspondent.id"], name=op.f("fk_correspondent_merge_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["correspondent.id"], name=op.f("fk_correspondent_merge_target_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_correspondent_merge_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondent_merge")),
    )
    op.create_index(op.f("ix_correspondent_merge_source_id"), "correspondent_merge", ["source_id"])
    op.create_table(
        "correspondent_moved",
        sa.Column("merge_id", BIG, nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["correspondent_merge.id"], name=op.f("fk_correspondent_moved_merge_id")
        ),
        sa.PrimaryKeyConstraint("merge_id", "place", "row_id", name=op.f("pk_correspondent_moved")),
    )


def downgrade() -> None:
    op.drop_table("correspondent_moved")
    op.drop_table("correspondent_merge")
