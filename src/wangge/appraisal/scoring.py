"""The composite score: what each rate earns of its weight, told line by line. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One rate: its share, how good that is of 100, what it weighs and what it earns.

    `good` and `earned` are None where nothing was asked about: the rate then weighs nothing.
    """

    rate: str
    share: float | None
    less_is_better: bool
    weight: int

    @property
    def good(self) -> float | None:
        """Of 100: the share, or what is left of it where less is better."""
        if self.share is None:
            return None
        return WHOLE * (1 - self.share if self.less_is_better else self.share)

    @property
    def earned(self) -> float | None:
        """Points of its weight."""
        return None if self.good is None else self.good * self.weight / WHOLE


@dataclass(frozen=True, slots=True)
class Score:
    """The lines and what they come to."""

    lines: tuple[Line, ...]

    @property
    def weighed(self) -> int:
        """The weights of the rates that had cases."""
        return sum(line.weight for line in self.lines if line.good is not None)

    @property
    def earned(self) -> float:
        """What all lines earned."""
        return sum(line.earned or 0.0 for line in self.lines)

    @property
    def total(self) -> float | None:
        """Of 100; None where nothing could be weighed. What had no cases is left out of both sums."""
        return WHOLE * self.earned / self.weighed if self.weighed else None

    @property
    def whole(self) -> bool:
        """Whether every rate had cases."""
        return self.weighed == sum(line.weight for line in self.lines)


def composite(
    weights: Sequence[tuple[str, int]], shares: Mapping[str, float | None], less: frozenset[str]
) -> Score:
    """The score that these shares make by these weights (rate, points)."""
    return Score(
        tuple(Line(rate, shares.get(rate), rate in less, points) for rate, points in weights if points)
    )


def gap(weights: Mapping[str, int]) -> int:
    """What is missing of 100 (more than 100: below nought)."""
    return WHOLE - sum(weights.values())
