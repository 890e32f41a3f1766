"""Where to stop guessing: the margin below which the choice is left to a person."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Aim:
    """What the margin is set for: a share of texts to be answered, or a share of the answers to be right."""

    of: Literal["coverage", "accuracy"]
    share: float

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError("a share lies in (0, 1]")


@dataclass(frozen=True)
class Measured:
    """How answers fare above a margin: the share answered, and the share of those that is right."""

    coverage: float
    accuracy: float


def threshold(margins: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], *, aim: Aim) -> float:
    """The lowest margin that meets the aim on texts the model had not seen; infinite where none does.

    `margins` and `right` run over the same texts: the margin of the answer, and whether it was right.
    """
    order = np.argsort(-margins, kind="stable")
    ranked = margins[order]
    if aim.of == "coverage":
        return float(ranked[max(math.floor(aim.share * len(ranked)), 1) - 1])
    accuracy = np.cumsum(right[order]) / np.arange(1, len(ranked) + 1)
    last_of_its_margin = np.append(ranked[1:] < ranked[:-1], np.True_)
    meeting = np.flatnonzero((accuracy >= aim.share) & last_of_its_margin)
    return float(ranked[meeting[-1]]) if len(meeting) else math.inf


def measured(margins: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], *, above: float) -> Measured:
    """Coverage and accuracy of the answers whose margin is at least `above`; accuracy 0 where none has."""
    answered = margins >= above
    return Measured(float(answered.mean()), float(right[answered].mean()) if answered.any() else 0.0)
