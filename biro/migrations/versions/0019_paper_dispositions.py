"""correspondence: under which title a disposition was given, and whether it was written on paper first."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0019_paper_dispositions"
down_revision = "0018_inbox"
branch_labels = None
depends_on = None

NAMES = ("giver_title", "on_paper", "recorded_at", "contested_at", "contest_reason")


def upgrade() -> None:
    for column in (
        sa.Column("giver_title", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("on_paper", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("recorded_at", UTCDateTime(), nullable=True),
        sa.Column("contested_at", UTCDateTime(), nullable=True),
        sa.Column("contest_reason", sa.String(length=1000), nullable=False, server_default=""),
    ):
        op.add_column("disposition", column)


def downgrade() -> None:
    for name in NAMES:
        op.execute(f"ALTER TABLE disposition DROP COLUMN {name}")
