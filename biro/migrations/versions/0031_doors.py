"""accounts: wrong tries are counted at more doors than signing in"""

import sqlalchemy as sa
from alembic import op

revision = "0031_doors"
down_revision = "0030_dispatch"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "login_attempt", sa.Column("door", sa.String(length=20), nullable=False, server_default="masuk")
    )


def downgrade() -> None:
    op.drop_column("login_attempt", "door")
