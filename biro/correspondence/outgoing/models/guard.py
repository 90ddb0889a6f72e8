"""What was issued does not change: the database refuses, whoever asks and by whatever way."""

from biro.core import schema

REFUSED = "surat yang sudah terbit tidak dapat diubah"
_KEPT = (
    "unit_id", "kind_id", "subject", "body", "destination", "enclosures", "security", "urgency", "author_id",
    "signer_id", "position_id", "capacity", "mandate", "principal", "middle", "content_hash", "number", "number_id",
    "signed_on", "code", "pdf_id", "pdf_sha256",
)  # fmt: skip
_JSON = ("letterhead", "printed", "details")
_LINE = ("letter_id", "kind", "rank", "name", "attention", "as_report", "unit_id")


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f"OLD.{c} {unlike} NEW.{c}" for c in columns)


def _as_text(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{c}::text IS DISTINCT FROM NEW.{c}::text" for c in columns)


def _trigger(name: str, verb: str, table: str, lite: str, full: str) -> None:
    """Before `verb` refuse when the condition (in each engine's words) holds."""
    back = "OLD" if verb == "DELETE" else "NEW"
    schema.trigger(
        name,
        table,
        sqlite=f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}') WHERE {lite}; END",
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {full} THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN {back}; END $$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
        ),
    )


_IS_OUT = "OLD.pdf_sha256 <> ''"
_trigger(
    "outgoing_letter_stands", "UPDATE", "outgoing_letter",
    f"{_IS_OUT} AND ({_changed((*_KEPT, *_JSON), 'IS NOT')})",
    f"{_IS_OUT} AND ({_changed(_KEPT, 'IS DISTINCT FROM')} OR {_as_text(_JSON)})",
)  # fmt: skip
_trigger("outgoing_letter_stays", "DELETE", "outgoing_letter", _IS_OUT, _IS_OUT)


def _out(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM outgoing_letter l WHERE l.id = {row}.letter_id AND l.pdf_sha256 <> '')"  # noqa: S608 - ours


_trigger("outgoing_recipient_added", "INSERT", "outgoing_recipient", _out("NEW"), _out("NEW"))
_trigger("outgoing_recipient_stays", "DELETE", "outgoing_recipient", _out("OLD"), _out("OLD"))
_trigger(
    "outgoing_recipient_stands", "UPDATE", "outgoing_recipient",
    f"{_out('OLD')} AND ({_changed(_LINE, 'IS NOT')})",
    f"{_out('OLD')} AND ({_changed(_LINE, 'IS DISTINCT FROM')})",
)  # fmt: skip
