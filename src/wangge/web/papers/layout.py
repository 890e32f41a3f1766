"""How a wall map shares its sheet with the table of its grids: the largest letters with which both fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wangge.web.papers.labels import width_of
from wangge.web.papers.page import UNITS, Printing

HEAD = 24.0  # mm on A3, as all that follow: the title
ASKING = 31.0  # the QR code and the legend
ALONE = 72.0  # the column where the table is on a page of its own
GAP = 4.0  # between the map and the foot
LETTERS = (14.0, 12.5, 11.5)  # points of the table
MM = 25.4 / 72  # millimetres in a point
MOST, UTMOST = 0.42, 0.52  # of the width, for the table: with larger letters, and with the smallest
LEAST = 0.65  # of the height it could use that a map keeps, or the table moves to a page of its own
ROOM = 1.1  # of its own height that a map takes where there is more than enough
BOLD, SMALL, SWATCH, PADDING = 1.06, 0.92, 1.9, 8.0  # ems to those of plain letters; points of a cell


@dataclass(frozen=True, slots=True)
class Layout:
    """Millimetres of the map, points of the table, and whether both stand on the same page."""

    width: float
    height: float
    letters: float
    beside: bool


def layout(printing: Printing, table: Mapping[str, Any], words: Mapping[str, str], *, ratio: float) -> Layout:
    """The largest letters with which everything fits; where none do, the table gets its own page.

    `ratio` is the height of the community to its width.
    """
    ems, columns = _ems(table, words)
    lines = sum(0.85 + 1.34 * _lines(row) for row in (*table["rows"], {}, {}))
    tried = [_with(letters, printing, ems, columns, lines, ratio) for letters in LETTERS]
    return next((each for each in tried if each.beside), tried[-1])


def _with(letters: float, printing: Printing, ems: float, columns: int, lines: float, ratio: float) -> Layout:
    unit = UNITS[printing.sheet.size]
    wide, high = printing.inner
    high -= HEAD * unit + GAP
    need = unit * MM * letters * lines
    if printing.sheet.landscape:
        side = (ems * letters + columns * PADDING) * unit * MM
        most = UTMOST if letters == LETTERS[-1] else MOST
        fits = need + ASKING * unit <= high and side <= most * wide
        return Layout(wide - (side if fits else ALONE * unit) - 6, high, letters, fits)
    high -= ASKING * unit
    useful = min(high, ROOM * wide * ratio)
    fits = high - need >= LEAST * useful
    return Layout(wide, min(useful, high - need) if fits else useful, letters, fits)


def _ems(table: Mapping[str, Any], words: Mapping[str, str]) -> tuple[float, int]:
    """How wide the table is without padding, in type sizes, and how many columns it has."""
    counted = ["households", *(name for name, shown in table["counted"].items() if shown)]
    widths = [
        max(SWATCH, _head(words["number"])),
        max([_head(words["grid"]), *(BOLD * width_of(row["name"], 1) for row in table["rows"])]),
        *(max(_head(words[each]), BOLD * width_of(f"{table['totals'][each]:,}", 1)) for each in counted),
    ]
    for at, kind in enumerate(table["staff"]):
        people = [person for row in table["rows"] for person in row["staff"][at]]
        widths.append(max([_head(kind), *(_person(each) for each in people)]))
    return sum(widths), len(widths)


def _head(word: str) -> float:
    return SMALL * width_of(word, 1)


def _person(person: Mapping[str, str]) -> float:
    return BOLD * width_of(person["name"], 1) + 0.3 + SMALL * width_of(person["phone"], 1)


def _lines(row: Mapping[str, Any]) -> int:
    return max((len(people) for people in row.get("staff", ())), default=1) or 1
