"""`wangge plan`: draw the grids of a community, or of an instance in two files."""

from datetime import datetime
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from wangge.config.cli import options
from wangge.config.cli.communities import AT_THE_KEYBOARD, community, lay_tables
from wangge.config.cli.drawing import line, rule_of, shown
from wangge.config.cli.plan_all import plan_all
from wangge.config.cli.plan_export import export_plan
from wangge.config.cli.plan_graph import graph
from wangge.config.cli.plan_import import import_plan
from wangge.config.cli.plan_microgrids import microgrids
from wangge.config.cli.plan_polygons import polygons
from wangge.foundation.calendar import CHINA_TIME
from wangge.partition.inputs import Rule
from wangge.partition.objective import Figures
from wangge.planning.actions import NAMING, adopt, keep, vouch
from wangge.planning.models import Draft
from wangge.planning.sketching import sketch


class PlanGroup(click.Group):
    """What names no subcommand is a community's code, or options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the subcommand in where it is left out."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["area", *args]
        return super().parse_args(ctx, args)


@click.group(cls=PlanGroup)
def plan() -> None:
    """Draw grids: `wangge plan [area] [CODE] --min 300 --max 500`, or of files with `wangge plan graph`."""


plan.add_command(graph)
plan.add_command(microgrids)
plan.add_command(plan_all)
plan.add_command(polygons)
plan.add_command(export_plan)
plan.add_command(import_plan)


@plan.command()
@click.argument("code", required=False)
@options.of_a_community
@options.number_of_grids
@click.option("--adopt", "since", type=click.DateTime(["%Y-%m-%d"]), help="Put the grids in force that day.")
@click.option("--few-changes", is_flag=True, help="Redraw the grids in force: as few as need be change grid.")
@click.option("--naming", default=NAMING, show_default=True, help="How grids are named.")
@click.option("--preview", is_flag=True, help="Show the grids, and keep nothing.")
def area(code: str | None, since: datetime | None, naming: str, *, preview: bool, **asked: Any) -> None:
    """Draw the grids of the community CODE (default: the only one) and keep them as a draft."""
    rule = rule_of(asked)
    lay_tables()
    where = community(code)
    drawing = {name: asked[name] for name in ("seed", "measure", "seconds", "few_changes")}
    today = timezone.now().astimezone(CHINA_TIME).date()
    with shown() as show:
        draft = sketch(where, rule=rule, lenient=not asked["strict"], on=today, progress=show, **drawing)
    click.echo(_table(draft, rule), nl=False)
    if preview:
        click.echo("Preview: nothing was kept.")
        return
    keep(draft, by=AT_THE_KEYBOARD, now=timezone.now())
    if since:
        vouch(draft, by=AT_THE_KEYBOARD, now=timezone.now())
        made = adopt(draft, since=since.date(), naming=naming, by=AT_THE_KEYBOARD, now=timezone.now())
        click.echo(f"Draft {draft.pk} is in force from {made.since} as version {made.version}.")
    else:
        click.echo(f"Kept as draft {draft.pk}; --adopt YYYY-MM-DD puts grids in force.")


def _table(draft: Draft, rule: Rule) -> str:
    """The grids one by one, then the figures of the whole."""
    console = Console(width=110, no_color=True)
    grids = Table("grid", "buildings", "households", "people", "merchants", "")
    figures = draft.figures
    for row in figures["grids"]:
        large = row["buildings"] == 1 and row[draft.terms["measure"]] > rule.max
        alone = "one building, too large" if large else "out of range"
        out = "" if rule.holds(row[draft.terms["measure"]]) else alone
        cells = ("number", "buildings", "households", "people", "merchants")
        grids.add_row(*(f"{row[name]:,}" for name in cells), out)
    with console.capture() as captured:
        console.print(grids)
        of = Figures(**{name: figures[name] for name in Figures.__slots__})
        console.print(line(of, figures["k"], figures["objective"], figures["bound"]))
        if figures["reason"]:
            console.print(f"Why not all are in range: {figures['reason']}")
        if figures["outside"]:
            console.print(f"{figures['outside']} buildings stand outside the community's outline.")
        if figures["outline"] != "given":
            console.print("The community has no outline; one was drawn around its buildings.")
    return captured.get()
