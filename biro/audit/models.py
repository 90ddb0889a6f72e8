"""The Trail and its head. Triggers refuse to change or delete a row on both engines."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from biro.core import schema
from biro.core.acts import CATALOGUE
from biro.core.db import BigInt, Model
from biro.core.texts import _

NOBODY = "Sistem"


class Trail(Model):
    """One act: who (and in whose name), what, on what, when, with what; chained to the act before it.

    No foreign keys: the Trail outlives what it speaks of and lies below the rooms it speaks of. `label` names the
    subject as everyone who may see this row may read it; secret subjects give only a number.
    """

    __tablename__ = "trail"
    __table_args__ = (
        Index("ix_trail_subject", "subject", "subject_id", "seq"),
        Index("ix_trail_actor_id", "actor_id", "seq"),
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(BigInt)
    actor: Mapped[str] = mapped_column(String(160))
    behalf_id: Mapped[int | None] = mapped_column(BigInt)
    behalf: Mapped[str | None] = mapped_column(String(160))
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int | None] = mapped_column(BigInt)
    label: Mapped[str] = mapped_column(String(200), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def sentence(self) -> str:
        """What was done, in the reader's language."""
        return str(CATALOGUE.get(self.action, self.action))

    @property
    def who(self) -> str:
        """Who did it, and in whose name."""
        if not self.behalf:
            return self.actor
        return _("%(actor)s atas nama %(behalf)s", actor=self.actor, behalf=self.behalf)


class TrailHead(Model):
    """The newest link: one row that writers queue at, and the witness against a cut tail."""

    __tablename__ = "trail_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")


_REFUSE = "jejak tidak dapat diubah"
for _verb in ("UPDATE", "DELETE"):
    schema.trigger(
        f"trail_no_{_verb.lower()}",
        "trail",
        sqlite=f"CREATE TRIGGER trail_no_{_verb.lower()} BEFORE {_verb} ON trail "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END",
        postgresql=(
            "CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSE}'; END $$",
            f"CREATE TRIGGER trail_no_{_verb.lower()} BEFORE {_verb} ON trail "
            "FOR EACH ROW EXECUTE FUNCTION trail_refuse()",
        ),
    )
schema.trigger(
    "trail_no_truncate",
    "trail",
    sqlite="",
    postgresql=(
        "CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON trail "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()",
    ),
)
