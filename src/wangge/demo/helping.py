"""Forces called to cases and work records written in three roles, in the days lived."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from wangge.cases.models import Case, State
from wangge.demo.pace import by_day
from wangge.demo.presets import load
from wangge.demo.simulation import Start, Story
from wangge.demo.town import Town
from wangge.foundation.calendar import CHINA_TIME
from wangge.outreach import actions
from wangge.outreach.calls import near
from wangge.outreach.models import RecordKind
from wangge.outreach.records import Said
from wangge.places.models import Grid

CALLED, WRITTEN = 10, 40


def lent_a_hand(preset: str, *, town: Town, seed: int, begin: datetime, now: datetime) -> list[Start]:
    """Forces called to cases, and records written, in the days lived."""
    words, starts = load(preset, "forces"), []
    for number in range(CALLED + WRITTEN):
        random = Random(f"{seed}-forces-{number}")  # noqa: S311 - nothing secret is drawn
        share = (number + 1) / (CALLED + 1) if number < CALLED else (number - CALLED + 0.5) / WRITTEN
        at = by_day(begin + (now - begin) * (0.1 + 0.85 * share), random=random)
        story = _called if number < CALLED else _written
        starts.append(Start(at, story(words, number, town, random), _never))
    return starts


def _called(words: Mapping[str, Any], number: int, town: Town, random: Random) -> Story:
    """Somebody calls a force to a case of the grid and tells what it did; one in five does not come."""
    open_ = Case.objects.filter(area=town.community, state__in=[State.DISPATCHED, State.SIGNED], calls=None)
    case = open_.exclude(grid=None).select_related("area", "grid", "category").order_by("-pk").first()
    if case is None:
        return
    by = random.choice(town.crew.watchers[case.grid_id or 0])
    found = near(case, on=town.clock.now.astimezone(CHINA_TIME).date())
    if not found:
        return
    force = found[number % min(3, len(found))].force
    matter = words["call"][number % len(words["call"])]
    made = actions.call(case, force, matter=matter, by=by, now=town.clock.now)
    yield timedelta(hours=random.uniform(2, 6))
    came = number % 5 != 4
    did = words["did"][number % len(words["did"])] if came else ""
    if number != CALLED - 1:
        actions.tell(made, came=came, did=did, by=by, now=town.clock.now)


def _written(words: Mapping[str, Any], number: int, town: Town, random: Random) -> Story:
    """Somebody who answers for a grid writes down what was done there."""
    yield timedelta()
    grid = random.choice(sorted(town.crew.watchers))
    by = random.choice(town.crew.watchers[grid])
    kind, what, outcome = words["records"][number % len(words["records"])]
    day = town.clock.now.astimezone(CHINA_TIME).date()
    said = Said(RecordKind.objects.get(code=kind), what, outcome, day, key=f"demo-{number}")
    place = Grid.objects.select_related("division__area").get(pk=grid)
    actions.keep_record(said, grid=place, by=by, now=town.clock.now)


def _never() -> bool:
    return False
