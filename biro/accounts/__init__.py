"""Accounts (kepegawaian dan akun): people, units, positions, dated assignments, delegation, sessions, permissions.

It calls core and audit. Words: Unit = unit kerja, Position = jabatan, Assignment = penugasan jabatan (definitif, Plt,
Plh, Pj), Delegation = kuasa atas nama, RoleGrant = pemberian peran, Holiday = hari libur.
"""

from flask import Flask

from biro.accounts import cli, sessions, views
from biro.accounts.actors import Actor, actor


def init_app(app: Flask) -> None:
    """Sessions, pages and commands."""
    sessions.init_app(app)
    views.init_app(app)
    app.cli.add_command(cli.admin)
    app.context_processor(_whoever)


def _whoever() -> dict[str, Actor | None]:
    person = actor()
    return {"current_actor": person if person.is_authenticated else None}
