"""correspondence: of which senders only secret letters speak."""

import sqlalchemy as sa
from alembic import op

revision = "0037_secret_senders"
down_revision = "0036_unfinished"
branch_labels = None
depends_on = None

KNOWN = """
UPDATE correspondent SET secret = (1 = 1)
WHERE (id IN (SELECT sender_id FROM letter WHERE security IN ('R', 'SR'))
       OR id IN (SELECT r.correspondent_id FROM outgoing_recipient r JOIN outgoing_letter o ON o.id = r.letter_id
                 WHERE o.security IN ('R', 'SR') AND r.correspondent_id IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM letter
                  WHERE letter.sender_id = correspondent.id AND letter.security NOT IN ('R', 'SR'))
  AND NOT EXISTS (SELECT 1 FROM outgoing_recipient r JOIN outgoing_letter o ON o.id = r.letter_id
                  WHERE r.correspondent_id = correspondent.id AND o.security NOT IN ('R', 'SR'))
"""


def upgrade() -> None:
    op.add_column(
        "correspondent", sa.Column("secret", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(KNOWN)


def downgrade() -> None:
    op.execute("ALTER TABLE correspondent DROP COLUMN secret")
