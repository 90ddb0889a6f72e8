"""correspondence: how a letter came to the house; the newest letters of a sender are found without sorting."""

from alembic import op

revision = "0017_letter_medium"
down_revision = "0016_numbers"
branch_labels = None
depends_on = None

MEDIA = ("langsung", "ekspedisi", "kurir", "pos", "surel", "srikandi", "faksimile", "pesan")
# SQLite's way to a column with its check without rebuilding the table, which others point to.
COLUMN = "ALTER TABLE letter ADD COLUMN medium VARCHAR(40) CONSTRAINT ck_letter_medium CHECK (medium IN ({}))"


def upgrade() -> None:
    op.execute(COLUMN.format(", ".join(f"'{each}'" for each in MEDIA)))
    op.drop_index("ix_letter_sender_id", "letter")
    op.create_index("ix_letter_sender_id", "letter", ["sender_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_letter_sender_id", "letter")
    op.create_index("ix_letter_sender_id", "letter", ["sender_id"], unique=False)
    op.execute("ALTER TABLE letter DROP COLUMN medium")
