"""Several clearly different good plans to choose from, and how different two plans are."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.inputs import NO_GRID, Wish
from wangge.partition.matching import paired
from wangge.partition.objective import objective
from wangge.partition.solve import Plan, solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule
    from wangge.partition.search import Progress

CLOSE = 0.05
TURNS = 6
UNLIKE, FAINT = (1.0, 2.0, 4.0), 0.2
NOTHING_MORE = Wish()


def alternatives(
    graph: Graph,
    rule: Rule,
    *,
    count: int = 3,
    apart: float = 0.15,
    wish: Wish = NOTHING_MORE,
    seed: int = 0,
    iterations: int | None = None,
    seconds: float | None = None,
    progress: Callable[[Progress], bool] | None = None,
    lenient: bool = False,
) -> list[Plan]:
    """Up to `count` good plans, best first, any two of which differ by `apart` or more (see `difference`).

    None costs more than CLOSE above the best, by the wish's own dial, or has more grids out of range; where
    no more such plans are found the list is shorter. Plans are sought with other seeds, with the dial turned,
    and by rewarding whatever is unlike those found. `iterations` are for each search, `seconds` for all
    together. Raises as `solve` does; stopped by `progress`, it compares what it has.
    """
    hunt = _Hunt(graph, wish, iterations, seconds, progress, lenient, searches=2 * max(count, 1))
    hunt.go(rule, wish, seed)
    rule = rule.with_k(hunt.plans[0].k)
    for turn in range(TURNS * (count - 1)):
        chosen = hunt.chosen(apart)
        if len(chosen) >= count or hunt.over():
            break
        hunt.turn(rule, turn, chosen[turn % len(chosen)], seed + 1 + turn)
    chosen = hunt.chosen(apart)[: max(count, 1)]
    return [replace(plan, bound=hunt.plans[0].bound) for plan in chosen]


def difference(labels_a: NDArray[np.int64], labels_b: NDArray[np.int64], weight: NDArray[np.int64]) -> float:
    """The share of weight, 0 … 1, that changes grid between two plans, whatever their grids are called.

    Labels are of shape (n,), -1 for no grid; each grid of one plan is paired with at most one of the other so
    that as much as possible stays.
    """
    heavy = weight if weight.sum() > 0 else np.ones(len(weight), dtype=np.int64)
    a, b = (np.unique(labels, return_inverse=True)[1].ravel() for labels in (labels_a, labels_b))
    stays = paired(a, b, heavy, int(a.max()) + 1, int(b.max()) + 1)[1]
    return float(1 - stays / heavy.sum())


@dataclass(eq=False)
class _Hunt:
    """The search for different plans: how it is done, and the plans found so far."""

    graph: Graph
    wish: Wish
    iterations: int | None
    seconds: float | None
    progress: Callable[[Progress], bool] | None
    lenient: bool
    searches: int
    plans: list[Plan] = field(default_factory=list)
    stopped: bool = False
    made: int = 0
    started: float = field(default_factory=time.monotonic)

    def over(self) -> bool:
        """Whether it was stopped or its time is up."""
        late = self.seconds is not None and time.monotonic() - self.started >= self.seconds
        return self.stopped or late

    def go(self, rule: Rule, wish: Wish, seed: int) -> Plan:
        """Search once; the plan is costed by the wish's own dial."""
        share = None if self.seconds is None else self.seconds / self.searches
        plan = solve(
            self.graph,
            rule,
            wish=wish,
            seed=seed,
            iterations=self.iterations if share is None else None,
            seconds=share,
            progress=self._told,
            lenient=self.lenient,
        )
        self.made += 1
        proven = plan.bound if wish is self.wish else None
        self.plans.append(replace(plan, objective=self._costed(plan), bound=proven))
        return plan

    def turn(self, rule: Rule, number: int, liked: Plan, seed: int) -> None:
        """Search in one of several ways for a plan unlike those found."""
        dial = self.wish.dial
        turned = (dial, replace(dial, evenness=dial.evenness / 2), replace(dial, compound=dial.compound * 2))
        turned_wish = replace(self.wish, dial=turned[number // 2 % len(turned)])
        if number % 2 == 0 and self.plans[0].bound is None:
            self.go(rule, turned_wish, seed)
            return
        home = np.where(liked.labels < liked.k, liked.labels, NO_GRID)
        much = UNLIKE[number // 2 % len(UNLIKE)]
        unlike = replace(turned_wish if number % 2 == 0 else self.wish, home=home, keep=-much, choice=True)
        begun = self.go(rule, unlike, seed)
        self.go(rule, replace(unlike, dial=dial, start=begun.labels, keep=-FAINT * much), seed)

    def chosen(self, apart: float) -> list[Plan]:
        """The plans to show, best first: close to the best, and apart from each other."""
        order = sorted(self.plans, key=lambda plan: (-plan.figures.in_range, plan.objective))
        best = order[0]
        chosen = [best]
        for plan in order[1:]:
            good = plan.figures.in_range >= best.figures.in_range
            close = plan.objective <= best.objective * (1 + CLOSE)
            if good and close and all(self._differ(plan, other) >= apart for other in chosen):
                chosen.append(plan)
        return chosen

    def _differ(self, plan: Plan, other: Plan) -> float:
        return difference(plan.labels, other.labels, self.graph.weight)

    def _costed(self, plan: Plan) -> float:
        base = np.flatnonzero(plan.labels < plan.k)
        return objective(self.graph.part(base), plan.labels[base], plan.k, self.wish.dial)

    def _told(self, at: Progress) -> bool:
        if self.stopped or self.progress is None:
            return not self.stopped
        best = min((plan.objective for plan in self.plans), default=at.objective)
        done = min((self.made + at.done) / self.searches, 1.0)
        self.stopped = not self.progress(replace(at, done=done, objective=best))
        return not self.stopped
