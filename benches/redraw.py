"""`make bench-redraw`: fewer grids, or buildings that grew, with as few households as can be changing grid.

Judged by the benches' own scorer from the label files alone: a household moves where its grid has another
number than before. What cannot be avoided is bounded from the sizes of the old grids: no more than k of them
go on, none holds more than the rule allows, and what is short of it must take others in.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path

from benches.planning.bars import Bar, missed, ratio, row, whole
from benches.planning.instances import Case, Instance, shared, write, write_labels
from benches.planning.runs import Made, wangge
from benches.planning.scoring import Score, score
from benches.table import print_table, verdict

SHORT, LONG = 10.0, 30.0
TWENTY = (20, 289, 391)  # SY's first division: as far from the mean as the range of its eleven grids
SHARE, LEAST, MOST = 0.05, 0.3, 1.0  # of the blocks that grow, and by how much of their households


def least_moved(held: Mapping[Hashable, int], *, low: int, high: int, k: int) -> int:
    """The fewest households that must change grid, by the sizes of the old grids alone."""
    largest = sorted(held.values(), reverse=True)[:k]
    leave = sum(held.values()) - sum(min(each, high) for each in largest)
    join = sum(max(low - each, 0) for each in largest) + max(k - len(held), 0) * low
    return max(leave, join)


def sizes(instance: Instance, labels: Mapping[int, str]) -> Counter[str]:
    """The households of each grid."""
    held: Counter[str] = Counter()
    for node, grid in labels.items():
        held[grid] += instance.nodes[node].households
    return held


def changed(instance: Instance, before: Mapping[int, str], after: Mapping[int, str]) -> int:
    """Households whose grid has another number."""
    return sum(
        instance.nodes[node].households for node, grid in after.items() if str(before[node]) != str(grid)
    )


def grown(instance: Instance, high: int, *, seed: int = 5) -> Instance:
    """The instance with one block in twenty grown, none above what a grid may hold."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    nodes = dict(instance.nodes)
    for key in dice.sample(sorted(nodes), round(SHARE * len(nodes))):
        more = round(nodes[key].households * (1 + dice.uniform(LEAST, MOST)))
        nodes[key] = replace(nodes[key], households=min(more, high))
    return replace(instance, nodes=nodes)


class Redrawing:
    """One division redrawn from another: the runs, their table, their bars."""

    def __init__(self, name: str, case: Case, before: Made, seconds: float) -> None:
        self.name, self.case, self.before = name, case, before
        with tempfile.TemporaryDirectory() as folder:
            old = write_labels(Path(folder) / "before.csv", before.tries[0])
            self.made = wangge(case, seconds=seconds, more=["--from", old])
        self.ground = case.read()
        self.score = self._scored(self.made)

    def _scored(self, made: Made) -> Score | None:
        asked = {"low": self.case.min, "high": self.case.max, "k": self.case.k}
        return score(self.ground, made.tries[0], **asked) if made.tries else None

    def bars(self, *, beyond: float | None = None, moved: float | None = None, in_range: float) -> list[Bar]:
        """Show it and judge: what moves beyond need, or in all, as shares of all households."""
        print_table([row(self.made, self.score)], title=self.name)
        print(f"{self.made.method} said: {self.made.said}")
        if self.score is None:
            return [Bar(f"{self.name}: a plan was made", 0, 1, "=")]
        all_, old = self.ground.households, sizes(self.ground, self.before.tries[0])
        went = changed(self.ground, self.before.tries[0], self.made.tries[0])
        k = self.case.k or self.score.k
        least = least_moved(old, low=self.case.min, high=self.case.max, k=k)
        print(f"{went:,} of {all_:,} households change grid ({went / all_:.1%}), at least {least:,} must")
        found = whole(self.name, self.score, k=k)
        found.append(Bar(f"{self.name}: share of grids in range", self.score.in_range, in_range, "≥"))
        if beyond is not None:
            what = f"{self.name}: moved beyond need, share of households"
            found.append(Bar(what, (went - least) / all_, beyond))
        if moved is not None:
            found.append(Bar(f"{self.name}: moved, share of households", went / all_, moved))
        return found


def fewer_in_sy(case: Case) -> list[Bar]:
    """SY from 20 grids to 11."""
    k, low, high = TWENTY
    before = wangge(replace(case, k=k, min=low, max=high), seconds=SHORT)
    return Redrawing("SY 20 → 11", case, before, SHORT).bars(beyond=0.035, in_range=1.0)


def fewer_in_bs(case: Case, before: Made) -> list[Bar]:
    """BS from 422 grids to 380, beside a division drawn afresh."""
    asked = replace(case, k=380)
    fresh = wangge(asked, seconds=LONG)
    redrawn = Redrawing("BS 422 → 380", asked, before, LONG)
    bars = redrawn.bars(beyond=0.045, in_range=1.0)
    if redrawn.score and fresh.tries:
        afresh = score(redrawn.ground, fresh.tries[0], low=asked.min, high=asked.max, k=380)
        print_table([row(fresh, afresh)], title="BS, 380 grids drawn afresh")
        bars.append(
            Bar("BS 422 → 380: J to a fresh plan", ratio(redrawn.score.objective, afresh.objective), 1.12)
        )
    return bars


def growing(case: Case, before: Made) -> list[Bar]:
    """The same number of grids when one block in twenty has grown."""
    name = f"{case.name}, {SHARE:.0%} of blocks grown"
    with tempfile.TemporaryDirectory() as folder:
        nodes, edges = write(grown(case.read(), case.max), Path(folder), case.name)
        redrawing = Redrawing(name, replace(case, nodes=nodes, edges=edges), before, LONG)
        return redrawing.bars(moved=0.05, in_range=0.99)


def main() -> int:
    """Run all, print the bars, judge."""
    bars: list[Bar] = []
    sy, bs, tap = (shared(name) for name in ("SY", "BS", "SG-TAP"))
    if sy is None or bs is None or tap is None:
        print("the instances are not at hand; name the folder of the data in WANGGE_SHARED")
        return verdict("redraw", [])
    bars += fewer_in_sy(sy)
    before = wangge(bs, seconds=LONG)
    bars += fewer_in_bs(bs, before)
    bars += growing(bs, before)
    bars += growing(tap, wangge(tap, seconds=SHORT))
    return verdict("redraw", missed(bars, title="bars"))


if __name__ == "__main__":
    sys.exit(main())
