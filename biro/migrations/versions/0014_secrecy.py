"""correspondence: opening secret letters in need; restricted letters are found by those trusted with them."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0014_secrecy"
down_revision = "0013_instructions"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'asked'")
RESTRICTED = (
    "UPDATE search_entry SET permission = '{}' "
    "WHERE id IN (SELECT search_id FROM letter WHERE security = 'T' AND search_id IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "secret_opening",
        sa.Column("letter_id", BIG, nullable=False),
        sa.Column("asked_by_id", BIG, nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "granted",
                "refused",
                "closed",
                name="openingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('granted', 'closed') OR decided_by_id <> asked_by_id",
            name=op.f("ck_secret_opening_two_persons"),
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_secret_opening_letter_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_secret_opening_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_secret_opening_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_opening")),
    )
    op.create_index("ix_secret_opening_asked_by_id_until", "secret_opening", ["asked_by_id", "until"])
    op.create_index(
        "uq_secret_opening_waiting", "secret_opening", ["letter_id", "asked_by_id"], unique=True,
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip
    op.execute(RESTRICTED.format("letter.restricted"))


def downgrade() -> None:
    op.execute(RESTRICTED.format("letter.read"))
    op.drop_table("secret_opening")
