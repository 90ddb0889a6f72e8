"""correspondence: copies of sent letters on their way, and letters by the day on which they were sent."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0030_dispatch"
down_revision = "0029_stickers"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "dispatch",
        sa.Column("letter_id", BIG, nullable=False),
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column(
            "way", _words("delivery", "langsung", "kurir", "pos", "e-mail", "srikandi"), nullable=False
        ),
        sa.Column(
            "state",
            _words("dispatchstate", "waiting", "carried", "delivered", "returned"),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=43), nullable=False),
        sa.Column("courier_id", BIG, nullable=True),
        sa.Column("courier", sa.String(length=160), nullable=False),
        sa.Column("handed_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("tracking", sa.String(length=60), nullable=False),
        sa.Column("receiver", sa.String(length=160), nullable=False),
        sa.Column("receiver_title", sa.String(length=160), nullable=False),
        sa.Column("received_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state <> 'carried' OR (courier <> '' AND handed_at IS NOT NULL)",
            name=op.f("ck_dispatch_carried_by_one"),
        ),
        sa.CheckConstraint(
            "state <> 'delivered' OR received_at IS NOT NULL", name=op.f("ck_dispatch_delivered_at_a_time")
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR reason <> ''", name=op.f("ck_dispatch_returned_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["outgoing_letter.id"], name=op.f("fk_dispatch_letter_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["outgoing_recipient.id"], name=op.f("fk_dispatch_recipient_id")
        ),
        sa.ForeignKeyConstraint(["courier_id"], ["person.id"], name=op.f("fk_dispatch_courier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("recipient_id", name=op.f("uq_dispatch_recipient_id")),
        sa.UniqueConstraint("code", name=op.f("uq_dispatch_code")),
    )
    op.create_index("ix_dispatch_state", "dispatch", ["state", "id"])
    op.create_index("ix_dispatch_courier_id_state", "dispatch", ["courier_id", "state", "id"])
    op.create_index(op.f("ix_dispatch_letter_id"), "dispatch", ["letter_id"])
    op.create_index("ix_outgoing_letter_sent_on", "outgoing_letter", ["sent_on", "id"])


def downgrade() -> None:
    op.drop_index("ix_outgoing_letter_sent_on", table_name="outgoing_letter")
    op.drop_table("dispatch")
