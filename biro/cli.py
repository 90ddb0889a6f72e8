"""The `biro` command. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""

import sys
from typing import Any

import click
from flask.cli import FlaskGroup

from biro import create_app
from biro.core import schema
from biro.core.errors import DomainError
from biro.demo import demo
from biro.doctor import doctor
from biro.serve import serve_command
from biro.settings import SettingsError


class Commands(FlaskGroup):
    """FlaskGroup that says refusals in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Turn a DomainError into exit 1."""
        try:
            return super().invoke(ctx)
        except (DomainError, SettingsError) as refusal:
            click.echo(str(refusal), err=True)
            raise SystemExit(1) from refusal


@click.group(
    cls=Commands, create_app=create_app, add_default_commands=False, add_version_option=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
def main() -> None:
    """Biro: sistem kantor Biro Umum."""


@main.command()
def migrate() -> None:
    """Bawa skema basis data ke versi terbaru, di bawah kunci."""
    before, after = schema.migrate()
    click.echo(
        f"Skema: {before or 'kosong'} → {after}." if before != after else f"Skema sudah terbaru ({after})."
    )


main.add_command(demo)
main.add_command(doctor)
main.add_command(serve_command)

if __name__ == "__main__":
    sys.exit(main())
