"""`wangge plan all`: draw the grids of every community below an area, several at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress as Bars
from rich.table import Table

from wangge.config.cli.cluster import cluster
from wangge.config.cli.communities import AT_THE_KEYBOARD, lay_tables
from wangge.config.cli.drawing import progress, rule_of
from wangge.config.cli.main import said
from wangge.config.cli.options import of_a_community
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.partition.errors import Infeasible
from wangge.partition.inputs import Rule, Wish
from wangge.partition.many import Instance, solve_many
from wangge.partition.solve import Plan
from wangge.places.errors import NoSuchArea
from wangge.places.models import Area
from wangge.planning.actions import keep
from wangge.planning.models import Draft
from wangge.planning.sketching import by_name, draft_of
from wangge.planning.terrain import Terrain, survey
from wangge.planning.together import spots

AT_A_TIME = 64  # read and drawn before the next ones are read, so that a province fits into memory


@dataclass(frozen=True)
class Outcome:
    """What became of a community: a draft, or the reason why there is none."""

    area: Area
    draft: Draft | None = None
    refusal: Refused | None = None


@click.command("all")
@click.argument("code", required=False)
@of_a_community
@click.option("--jobs", default=-1, show_default=True, help="How many at a time; -1 is one for each core.")
@click.option("--cluster", "address", help="Draw on the Dask cluster of this scheduler, tcp://host:8786.")
@click.option("--preview", is_flag=True, help="Show what would be drawn, and keep nothing.")
def plan_all(code: str | None, jobs: int, address: str | None, *, preview: bool, **options: Any) -> None:
    """Draw the grids of every community below the area CODE (default: everywhere) and keep them as drafts.

    A community that cannot be drawn is listed with the reason and does not hold up the others. --seconds is
    for each of them. Ctrl-C ends it; drafts made until then are kept.
    """
    rule = rule_of(options | {"k": None})
    lay_tables()
    areas = _communities(code)
    found: list[Outcome] = []
    with cluster(address):
        try:
            with Bars(console=progress, transient=True) as bars:
                bar = bars.add_task("Drawing", total=len(areas))
                for outcome in _outcomes(areas, rule, jobs, options):
                    if outcome.draft and not preview:
                        keep(outcome.draft, by=AT_THE_KEYBOARD, now=timezone.now())
                    found.append(outcome)
                    bars.update(bar, advance=1, description=f"Drawing ({outcome.area.name} done)")
        finally:
            click.echo(_table(found), nl=False)
            click.echo(_summary(found, len(areas), preview=preview))
    if not any(outcome.draft for outcome in found):
        raise click.exceptions.Exit(1)


def _communities(code: str | None) -> Sequence[Area]:
    everywhere = Area.objects.filter(level=Area.Level.COMMUNITY)
    if not code:
        return list(everywhere)
    top = Area.objects.filter(code=code).first()
    if top is None:
        raise NoSuchArea(code=code)
    return list(everywhere.under([top.path]))


def _outcomes(areas: Sequence[Area], rule: Rule, jobs: int, options: dict[str, Any]) -> Iterator[Outcome]:
    """Each community's outcome as it comes; the database is read here, the others only draw."""
    for at in range(0, len(areas), AT_A_TIME):
        terrains: dict[str, Terrain] = {}
        batch = {area.code: area for area in areas[at : at + AT_A_TIME]}
        for area in batch.values():
            try:
                terrains[area.code] = survey(area)
            except Refused as refusal:
                yield Outcome(area, refusal=refusal)
        graphs = {name: terrain.graph(options["measure"]) for name, terrain in terrains.items()}
        instances = [Instance(name, at, rule, Wish(bloc=spots(at, rule))) for name, at in graphs.items()]
        how = {"seed": options["seed"], "seconds": options["seconds"], "lenient": not options["strict"]}
        for name, plan in solve_many(instances, jobs=jobs, **how):
            yield _outcome(batch[name], terrains[name], plan, options)


def _outcome(area: Area, terrain: Terrain, plan: Plan | Refused, options: dict[str, Any]) -> Outcome:
    if isinstance(plan, Infeasible):
        return Outcome(area, refusal=by_name(plan))
    if isinstance(plan, Refused):
        return Outcome(area, refusal=plan)
    seed, measure = options["seed"], options["measure"]
    today = timezone.now().astimezone(CHINA_TIME).date()
    return Outcome(area, draft_of(plan, area=area, terrain=terrain, measure=measure, seed=seed, on=today))


def _table(found: Sequence[Outcome]) -> str:
    """The communities one by one, in the order of their codes."""
    console = Console(width=110, no_color=True)
    rows = Table("code", "community", "grids", "in range", "J", "draft, or why not")
    for outcome in sorted(found, key=lambda outcome: outcome.area.code):
        rows.add_row(outcome.area.code, outcome.area.name, *_cells(outcome))
    with console.capture() as captured:
        console.print(rows)
    return captured.get()


def _cells(outcome: Outcome) -> tuple[str, str, str, str]:
    if outcome.draft is None:
        return "", "", "", said(outcome.refusal) if outcome.refusal else ""
    of = outcome.draft.figures
    draft = "" if outcome.draft.pk is None else str(outcome.draft.pk)
    told = " ".join(filter(None, [draft, of["reason"]]))
    return str(of["k"]), f"{of['in_range']:.1%}", f"{of['objective']:.2f}", told


def _summary(found: Sequence[Outcome], asked: int, *, preview: bool) -> str:
    drawn = [outcome.draft for outcome in found if outcome.draft]
    even = sum(draft.figures["in_range"] == 1 for draft in drawn)
    kept = "nothing was kept" if preview else "kept as drafts"
    left = f", {asked - len(found)} not reached" if len(found) < asked else ""
    refused = len(found) - len(drawn)
    return (
        f"{len(drawn)} of {asked} communities drawn ({kept}), {even} all in range, {refused} refused{left}."
    )
