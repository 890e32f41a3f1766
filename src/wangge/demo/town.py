"""What all stories of a day share: the crew, the clock, the places, the words, the residents."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from wangge.cases.models import Case
from wangge.cases.routing import Matter, route
from wangge.cases.rulebook import rulebook
from wangge.demo.crew import Crew, gather
from wangge.demo.founding import Founded
from wangge.demo.people import Person, people
from wangge.demo.presets import load
from wangge.demo.simulation import SimulatedClock
from wangge.foundation.calendar import CHINA_TIME
from wangge.places.models import Building, Grid, Membership
from wangge.staffing.models import Tier

RESIDENTS = 77


@dataclass(frozen=True, slots=True)
class Town:
    """Shared by all stories; `buildings` and `grids` are ids by the number of a house.

    `tally` counts what rows do not show, `turns` how often each chance came up.
    """

    community: int
    buildings: Mapping[int, int]
    grids: Mapping[int, int]
    crew: Crew
    clock: SimulatedClock
    words: Mapping[str, Any]
    residents: Iterator[Person]
    leaves: tuple[str, ...]
    tally: Counter[str] = field(default_factory=Counter)
    turns: Counter[str] = field(default_factory=Counter)

    def say(self, step: str, random: Random, *, about: str = "") -> str:
        """Something that people write at this step."""
        words = self.words[step]
        return str(random.choice(words[about] if about else words))

    def turn(self, what: str, share: float) -> bool:
        """Whether this happens now: evenly spread, so that a rare thing happens in a short time too."""
        before, self.turns[what] = self.turns[what], self.turns[what] + 1
        return int((before + 1) * share + 0.5) > int(before * share + 0.5)

    def at_the_street(self, case: Case) -> bool:
        """Whether the street's office has the case."""
        seat = rulebook().posts.seats.get(case.post_id or 0)
        return seat is not None and seat.tier == Tier.STREET

    def may_settle(self, case: Case) -> bool:
        """Whether the post or the office that has the case may settle such matters."""
        book = rulebook()
        seat = book.posts.seats.get(case.post_id or 0)
        return seat is not None and book.may_settle(seat.tier, case.category_id)

    def post_for(self, case: Case, *, tried: frozenset[int]) -> int:
        """The post that the rules would choose by the category alone, else the office that has the case.

        Where neither may settle such matters it is the street's, which always may.
        """
        book = rulebook()
        category = case.category.path if case.category else ""
        matter = Matter(case.area.path, category, channel="", urgency="", grid=case.grid_id, grid_kind="")
        rule = route(matter, book.rules)
        if rule is not None:
            found = book.posts.find(
                rule.tier, area_path=case.area.path, grid=case.grid_id, department=rule.department
            )
            # What was passed up is not sent down again.
            down = self.at_the_street(case) and rule.tier != Tier.DEPARTMENT
            able = book.may_settle(rule.tier, case.category_id)
            if found is not None and found not in tried and able and not down:
                return found
        if case.post_id is not None and self.may_settle(case):
            return case.post_id
        street = book.posts.find(Tier.STREET, area_path=case.area.path, grid=None)
        if street is None:
            raise LookupError(f"nobody is posted for case {case.pk}")
        return street


def open_town(preset: str, founded: Founded, *, clock: SimulatedClock) -> Town:
    """The town of a founded community as of the clock's day."""
    community = founded.community
    ids = dict(Building.objects.filter(area=community).values_list("name", "id"))
    members = Membership.objects.filter(division=founded.division, level=Grid.Level.GRID)
    inside = dict(members.values_list("building_id", "grid_id"))
    buildings = {house.number: ids[house.name] for house in founded.estate.houses}
    staff = {member.account.name for member in founded.staff}
    return Town(
        community=community.pk,
        buildings=buildings,
        grids={number: inside[pk] for number, pk in buildings.items()},
        crew=gather(founded.staff, on=clock.now.astimezone(CHINA_TIME).date()),
        clock=clock,
        words=load("everyday", "words"),
        residents=(p for p in people(seed=RESIDENTS) if p.name not in staff),
        leaves=tuple(load(preset, "texts")["texts"]),
    )
