"""correspondence.numbers: books that give numbers, and the ledger of all numbers given."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0016_numbers"
down_revision = "0015_case_files"
branch_labels = None
depends_on = None

KINDS = ("incoming", "outgoing", "internal", "assignment", "special", "decree")
SCOPES = ("book", "classification", "unit")
# One by one with their checks: SQLite would have to rebuild the table, and the letters point to it.
COLUMNS = {
    "kind": f"varchar(40) NOT NULL DEFAULT 'incoming' CONSTRAINT ck_register_registerkind CHECK (kind IN {KINDS})",
    "pattern": "varchar(120) NOT NULL DEFAULT ''",
    "scope": f"varchar(40) NOT NULL DEFAULT 'book' CONSTRAINT ck_register_numberscope CHECK (scope IN {SCOPES})",
    "unit_code": "varchar(40) NOT NULL DEFAULT ''",
    "position_code": "varchar(40) NOT NULL DEFAULT ''",
    "agency_code": "varchar(40) NOT NULL DEFAULT ''",
    "day_quota": "{integer} NOT NULL DEFAULT 0",
    "alarm_below": "{integer} NOT NULL DEFAULT 0 CONSTRAINT ck_register_quota CHECK (day_quota >= 0 AND alarm_below >= 0)",
    "basis": "varchar(200) NOT NULL DEFAULT ''",
}
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    integer = "bigint" if op.get_bind().dialect.name == "postgresql" else "integer"
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE register ADD COLUMN {name} {kind.format(integer=integer)}")
    op.create_table(
        "letter_number",
        sa.Column("register_id", ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope_key", sa.String(length=60), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sub", sa.String(length=20), nullable=False),
        sa.Column("insertion", sa.Integer(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "free",
                "used",
                "void",
                name="numberstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=150), nullable=True),
        sa.Column(
            "security",
            sa.Enum(
                "B", "T", "R", "SR", name="security", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("classification_code", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("addressee", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("manual", sa.Boolean(), nullable=False),
        sa.Column("auto", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("void_reason", sa.String(length=1000), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("made_by_id", ID, nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("used_by_id", ID, nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("seq > 0 AND insertion >= 0", name=op.f("ck_letter_number_seq")),
        sa.CheckConstraint(
            "state <> 'used' OR (text IS NOT NULL AND letter_date IS NOT NULL)",
            name=op.f("ck_letter_number_used_has_text"),
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_letter_number_made_by_id")),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_letter_number_register_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_letter_number_unit_id")),
        sa.ForeignKeyConstraint(["used_by_id"], ["person.id"], name=op.f("fk_letter_number_used_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_number")),
        sa.UniqueConstraint(
            "register_id", "year", "scope_key", "seq", "sub",
            name=op.f("uq_letter_number_register_id_year_scope_key_seq_sub"),
        ),
        sa.UniqueConstraint(
            "register_id", "year", "text", name=op.f("uq_letter_number_register_id_year_text")
        ),
    )  # fmt: skip
    op.create_index(
        "ix_letter_number_order",
        "letter_number",
        ["register_id", "year", "scope_key", "seq", "insertion", "id"],
        unique=False,
    )
    op.create_index("ix_letter_number_stock", "letter_number", ["register_id", "state", "year", "unit_id"])
    op.create_index(op.f("ix_letter_number_owner"), "letter_number", ["owner"], unique=False)


def downgrade() -> None:
    op.drop_table("letter_number")
    for name in reversed(COLUMNS):  # each takes its check along
        op.execute(f"ALTER TABLE register DROP COLUMN {name}")
