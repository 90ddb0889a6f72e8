"""`biro audit verify`: is the Trail whole?"""

from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy import select

from biro.audit.chain import FIELDS, first_break
from biro.audit.models import Trail, TrailHead
from biro.core.db import db

BATCH = 5_000


@click.group()
def audit() -> None:
    """Jejak: periksa keutuhannya."""


def _rows() -> Iterator[dict[str, Any]]:
    table = Trail.__table__
    last = 0
    while True:
        query = select(*[table.c[f] for f in (*FIELDS, "previous", "hash")]).where(table.c.seq > last)
        batch = db.session.execute(query.order_by(table.c.seq).limit(BATCH)).mappings().all()
        yield from (dict(row) for row in batch)
        if len(batch) < BATCH:
            return
        last = batch[-1]["seq"]


def verify_chain() -> tuple[int, str] | None:
    """The first broken row and what is wrong with it, or None."""
    head = db.session.execute(select(TrailHead.seq, TrailHead.hash).where(TrailHead.id == 1)).one_or_none()
    return first_break(_rows(), (head.seq, head.hash) if head else (0, ""))


@audit.command()
def verify() -> None:
    """Telusuri rantai hash; keluar 1 dan sebut baris pertama yang rusak."""
    broken = verify_chain()
    if broken:
        click.echo(f"Rantai jejak rusak pada baris {broken[0]}: {broken[1]}.")
        raise SystemExit(1)
    click.echo("Rantai jejak utuh.")
