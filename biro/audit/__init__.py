"""Trail (jejak): the append-only, hash-chained history of every act. It may call only core.

Words: Trail = jejak, chain = rantai, anchor = jangkar. Acts of models arrive by signal, services call `record`.
"""

from flask import Flask

from biro.audit import cli, seeding, trail

record, record_alone = trail.record, trail.record_alone
__all__ = ["record", "record_alone", "seeding"]


def init_app(app: Flask) -> None:
    """Listen to acts, close the chain at each commit, add `biro audit`."""
    trail.init_app(app)
    app.cli.add_command(cli.audit)
    app.jinja_env.globals["history_of"] = trail.history_of
