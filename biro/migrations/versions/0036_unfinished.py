"""correspondence: signatures that a service far away is being asked for"""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0036_unfinished"
down_revision = "0035_sender_merges"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unfinished_signature",
        sa.Column("id", BIG, nullable=False),
        sa.Column("letter_id", BIG, nullable=False),
        sa.Column("number_id", BIG, nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=43), nullable=False),
        sa.Column("printed", sa.JSON(), nullable=False),
        sa.Column("paper", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_unfinished_signature_by_id")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["outgoing_letter.id"], name=op.f("fk_unfinished_signature_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["number_id"], ["letter_number.id"], name=op.f("fk_unfinished_signature_number_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfinished_signature")),
        sa.UniqueConstraint("code", name=op.f("uq_unfinished_signature_code")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_unfinished_signature_letter_id")),
        sa.UniqueConstraint("number_id", name=op.f("uq_unfinished_signature_number_id")),
    )
    op.create_index(op.f("ix_unfinished_signature_started_at"), "unfinished_signature", ["started_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_unfinished_signature_started_at"), table_name="unfinished_signature")
    op.drop_table("unfinished_signature")
