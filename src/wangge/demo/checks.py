"""What must hold of a city that was founded and lived in; each failure is named in a sentence."""

from collections.abc import Iterator

from django.db.models import Count, Sum

from wangge.cases.models import Channel, State
from wangge.cases.moves import PAST
from wangge.demo.day import Lived
from wangge.demo.figures import Figures
from wangge.journal.verification import Verdict
from wangge.partition.inputs import Rule
from wangge.places.models import Building, Division, Grid
from wangge.staffing.models import OF_POSTS, Post


def of_sizes(division: Division, rule: Rule) -> Iterator[str]:
    """Whether a division keeps to its rule."""
    grids = list(division.grids.annotate(held=Sum("buildings__households")))
    if rule.k is not None and len(grids) != rule.k:
        yield f"{division.area.name}: {len(grids)} grids, not {rule.k}"
    for grid in grids:
        if not rule.holds(grid.held or 0):
            yield f"{grid.name}: {grid.held} households, not {rule.min} to {rule.max}"


def of_buildings(division: Division) -> Iterator[str]:
    """Whether a division holds every building exactly once."""
    rows = Building.objects.filter(
        area=division.area, memberships__division=division, memberships__level=Grid.Level.GRID
    )
    counted = rows.annotate(n=Count("memberships")).values_list("n", flat=True)
    loose = division.area.buildings.count() - len(counted)
    if loose:
        yield f"{division.area.name}: {loose} buildings are in no grid"
    if any(n != 1 for n in counted):
        yield f"{division.area.name}: some buildings are in more than one grid"


def of_posts(division: Division) -> Iterator[str]:
    """Whether every grid has a head, a deputy and members, and every post somebody in it."""
    for grid in division.grids.annotate(n=Count("posts__kind", distinct=True)):
        if grid.n < 3:
            yield f"{grid.name}: posts of only {grid.n} kinds"
    for post in Post.objects.filter(appointments=None):
        yield f"{post.name}: nobody is in this post"
    missing = {tier for tier, _ in OF_POSTS} - set(Post.objects.values_list("kind__tier", flat=True))
    if missing:
        yield f"no posts on the levels {', '.join(sorted(missing))}"


def of_day(found: Figures, lived: Lived, verdict: Verdict) -> Iterator[str]:
    """Whether the whole loop was gone through, by every channel, and its record is whole."""
    if found.witnessed != found.closed or not found.closed:
        yield f"verified by another: {found.witnessed} of {found.closed} closed cases"
    if verdict.fault is not None or verdict.unsealed:
        yield f"journal: {verdict.fault or f'{verdict.unsealed} entries were not sealed'}"
    if found.requests != lived.requests:
        yield f"{lived.requests} requests were told, {found.requests} are there"
    verbs = sorted({"reported", "clock_rang", "joined", "petitioned", "split_off", *PAST.values()})
    yield from (f"step never taken: {verb}" for verb in verbs if not found.steps.get(f"case.{verb}"))
    yield from (f"no case is {state.value}" for state in State if not found.states.get(state))
    ways = Channel.objects.values_list("code", flat=True)
    yield from (f"channel never used: {code}" for code in ways if not found.channels.get(code))
    if not lived.own_work_refused:
        yield "nobody tried to verify their own work"
