"""Some days in the life of a founded community: requests come in and people deal with them, up to now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from wangge.cases.models import Channel, State
from wangge.cases.rulebook import rulebook
from wangge.demo.album import Album
from wangge.demo.founding import Founded
from wangge.demo.helping import lent_a_hand
from wangge.demo.notices import announced
from wangge.demo.plots import staged
from wangge.demo.simulation import SimulatedClock, Start, play
from wangge.demo.stories import Life
from wangge.demo.texts import Request, requests
from wangge.demo.town import open_town
from wangge.demo.window import at_the_window
from wangge.foundation.calendar import CHINA_TIME

PER_DAY = 40
UPKEEP = timedelta(hours=2)
# How many requests come in each hour of the day, relative to the busiest.
HOURS = (1, 1, 0.5, 0.5, 0.5, 1, 3, 6, 9, 10, 9, 7, 5, 5, 7, 8, 8, 8, 8, 9, 8, 6, 4, 2)
RECENT = timedelta(hours=40)
STATES = (
    State.REPORTED, State.ACCEPTED, State.DISPATCHED, State.SIGNED, State.HANDLED, State.VERIFIED
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lived:
    """What was simulated: cases told or split off, steps, own work nobody could verify, harmless repeats."""

    requests: int
    steps: int
    own_work_refused: int
    repeated: int


def live(
    preset: str,
    founded: Founded,
    *,
    now: datetime,
    days: int,
    seed: int,
    work: Callable[[datetime], bool],
    texts: Iterable[str] = (),
    per_day: int = PER_DAY,
    progress: Callable[[datetime], None] = lambda _now: None,
) -> Lived:
    """Live through the days before `now`. The same seed lives the same days.

    `work` is a round of the worker and says whether it found work; `texts` take the place of the invented
    ones, as far as they go.
    """
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    begin = now - timedelta(days=days)
    clock = SimulatedClock(begin)
    town = open_town(preset, founded, clock=clock)
    origins = dict(Channel.objects.values_list("code", "origin"))
    invented = requests(founded.estate, preset=preset, seed=seed)
    asked = with_texts(every_channel(invented, origins, days * per_day), texts)
    random.shuffle(asked)
    times = arrivals(begin, now, len(asked), random)
    resting = left_lying([now - at for at in times], weighed_first(asked), random)
    lives = [
        Life(town, Album(), request, origins[request.channel], n, Random(f"{seed}-{n}"), resting.get(n))  # noqa: S311
        for n, request in enumerate(asked)
    ]
    starts = [Start(at, life.story(), life.rests) for at, life in zip(times, lives, strict=True)]
    starts += staged(preset, town=town, estate=founded.estate, seed=seed, begin=begin, now=now)
    starts += at_the_window(preset, town=town, seed=seed, begin=begin, now=now)
    starts += lent_a_hand(preset, town=town, seed=seed, begin=begin, now=now)
    starts += announced(preset, town=town, seed=seed, begin=begin, now=now)

    def upkeep(at: datetime) -> bool:
        progress(at)
        return work(at)

    steps = play(starts, clock=clock, until=now, every=UPKEEP, round_=upkeep)
    while upkeep(now):
        pass
    told = len(asked) + town.tally["staged"]
    return Lived(told, steps, town.tally["own_work_refused"], town.tally["repeated"])


def every_channel(invented: Iterator[Request], channels: Iterable[str], count: int) -> list[Request]:
    """So many requests, and as many more as it takes until every channel is used."""
    asked = list(islice(invented, count))
    missing = set(channels) - {request.channel for request in asked}
    while missing:
        request = next(invented)
        if request.channel in missing:
            missing.discard(request.channel)
            asked.append(request)
    return asked


def with_texts(asked: list[Request], texts: Iterable[str]) -> list[Request]:
    """The requests with other people's words, as far as these go; what they are about is then unknown."""
    words = iter(texts)
    told = [
        Request(text, "", r.channel, r.house, r.address, r.at) for r, text in zip(asked, words, strict=False)
    ]
    return told + asked[len(told) :]


def arrivals(begin: datetime, end: datetime, count: int, random: Random) -> list[datetime]:
    """When so many requests come in, in order: few at night."""
    slots = [begin + timedelta(hours=n) for n in range(int((end - begin) / timedelta(hours=1)))]
    weights = [HOURS[slot.astimezone(CHINA_TIME).hour] for slot in slots]
    chosen = random.choices(slots, weights, k=count)
    return sorted(slot + timedelta(minutes=random.uniform(0, 60)) for slot in chosen)


def weighed_first(asked: list[Request]) -> set[int]:
    """The requests that come in by channels whose cases the office weighs before anyone gets them."""
    book = rulebook()
    weighed = {rule.channel for rule in book.rules if rule.channel and not (rule.category or rule.direct)}
    return {n for n, request in enumerate(asked) if request.channel in weighed}


def left_lying(ages: list[timedelta], weighed: set[int], random: Random) -> dict[int, State]:
    """In which state some cases rest: many of the last days, few of the older ones, several in each state."""
    resting = {}
    for n, age in enumerate(ages):
        if random.random() < (0.25 if age < RECENT else 0.03):
            resting[n] = random.choice(STATES)
    early = [n for n in sorted(weighed) if timedelta(hours=14) < ages[n] < timedelta(hours=72)]
    resting |= dict(zip(early, cycle((State.ACCEPTED, State.REPORTED)), strict=False))
    some = [n for n, age in enumerate(ages) if timedelta(hours=26) < age and n not in weighed]
    resting |= dict(zip(some[-16:], cycle(STATES[2:]), strict=False))
    return resting
