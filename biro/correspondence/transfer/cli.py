"""`biro export`: everything the correspondence room owns, in files that any program reads."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from biro.correspondence.transfer import exporting


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-secret", is_flag=True, help="sertakan surat rahasia dan sangat rahasia")
@click.option("--without-files", is_flag=True, help="tanpa pindaian")
@with_appcontext
def export(file: Path, with_secret: bool, without_files: bool) -> None:
    """Simpan semua surat, disposisi, pengirim, klasifikasi dan pindaian sebagai ZIP berisi CSV dan berkas aslinya."""
    counts = exporting.write(file, with_secret=with_secret, with_files=not without_files)
    for name, count in counts.items():
        click.echo(f"{name:<28}{count:>10}")
