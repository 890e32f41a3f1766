"""What a check is about, and how it says what it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wangge.planning.difference import Staff
from wangge.planning.force import Force
from wangge.planning.layout import Layout
from wangge.planning.sheets import Check

OK, NOTE, WARN = "ok", "note", "warn"


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What is checked: a layout, the division it is compared with, who answers for which line of grids.

    `business` are the lines of business of the one net by code, `carried` those of each line of grids.
    """

    layout: Layout
    force: Force | None = None
    staff: Staff | None = None
    outdated: bool = False
    microgrids: tuple[dict[str, Any], ...] = ()
    business: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def numbers(self, which: Any) -> list[int]:
        """The numbers of grids chosen by a mask (g,)."""
        return [self.layout.rows[i]["number"] for i in np.flatnonzero(which).tolist()]


def check(
    code: str,
    level: str,
    text: str,
    *,
    grids: Sequence[int] = (),
    buildings: Sequence[int] = (),
    **facts: Any,
) -> Check:
    """A check by its code; the facts are put into its text."""
    said = text.format(**facts)
    return Check(code=code, level=level, text=said, grids=[*grids], buildings=[*buildings], facts=facts)
