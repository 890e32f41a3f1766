"""What a story needs at every step: the case, who acts, how long it takes, what they say."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from wangge.cases.models import Case, Report, State
from wangge.cases.sla import Clock
from wangge.demo.album import Album
from wangge.demo.pace import some, until_met
from wangge.demo.texts import Request
from wangge.demo.town import Town
from wangge.journal.actor import Actor


@dataclass(slots=True)
class Part:
    """A request with its channel's origin, and what its story remembers on the way.

    `rests_in` is the state in which everybody leaves it lying, `tried` are posts that would not have it,
    `workers` those who handled it, by account.
    """

    town: Town
    album: Album
    request: Request
    origin: str
    number: int
    random: Random
    rests_in: State | None
    told: Report = field(init=False)
    bounced: bool = False
    slow: Clock | None = None
    tried: frozenset[int] = frozenset()
    workers: dict[int, Actor] = field(default_factory=dict)

    def rests(self) -> bool:
        """Whether nobody goes on with it."""
        return self.rests_in is not None and self.case.state == self.rests_in

    @property
    def case(self) -> Case:
        """The case that the request became."""
        return self.told.case

    @property
    def _now(self) -> datetime:
        return self.town.clock.now

    @property
    def _about(self) -> str:
        """The first-level category, as far as it is known."""
        return self.case.category.path.partition("/")[0] if self.case.category else "together"

    @property
    def _at_the_street(self) -> bool:
        return self.town.at_the_street(self.case)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _say(self, step: str, *, about: str = "") -> str:
        return self.town.say(step, self.random, about=about)

    def _until(self, clock: Clock) -> timedelta:
        return until_met(self.case, clock, slow=self.slow == clock, now=self._now, random=self.random)

    def _some(self, least: float, most: float) -> timedelta:
        return some(least, most, now=self._now, random=self.random)

    def _desk(self) -> Actor:
        return self.random.choice(self.town.crew.desk)

    def _officer(self) -> Actor:
        """Somebody of the office that has the case."""
        return self.random.choice(self.town.crew.street if self._at_the_street else self.town.crew.desk)

    def _holder(self) -> Actor:
        return self.random.choice(self.town.crew.holders[self.case.post_id or 0])

    def _witness(self) -> Actor:
        """Somebody who answers for the place and did not do the work."""
        return self.random.choice(self.town.crew.others(self.case.grid_id, than=frozenset(self.workers)))
