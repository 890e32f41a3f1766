"""How much two requests are alike: place, time, matter and words, each told so that a person can judge."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from types import MappingProxyType

DAY = 86_400.0  # seconds
LONGEST = 600  # characters of a text that are compared
SIGNS = re.compile(r"[\W_]+")


class Matter(StrEnum):
    """How two categories of the tree stand to each other."""

    SAME = "same"
    BRANCH = "branch"
    UNLIKE = "unlike"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts how much, as data. `weights` are shares of place, time, matter and words.

    Looked at are cases within `radius` metres or at the same building or address that are open, or were
    closed within `days`. A time apart counts half after `half_life` days; a case closed before the
    other was told is worth `closed` of its score, for what was settled and is back is mostly told anew.
    Scores are in 0–1; below `cut` nothing is suggested.
    """

    radius: float = 150.0
    days: int = 60
    half_life: float = 7.0
    closed: float = 0.7
    cut: float = 0.6
    weights: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({"place": 0.3, "time": 0.15, "matter": 0.2, "words": 0.35})
    )


USUAL = Measure()


@dataclass(frozen=True, slots=True)
class Facts:
    """What two requests have in common. None is not known of both, and does not count.

    `metres` lies between the points, `days` between the tellings (negative: told before the one sought for);
    `words` is the likeness of the texts in 0–1; `open` says whether the other is still open.
    """

    metres: float | None
    same_building: bool
    same_address: bool
    days: float
    matter: Matter
    words: float | None
    open: bool


def score(facts: Facts, measure: Measure = USUAL) -> float:
    """How likely it is the same matter, 0–1: the mean of what is known of both, by weight."""
    known = {
        "place": _nearness(facts, measure),
        "time": float(0.5 ** (abs(facts.days) / measure.half_life)),
        "matter": {Matter.SAME: 1.0, Matter.BRANCH: 0.5, Matter.UNLIKE: 0.0}.get(facts.matter),
        "words": facts.words,
    }
    parts = [(measure.weights[name], value) for name, value in known.items() if value is not None]
    mean = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    return mean * (1.0 if facts.open else measure.closed)


def _nearness(facts: Facts, measure: Measure) -> float:
    if facts.same_building or facts.same_address:
        return 1.0
    if facts.metres is None:
        return 0.0
    return max(0.0, 1.0 - facts.metres / measure.radius)


def days_between(earlier: datetime, later: datetime) -> float:
    """Days from one moment to another."""
    return (later - earlier).total_seconds() / DAY


def matter(one: str, other: str) -> Matter:
    """How two category paths ("estate/lift/") stand to each other: a branch is all below one root."""
    if not one or not other:
        return Matter.UNKNOWN
    if one == other:
        return Matter.SAME
    return Matter.BRANCH if one.split("/", 1)[0] == other.split("/", 1)[0] else Matter.UNLIKE


def plain_address(address: str) -> str:
    """The address without what people write one way or the other: width, case, blanks and signs."""
    return SIGNS.sub("", unicodedata.normalize("NFKC", address).lower())


def pairs(text: str) -> frozenset[str]:
    """The runs of two characters of a text: Chinese sets no blanks between words, and most have two signs."""
    plain = SIGNS.sub("", unicodedata.normalize("NFKC", text[:LONGEST]).lower())
    return frozenset(map("".join, pairwise(plain)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float | None:
    """The share of runs in common, 0–1, after Ochiai (1957): shared / √(one · other).

    It is kinder than Jaccard's to a short text that says what a long one says. None where a text has none.
    """
    if not one or not other:
        return None
    return len(one & other) / sqrt(len(one) * len(other))
