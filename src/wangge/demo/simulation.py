"""A clock that many stories share: each tells how long it waits before it goes on."""

import heapq
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

Story = Generator[timedelta, None, None]


@dataclass(slots=True)
class SimulatedClock:
    """The time in the simulation, which only `play` moves on."""

    now: datetime


@dataclass(frozen=True, slots=True)
class Start:
    """A story, when it begins, and the question after each step whether it rests there for good."""

    at: datetime
    story: Story
    rests: Callable[[], bool]


def play(
    starts: Iterable[Start],
    *,
    clock: SimulatedClock,
    until: datetime,
    every: timedelta,
    round_: Callable[[datetime], object],
) -> int:
    """Go through all steps of all stories in the order of their times, with a round of upkeep in between.

    Returns the number of steps. Steps later than `until` are not taken: what is open then stays open.
    """
    waiting = [(start.at, number, start) for number, start in enumerate(starts)]
    heapq.heapify(waiting)
    steps, next_round = 0, clock.now
    while waiting and waiting[0][0] <= until:
        at, number, start = heapq.heappop(waiting)
        while next_round <= at:
            round_(next_round)
            next_round += every
        clock.now = at
        steps += 1
        wait = next(start.story, None)
        if wait is not None and not start.rests():
            heapq.heappush(waiting, (at + wait, number, start))
    clock.now = until
    return steps
