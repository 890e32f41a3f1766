"""Notices in the days of a city: what was announced, who passed it on, which units were not reached."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from wangge.cases.models import Category
from wangge.demo.pace import by_day
from wangge.demo.presets import load
from wangge.demo.simulation import Start, Story
from wangge.demo.town import Town
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.notices import actions
from wangge.notices.models import Level, Link, Notice, Way
from wangge.places.models import Area, Building, Grid

WAYS = (Way.SLIP, Way.SLIP, Way.GROUP, Way.KNOCK, Way.CONTACT)


def announced(preset: str, *, town: Town, seed: int, begin: datetime, now: datetime) -> list[Start]:
    """Every notice of the preset as a story that begins when it is published."""
    plan = load(preset, "notices")
    starts = []
    for number, row in enumerate(plan["notices"]):
        random = Random(f"{seed}-notice-{number}")  # noqa: S311 - nothing secret is drawn
        at = max(begin, by_day(now - timedelta(days=row["days_ago"]), random=random))
        story = _story(row, plan["missed"], town=town, random=random)
        starts.append(Start(min(at, now), story, lambda: False))
    return starts


def _story(row: Mapping[str, Any], missed: Sequence[str], *, town: Town, random: Random) -> Story:
    """Published, passed on by the community, then each grid tells its units, some of them not at once."""
    notice = _publish(row, town, random)
    links = Link.objects.filter(notice=notice).select_related("notice", "area")
    if row["by"] == "street":
        yield timedelta(hours=random.uniform(0.3, 1.5))
        for link in links.filter(level=Level.COMMUNITY):
            actions.pass_on(link, by=random.choice(town.crew.desk), now=town.clock.now)
    grids = list(links.filter(level=Level.GRID))
    random.shuffle(grids)
    for link in grids[: max(1, round(len(grids) * min(1.0, row["told"] + 0.2)))]:
        yield timedelta(hours=random.uniform(0.1, 0.6))
        by = random.choice(town.crew.watchers[link.grid_id or 0])
        actions.receive(link, by=by, now=town.clock.now)
        units = list(links.filter(level=Level.UNIT, grid=link.grid_id))
        _go_round(units, row["told"], missed, by=by, now=town.clock.now, random=random)


def _go_round(
    units: list[Link], share: float, missed: Sequence[str], *, by: Actor, now: datetime, random: Random
) -> None:
    """So many units are told; of the others every third could not be reached."""
    random.shuffle(units)
    told = round(len(units) * share)
    if units[:told]:
        actions.tell(units[:told], way=random.choice(WAYS).value, by=by, now=now)
    if units[told::3]:
        actions.miss(units[told::3], reason=random.choice(missed), by=by, now=now)


def _publish(row: Mapping[str, Any], town: Town, random: Random) -> Notice:
    now, community = town.clock.now, Area.objects.get(pk=town.community)
    street = row["by"] == "street"
    begins = (now + timedelta(days=row["after_days"])).astimezone(CHINA_TIME)
    begins = begins.replace(hour=row["hour"], minute=0, second=0, microsecond=0)
    words = actions.Words(row["title"], row["text"], begins, begins + timedelta(hours=row["hours"]))
    draft = actions.Draft(
        kind=row["kind"],
        words=words,
        key=f"demo-{row['title']}"[:40],
        places=_places(row, town, random),
        category=Category.objects.filter(code=row["category"]).first(),
        days=row["days"],
        urgent=row.get("urgent", False),
    )
    area = community.parent if street and community.parent else community
    by = random.choice(town.crew.street if street else town.crew.desk)
    return actions.publish(draft, area=area, by=by, now=now)


def _places(row: Mapping[str, Any], town: Town, random: Random) -> actions.Places:
    """All of it, a grid, or as many buildings as have so many units between them."""
    if row.get("grid"):
        return actions.Places(grids=[Grid.objects.get(pk=random.choice(sorted(set(town.grids.values()))))])
    if wanted := row.get("units"):
        return actions.Places(buildings=_with_units(wanted, town.community))
    return actions.Places()


def _with_units(wanted: int, community: int) -> list[Building]:
    """Buildings that have exactly so many units, the first that do; all of them where none do."""
    buildings = list(Building.objects.filter(area=community).order_by("id"))
    sums: dict[int, list[Building]] = {0: []}
    for building in buildings:
        for held, chosen in list(sums.items()):
            sums.setdefault(held + building.units, [*chosen, building])
        if wanted in sums:
            return sums[wanted]
    return buildings
