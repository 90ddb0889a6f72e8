"""correspondence/transfer: imports of old agenda books and their rows."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0020_imports"
down_revision = "0019_paper_dispositions"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = ("uploaded", "checking", "checked", "importing", "imported", "undoing", "undone")


def upgrade() -> None:
    state = sa.Enum(*STATES, name="importstate", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "letter_import",
        sa.Column("register_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("head_first", BIG, nullable=False),
        sa.Column("head_last", BIG, nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("rows", BIG, nullable=False),
        sa.Column("done", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_letter_import_by_id")),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_letter_import_register_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_letter_import_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_import")),
    )
    op.create_index(op.f("ix_letter_import_by_id"), "letter_import", ["by_id"], unique=False)
    op.create_index(op.f("ix_letter_import_state"), "letter_import", ["state"], unique=False)
    op.create_table(
        "letter_import_row",
        sa.Column("import_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("year", BIG, nullable=True),
        sa.Column("agenda", BIG, nullable=True),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("letter_id", BIG, nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["letter_import.id"], name=op.f("fk_letter_import_row_import_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_import_row_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_import_row")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_letter_import_row_letter_id")),
    )
    op.create_index(
        "ix_letter_import_row_agenda", "letter_import_row", ["import_id", "year", "agenda"], unique=False
    )
    op.create_index("ix_letter_import_row_number", "letter_import_row", ["import_id", "number"], unique=True)


def downgrade() -> None:
    op.drop_table("letter_import_row")
    op.drop_table("letter_import")
