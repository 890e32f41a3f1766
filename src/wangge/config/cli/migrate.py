"""`wangge migrate`: bring the database to the shape that this version expects."""

import click
from django.core.management import call_command


@click.command()
def migrate() -> None:
    """Bring the database to the shape that this version expects; harmless when it is already."""
    call_command("migrate", interactive=False, verbosity=0)
    click.echo("The database is up to date.")
