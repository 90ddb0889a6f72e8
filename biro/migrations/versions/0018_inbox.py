"""correspondence: the inbox of scans; files: what was read in them"""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0018_inbox"
down_revision = "0017_letter_medium"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "blob_reading",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.Column("busy_until", UTCDateTime(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_blob_reading_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob_reading")),
    )
    op.create_index(
        "ix_blob_reading_wanted",
        "blob_reading",
        ["sha256"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "inbox_item",
        sa.Column("register_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "upload",
                "folder",
                "mail",
                name="inboxsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "ready",
                "logged",
                "attached",
                "discarded",
                "split",
                "failed",
                name="inboxstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("letter_id", BIG, nullable=True),
        sa.Column("parent_id", BIG, nullable=True),
        sa.Column("first_page", BIG, nullable=True),
        sa.Column("last_page", BIG, nullable=True),
        sa.Column("sticker", sa.String(length=16), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("file_ids", sa.JSON(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(letter_id IS NOT NULL) = (state IN ('logged', 'attached'))", name=op.f("ck_inbox_item_letter")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_inbox_item_by_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_inbox_item_letter_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["inbox_item.id"], name=op.f("fk_inbox_item_parent_id")),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_inbox_item_register_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_item")),
        sa.UniqueConstraint("source_key", name=op.f("uq_inbox_item_source_key")),
    )
    op.create_index(op.f("ix_inbox_item_letter_id"), "inbox_item", ["letter_id"], unique=False)
    op.create_index(op.f("ix_inbox_item_parent_id"), "inbox_item", ["parent_id"], unique=False)
    op.create_index(
        "ix_inbox_item_register_id_state",
        "inbox_item",
        ["register_id", "state", "received_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_item_register_id_state", table_name="inbox_item")
    op.drop_index(op.f("ix_inbox_item_parent_id"), table_name="inbox_item")
    op.drop_index(op.f("ix_inbox_item_letter_id"), table_name="inbox_item")
    op.drop_table("inbox_item")
    op.drop_index(
        "ix_blob_reading_wanted",
        table_name="blob_reading",
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.drop_table("blob_reading")
