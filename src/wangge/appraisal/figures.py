"""A figure of a unit, raw and adjusted; a sheet of them; sheets added up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from wangge.appraisal.measures import LESS, RATED
from wangge.appraisal.models import Rate


@dataclass(slots=True)
class Figure:
    """One rate: what was asked about and what was well, of all cases and without those left out.

    For means of ratings `hit` is in hundredths of a rating.
    """

    rate: Rate
    of: int = 0
    hit: int = 0
    kept_of: int = 0
    kept_hit: int = 0

    def __iadd__(self, other: Self) -> Self:
        self.of += other.of
        self.hit += other.hit
        self.kept_of += other.kept_of
        self.kept_hit += other.kept_hit
        return self

    @property
    def unit(self) -> int:
        """How much of `hit` is one of `of`."""
        return 100 if self.rate in RATED else 1

    @property
    def raw(self) -> float | None:
        """The share of all cases asked about; None where there is none."""
        return self.hit / (self.of * self.unit) if self.of else None

    @property
    def adjusted(self) -> float | None:
        """The share without the cases left out."""
        return self.kept_hit / (self.kept_of * self.unit) if self.kept_of else None

    @property
    def left_out(self) -> int:
        """How many were left out."""
        return self.of - self.kept_of

    @property
    def less_is_better(self) -> bool:
        """Whether a small share is a good one."""
        return self.rate in LESS

    @property
    def rated(self) -> bool:
        """Whether it is a mean of ratings."""
        return self.rate in RATED

    @property
    def well(self) -> float:
        """What is added up over the line: cases, or whole ratings."""
        return self.hit / self.unit


@dataclass(slots=True)
class Sheet:
    """The figures of one unit or month, and how many cases came in."""

    total: int = 0
    figures: dict[Rate, Figure] = field(default_factory=dict)

    def __iadd__(self, other: Self) -> Self:
        self.total += other.total
        for rate, figure in other.figures.items():
            if rate in self.figures:
                self.figures[rate] += figure
            else:
                self.figures[rate] = Figure(rate, figure.of, figure.hit, figure.kept_of, figure.kept_hit)
        return self


def together(sheets: Iterable[Sheet]) -> Sheet:
    """All of them added up."""
    whole = Sheet()
    for sheet in sheets:
        whole += sheet
    return whole
