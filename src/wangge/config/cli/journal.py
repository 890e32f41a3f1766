"""`wangge journal verify`: whether the record of every fact is whole."""

import sys

import click
from rich.console import Console

from wangge.journal.verification import verify as verify_chain


@click.group()
def journal() -> None:
    """Look after the journal."""


@journal.command()
def verify() -> None:
    """Check the chain from its first entry; exit 1 and name the first bad row if there is one."""
    console = Console(stderr=True)
    with console.status("Checking the journal …") as status:
        found = verify_chain(progress=lambda n: status.update(f"Checking the journal … {n} entries"))
    if found.fault:
        click.echo(f"journal: BROKEN at row {found.entry}: {found.fault}")
        sys.exit(1)
    click.echo(f"journal: {found.sealed} sealed entries verified, {found.unsealed} waiting to be sealed")
