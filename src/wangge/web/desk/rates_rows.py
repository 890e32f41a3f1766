"""Figures as rows of a table: raw and adjusted, every number of it leading to its cases."""

from collections.abc import Iterable
from dataclasses import dataclass

from wangge.appraisal.figures import Figure
from wangge.appraisal.models import Rate
from wangge.appraisal.queries import Judged
from wangge.web.desk.rates_frame import Asked
from wangge.web.desk.rates_words import HOW


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a figure: its share, what it is made of, and the lists that it opens to."""

    share: float | None
    well: float
    of: int
    well_url: str
    of_url: str
    out_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A rate of a unit: raw and adjusted, what was left out, and how it is made."""

    rate: Rate
    how: str
    figure: Figure
    raw: Cell
    adjusted: Cell
    left_url: str


def rows(wanted: Asked, judged: Judged, rates: Iterable[Rate]) -> list[Row]:
    """These rates of a unit as rows."""
    return [row(wanted, judged.figure(rate)) for rate in rates]


def row(wanted: Asked, figure: Figure) -> Row:
    """A figure as a row; every number of it leads to its cases."""
    rate = figure.rate

    def url(part: str, adjusted: str) -> str:
        return wanted.url("rates-cases", rate=rate.value, part=part, adjusted=adjusted)

    raw = Cell(figure.raw, figure.well, figure.of, url("in", ""), url("of", ""), url("out", ""))
    kept = Cell(
        *(figure.adjusted, figure.kept_hit / figure.unit, figure.kept_of),
        *(url("in", "1"), url("of", "1"), url("out", "1")),
    )
    return Row(rate, str(HOW[rate]), figure, raw, kept, url("left", ""))
