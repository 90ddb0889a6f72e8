"""reminders: rules that count working days, also after the day and week by week; one digest a day for who wants it."""

import sqlalchemy as sa
from alembic import op

from biro.core.db import UTCDateTime

revision = "0022_digest"
down_revision = "0021_disposals"
branch_labels = None
depends_on = None

WHAT = ["subject", "kind", "days_before", "at", "minutes_before"]
AFTER = "days_after >= 0 AND times >= 1 AND (days_after = 0 OR days_before = 0)"
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "digest_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", "zone", name=op.f("pk_digest_day")),
    )
    with op.batch_alter_table("reminder_rule") as rule:
        rule.add_column(sa.Column("days_after", COUNT, nullable=False, server_default="0"))
        rule.add_column(sa.Column("workdays", sa.Boolean(), nullable=False, server_default=sa.false()))
        rule.add_column(sa.Column("times", COUNT, nullable=False, server_default="1"))
        rule.drop_constraint("uq_reminder_rule_what", type_="unique")
        rule.create_unique_constraint("uq_reminder_rule_what", [*WHAT, "days_after"])
        rule.create_check_constraint(op.f("ck_reminder_rule_after"), AFTER)
    rule_ = sa.table("reminder_rule", *[sa.column(n) for n in ("kind", "days_before", "workdays")])
    before = (rule_.c.kind == "disposition.due") & (rule_.c.days_before > 0)
    op.execute(rule_.update().where(before).values(workdays=True))


def downgrade() -> None:
    op.execute("DELETE FROM reminder_rule WHERE days_after > 0")
    with op.batch_alter_table("reminder_rule") as rule:
        rule.drop_constraint(op.f("ck_reminder_rule_after"), type_="check")
        rule.drop_constraint("uq_reminder_rule_what", type_="unique")
        for name in ("times", "workdays", "days_after"):
            rule.drop_column(name)
        rule.create_unique_constraint("uq_reminder_rule_what", WHAT)
    op.drop_table("digest_day")
    op.execute("ALTER TABLE person DROP COLUMN digest")
