"""Counts as they are said on a sheet: averages rounded, and 左右 only where they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Average:
    """A total spread over `parts`, which are at least one; half a unit is rounded up."""

    total: int
    parts: int

    @property
    def rounded(self) -> int:
        """The whole number nearest to it."""
        return int(Fraction(self.total, self.parts) + Fraction(1, 2))

    @property
    def exact(self) -> bool:
        """Whether nothing was rounded."""
        return self.total % self.parts == 0

    @property
    def reckoning(self) -> str:
        """The division as one can check it: 6,796 ÷ 11 = 617.8."""
        value = f"{self.total // self.parts:,}" if self.exact else f"{self.total / self.parts:,.1f}"
        return f"{self.total:,} ÷ {self.parts} = {value}"


def averages(households: int, people: int, grids: int) -> str:
    """How large the grids are on average, in one line; empty without grids.

    People are named only where they were counted.
    """
    if not grids:
        return ""
    homes = Average(households, grids)
    told = _("{n} households each") if homes.exact else _("about {n} households each")
    if not people:
        pattern = ngettext("{grids} grid, {households}", "{grids} grids, {households}", grids)
        return pattern.format(grids=grids, households=told.format(n=f"{homes.rounded:,}"))
    heads = Average(people, grids)
    each = _("{n} people on average") if heads.exact else _("about {n} people on average")
    pattern = ngettext(
        "{grids} grid, {households}, {people}", "{grids} grids, {households}, {people}", grids
    )
    return pattern.format(
        grids=grids,
        households=told.format(n=f"{homes.rounded:,}"),
        people=each.format(n=f"{heads.rounded:,}"),
    )


def reckonings(households: int, people: int, grids: int) -> list[str]:
    """The divisions behind the averages."""
    return [Average(total, grids).reckoning for total in (households, people) if grids and total]


def sums(rows: Sequence[tuple[int, ...]]) -> list[int]:
    """The columns added up."""
    return [sum(column) for column in zip(*rows, strict=True)]
