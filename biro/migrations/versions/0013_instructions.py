"""correspondence: an instruction carries an abbreviation, what it leads to, and where it comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0013_instructions"
down_revision = "0012_letter_search"
branch_labels = None
depends_on = None

# Added one by one: SQLite would rebuild a table that others point to.
EFFECTS = ("none", "attend", "represent", "schedule", "draft")
COLUMNS = (
    "abbreviation VARCHAR(10) NOT NULL DEFAULT ''",
    "effect VARCHAR(40) NOT NULL DEFAULT 'none' CONSTRAINT ck_instruction_instructioneffect CHECK (effect IN {})",
    "legal_basis VARCHAR(200) NOT NULL DEFAULT ''",
)
# The core instructions of an office that already has them; edited texts stay as they are.
MEANING = {"hadiri": "attend", "wakili": "represent", "jadwalkan": "schedule", "jawaban": "draft"}
SHORT = {"tindak_lanjut": "TL", "diketahui": "UDK"}
WHERE = {"key": "active AND key <> ''", "abbreviation": "abbreviation <> ''"}


def upgrade() -> None:
    for column in COLUMNS:
        op.execute("ALTER TABLE instruction ADD COLUMN " + column.format(EFFECTS))
    line = sa.table("instruction", sa.column("code"), sa.column("effect"), sa.column("abbreviation"))
    for code, effect in MEANING.items():
        op.execute(line.update().where(line.c.code == code).values(effect=effect))
    for code, short in SHORT.items():
        op.execute(line.update().where(line.c.code == code).values(abbreviation=short))
    for name, where in WHERE.items():
        op.create_index(
            f"uq_instruction_{name}", "instruction", [name], unique=True, sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )  # fmt: skip


def downgrade() -> None:
    for name in WHERE:
        op.drop_index(f"uq_instruction_{name}", "instruction")
    for column in ("effect", "legal_basis", "abbreviation"):
        op.execute(f"ALTER TABLE instruction DROP COLUMN {column}")
