"""correspondence: stickers on the paper of letters, the watched mailbox; files: older scans are to be read, too"""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0029_stickers"
down_revision = "0028_certificates"
branch_labels = None
depends_on = None

# Scans that hung on letters before anybody read them.
OLDER = (
    "INSERT INTO blob_reading (sha256, source, pages, codes) SELECT sha256, '', '[]', '[]' FROM blob "
    "WHERE mime IN ('application/pdf', 'image/png', 'image/jpeg', 'image/tiff') "
    "AND EXISTS (SELECT 1 FROM attachment WHERE blob_sha256 = blob.sha256 AND NOT secret) "
    "AND NOT EXISTS (SELECT 1 FROM blob_reading WHERE blob_reading.sha256 = blob.sha256)"
)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "inbox_mailbox",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("uid_validity", BIG, nullable=False),
        sa.Column("last_uid", BIG, nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("failing_since", UTCDateTime(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox_mailbox")),
    )
    op.create_table(
        "letter_sticker",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("letter_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_letter_sticker_by_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_sticker_letter_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_letter_sticker")),
    )
    op.create_index(op.f("ix_letter_sticker_letter_id"), "letter_sticker", ["letter_id"], unique=False)
    op.execute(OLDER)


def downgrade() -> None:
    op.drop_index(op.f("ix_letter_sticker_letter_id"), table_name="letter_sticker")
    op.drop_table("letter_sticker")
    op.drop_table("inbox_mailbox")
