"""correspondence: a book for numbers that were given elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0033_outside_numbers"
down_revision = "0032_outgoing_filed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register", sa.Column("outside", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("register", "outside")
