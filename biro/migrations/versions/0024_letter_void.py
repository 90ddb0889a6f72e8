"""correspondence: a letter written down by mistake keeps its number, struck out, with the reason."""

from alembic import op

revision = "0024_letter_void"
down_revision = "0023_letter_filters"
branch_labels = None
depends_on = None

BEFORE, AFTER = "'received', 'disposed', 'done', 'filed'", "'received', 'disposed', 'done', 'filed', 'void'"
CHECK = "ALTER TABLE letter ADD CONSTRAINT ck_letter_letterstate CHECK (state IN ({}))"


def upgrade() -> None:
    op.execute("ALTER TABLE letter ADD COLUMN void_reason VARCHAR(300) DEFAULT '' NOT NULL")
    _states(BEFORE, AFTER)


def downgrade() -> None:
    op.execute("UPDATE letter SET state = 'filed' WHERE state = 'void'")
    _states(AFTER, BEFORE)
    op.execute("ALTER TABLE letter DROP COLUMN void_reason")


def _states(old: str, new: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE letter DROP CONSTRAINT ck_letter_letterstate")
        op.execute(CHECK.format(new))
        return
    # The rows stay as they are, so the text of the table is changed in place (sqlite.org/lang_altertable.html, 7):
    # rebuilding a table to which others point would drop their rows' parents on the way.
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'letter'",
        (f"({old})", f"({new})"),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
