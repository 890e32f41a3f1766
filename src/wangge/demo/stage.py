"""Where the rarer stories are played: who acts, how time passes, what most of them begin and end with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from wangge.cases import actions
from wangge.cases.models import Case, Report, State
from wangge.cases.telling import Telling
from wangge.demo.estate import Estate
from wangge.demo.pace import by_day
from wangge.demo.simulation import Story
from wangge.demo.things import House
from wangge.demo.town import Town
from wangge.journal.actor import RESIDENT, Actor
from wangge.staffing.models import Post

DAY = timedelta(days=1)


@dataclass(slots=True)
class Stage:
    """One story's stage: its words, its house, and how long a day lasts where few days are lived.

    `workers` are the accounts of those who worked on each case, who may not look at it afterwards.
    """

    town: Town
    name: str
    words: Mapping[str, str]
    house: House
    random: Random
    day: timedelta
    workers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def now(self) -> datetime:
        """The time in the simulation."""
        return self.town.clock.now

    def after(self, hours: float) -> timedelta:
        """A wait of about so many hours, to the next morning where it would end at night."""
        wait = self.day * (hours * self.random.uniform(0.9, 1.1) / 24)
        return by_day(self.now + wait, random=self.random) - self.now if self.day == DAY else wait

    def say(self, what: str) -> str:
        """Words of this story."""
        return self.words[what].format(place=f"{self.house.compound}{self.house.name}")

    # --- who ---------------------------------------------------------------------------------------------

    def desk(self) -> Actor:
        """Somebody of the community's office."""
        return self.random.choice(self.town.crew.desk)

    def street(self) -> Actor:
        """Somebody of the street's office."""
        return self.random.choice(self.town.crew.street)

    def command(self) -> Actor:
        """Somebody of the command centre."""
        return self.random.choice(self.town.crew.command)

    def of(self, post: int | None) -> Actor:
        """Whoever is in a post."""
        return self.random.choice(self.town.crew.holders[post or 0])

    def unit(self, code: str) -> int:
        """The post of a department."""
        return Post.objects.values_list("pk", flat=True).get(department__code=code)

    def street_post(self) -> int:
        """The post of the street's office."""
        return Post.objects.values_list("pk", flat=True).get(kind__code="street-desk")

    # --- what most stories share -------------------------------------------------------------------------

    def telling(self, what: str) -> Telling:
        """What a resident says, with a name, at this story's house."""
        person = next(self.town.residents)
        return Telling(
            self.say(what),
            self.words["channel"],
            building=self.town.buildings[self.house.number],
            address=f"{self.house.compound}{self.house.name}",
            category=self.words["category"],
            name=person.name,
            phone=person.phone,
            key=f"demo-{self.name}-{what}",
        )

    def tell(self, what: str = "text", *, by: Actor = RESIDENT) -> Report:
        """A case begins."""
        self.count()
        return actions.report(self.telling(what), by=by, now=self.now)

    def count(self, cases: int = 1) -> None:
        """So many cases more are there, which no everyday request told."""
        self.town.tally["staged"] += cases

    def send(self, case: Case, post: int | None = None) -> Story:
        """Taken on by the community and given to a post, unless the rules sent it there at once."""
        yield self.after(0.3)
        if case.state == State.REPORTED:
            actions.accept(case, by=self.desk(), now=self.now)
        if case.state == State.ACCEPTED:
            post = post or self.town.post_for(case, tried=frozenset())
            actions.dispatch(case, post=post, reason=self.words.get("send", ""), by=self.desk(), now=self.now)

    def sign(self, case: Case) -> Story:
        """Signed for, and the reporter spoken with."""
        yield self.after(0.5)
        actions.sign(case, by=self.of(case.post_id), now=self.now)
        yield self.after(0.3)
        actions.contact(case, note=self._everyday("contact"), by=self.of(case.post_id), now=self.now)

    def finish(self, case: Case, *, note: str = "done") -> Story:
        """Worked on, looked at by another, and closed."""
        yield self.after(1.5)
        by = self.of(case.post_id)
        actions.handle(case, note=self.say(note), by=by, now=self.now)
        self.worked(case, [by])
        yield from self.look(case)

    def look(self, case: Case) -> Story:
        """Somebody who did not work on it looks at it; then it is closed."""
        yield self.after(0.8)
        others = self.town.crew.others(case.grid_id, than=frozenset(self.workers[case.pk]))
        by = self.random.choice(others)
        actions.verify(case, note=self._everyday("verify"), by=by, now=self.now)
        yield self.after(0.3)
        actions.close(case, by=self.desk(), now=self.now)

    def worked(self, case: Case, by: Iterable[Actor]) -> None:
        """These have had their hands in it."""
        self.workers[case.pk] |= {actor.person for actor in by}

    def _everyday(self, step: str) -> str:
        return self.town.say(step, self.random)


def stage(
    name: str, words: Mapping[str, Any], *, town: Town, estate: Estate, random: Random, day: timedelta
) -> Stage:
    """A stage for a story, at a house that fits it."""
    houses = [house for house in estate.houses if house.lift or name != "lift"]
    return Stage(town, name, words, random.choice(houses), random, day)
