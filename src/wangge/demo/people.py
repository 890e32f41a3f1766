"""Invented people: names from pools, phones from a range kept for fiction; no two alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from wangge.demo.presets import load


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    phone: str


def people(*, seed: int) -> Iterator[Person]:
    """People without a repeated name or phone, the same for the same seed; ends with the names."""
    pool = load("everyday", "names")
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    numbers = random.sample(range(10_000), 10_000)
    surnames, given = list(pool["surnames"]), pool["given"]
    weights = list(pool["surnames"].values())
    used: set[str] = set()
    most = len(surnames) * len(given) // 2
    while len(used) < most:
        name = random.choices(surnames, weights)[0] + random.choice(given)
        if name not in used:
            used.add(name)
            yield Person(name, f"{pool['phone_prefix']}{numbers[len(used) - 1]:04d}")
