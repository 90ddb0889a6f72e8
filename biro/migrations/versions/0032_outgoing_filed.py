"""archive: letters of this office lie in case files too."""

import sqlalchemy as sa
from alembic import op

revision = "0032_outgoing_filed"
down_revision = "0031_doors"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SOMETHING = "ck_case_item_letter_or_title"
ORIGINAL_LIES = sa.text("form = 'asli' AND removed_at IS NULL")
# A letter of this office becomes a paper that is described; of a secret one nothing is said.
DESCRIBE = """
UPDATE case_item SET
    title = (SELECT CASE WHEN security IN ('R', 'SR') THEN 'Surat keluar rahasia' ELSE subject END
             FROM outgoing_letter WHERE outgoing_letter.id = outgoing_id),
    reference = (SELECT CASE WHEN security IN ('R', 'SR') THEN '' ELSE number END
                 FROM outgoing_letter WHERE outgoing_letter.id = outgoing_id),
    day = (SELECT CASE WHEN security IN ('R', 'SR') THEN NULL ELSE signed_on END
           FROM outgoing_letter WHERE outgoing_letter.id = outgoing_id)
WHERE outgoing_id IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("case_item") as item:
        item.add_column(sa.Column("outgoing_id", BIG, nullable=True))
        item.create_foreign_key(op.f("fk_case_item_outgoing_id"), "outgoing_letter", ["outgoing_id"], ["id"])
        item.drop_constraint(op.f(SOMETHING), type_="check")
        item.create_check_constraint(
            op.f(SOMETHING), "letter_id IS NOT NULL OR outgoing_id IS NOT NULL OR title <> ''"
        )
        item.create_check_constraint(
            op.f("ck_case_item_one_letter"), "letter_id IS NULL OR outgoing_id IS NULL"
        )
    op.create_index("ix_case_item_outgoing_id", "case_item", ["outgoing_id", "case_file_id"], unique=False)
    op.create_index(
        "uq_case_item_outgoing_original", "case_item", ["outgoing_id"], unique=True,
        sqlite_where=ORIGINAL_LIES, postgresql_where=ORIGINAL_LIES,
    )  # fmt: skip


def downgrade() -> None:
    op.execute(DESCRIBE)
    op.drop_index("uq_case_item_outgoing_original", table_name="case_item")
    op.drop_index("ix_case_item_outgoing_id", table_name="case_item")
    with op.batch_alter_table("case_item") as item:
        item.drop_constraint(op.f("ck_case_item_one_letter"), type_="check")
        item.drop_constraint(op.f(SOMETHING), type_="check")
        item.create_check_constraint(op.f(SOMETHING), "letter_id IS NOT NULL OR title <> ''")
        item.drop_constraint(op.f("fk_case_item_outgoing_id"), type_="foreignkey")
        item.drop_column("outgoing_id")
