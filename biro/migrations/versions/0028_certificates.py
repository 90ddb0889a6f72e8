"""correspondence/outgoing: certificates with which officials sign, and the issuers that are trusted."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0028_certificates"
down_revision = "0027_senders"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = sa.text("removed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "signing_certificate",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("serial", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("valid_from", UTCDateTime(), nullable=False),
        sa.Column("valid_until", UTCDateTime(), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_certificate_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_certificate")),
    )
    op.create_index(
        "uq_signing_certificate_person_id", "signing_certificate", ["person_id"], unique=True,
        sqlite_where=KEPT, postgresql_where=KEPT,
    )  # fmt: skip
    op.create_table(
        "trusted_issuer",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("valid_until", UTCDateTime(), nullable=False),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_issuer")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_trusted_issuer_fingerprint")),
    )


def downgrade() -> None:
    op.drop_table("trusted_issuer")
    op.drop_index("uq_signing_certificate_person_id", "signing_certificate")
    op.drop_table("signing_certificate")
