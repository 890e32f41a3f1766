"""Counts as they are said on a sheet: averages rounded, and 左右 wherever a grid has more or fewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Average:
    """What `counts` (of at least one grid) come to on average; half a unit is rounded up."""

    counts: Sequence[int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)

    @property
    def rounded(self) -> int:
        """The whole number nearest to the average."""
        return int(Fraction(self.total, len(self.counts)) + Fraction(1, 2))

    @property
    def alike(self) -> bool:
        """Whether every grid has just as many, so that nothing is about so many."""
        return len(set(self.counts)) == 1

    @property
    def reckoning(self) -> str:
        """The division as one can check it: 6,796 ÷ 11 = 617.8."""
        value = Fraction(self.total, len(self.counts))
        told = f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.1f}"
        return f"{self.total:,} ÷ {len(self.counts)} = {told}"


def averages(households: Sequence[int], people: Sequence[int]) -> str:
    """How large the grids are on average, in one line; empty without grids.

    People are named only where they were counted.
    """
    grids = len(households)
    if not grids:
        return ""
    homes, heads = Average(households), Average(people)
    each = _("{n} households each") if homes.alike else _("about {n} households each")
    on_average = _("{n} people on average") if heads.alike else _("about {n} people on average")
    facts = {
        "grids": grids,
        "households": each.format(n=f"{homes.rounded:,}"),
        "people": on_average.format(n=f"{heads.rounded:,}"),
    }
    if not heads.total:
        pattern = ngettext("{grids} grid, {households}", "{grids} grids, {households}", grids)
    else:
        pattern = ngettext(
            "{grids} grid, {households}, {people}", "{grids} grids, {households}, {people}", grids
        )
    return pattern.format(**facts)


def reckonings(*counts: Sequence[int]) -> list[str]:
    """The divisions behind the averages, of what was counted at all."""
    return [Average(each).reckoning for each in counts if sum(each)]
