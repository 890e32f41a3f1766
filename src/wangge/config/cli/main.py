"""The `wangge` command: a group whose subcommands are imported only when called."""

import importlib
import os
import sys
from pathlib import Path

import click
import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils import translation

import wangge
from wangge.config.cli.errors import DatabaseFails, FileFails
from wangge.foundation.refusals import Refused

# name: where it is, and its line in the list of commands, which is shown without importing anything.
SUBCOMMANDS = {
    "demo": ("wangge.config.cli.demo:demo", "A living city with invented people, served on this machine."),
    "serve": ("wangge.config.cli.serve:serve", "Serve the house until interrupted."),
    "worker": ("wangge.config.cli.worker:worker", "Seal the journal, carry out reactions, watch deadlines."),
    "migrate": ("wangge.config.cli.migrate:migrate", "Bring the database to this version's shape."),
    "import": ("wangge.config.cli.imports:imports", "Take in places from a file, with a preview."),
    "plan": ("wangge.config.cli.plan:plan", "Draw the grids of a community."),
    "train": ("wangge.config.cli.train:train", "Train the classifier from labelled texts."),
    "account": ("wangge.config.cli.account:account", "Open accounts and give them roles."),
    "journal": ("wangge.config.cli.journal:journal", "Verify the record of every fact."),
    "backup": ("wangge.config.cli.backup:backup", "Write the whole house to one file."),
    "restore": ("wangge.config.cli.backup:restore", "Put back what a backup holds, whole or not at all."),
}
IN_A_FOLDER_OF_ITS_OWN = {"demo"}  # prepares itself


class LazyGroup(click.Group):
    """Finds a subcommand by its address, sets Django up first, and turns a refusal into words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order above, which is the order of a first day."""
        return [*SUBCOMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a subcommand, with Django ready for its models."""
        if cmd_name not in SUBCOMMANDS:
            return super().get_command(ctx, cmd_name)
        if cmd_name not in IN_A_FOLDER_OF_ITS_OWN:
            try:
                prepare(ctx.params.get("data"))
            except (ImproperlyConfigured, OSError, ValueError) as trouble:
                raise click.ClickException(f"The settings cannot be used: {trouble}") from trouble
        module, _, name = SUBCOMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands in `--help`, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in SUBCOMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run; a refusal goes to standard error and ends with 1, without a traceback."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            raise click.ClickException(said(refusal)) from refusal
        except DatabaseError as trouble:
            raise click.ClickException(said(DatabaseFails(reason=trouble))) from trouble
        except BrokenPipeError:
            raise
        except OSError as trouble:
            raise click.ClickException(said(FileFails(reason=trouble))) from trouble


def prepare(data: Path | None) -> None:
    """Name the data folder for the settings, then load them; a second call changes nothing."""
    if data is not None and not settings.configured:
        os.environ["WANGGE_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.config.settings")
    django.setup()
    chinese = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh")
    translation.activate("zh-hans" if chinese else "en")


def said(refusal: Refused) -> str:
    """A refusal in the language of the terminal."""
    return translation.gettext(refusal.template).format(**refusal.facts)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="WANGGE_DATA",
    help="The folder of the database, the photos and the secret key.  [default: ~/.local/share/wangge]",
)
@click.version_option(wangge.__version__, prog_name="wangge")
def main(data: Path | None) -> None:
    """Grid governance: draw the grids, staff them, close the loop on every request.

    Exit codes: 0 done; 1 refused or failed, with the reason on standard error; 2 not understood.
    """


if __name__ == "__main__":
    sys.exit(main())
