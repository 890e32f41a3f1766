"""Many communities at once: their divisions drawn in processes side by side, each as it would be alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from joblib import Parallel, delayed

from wangge.foundation.refusals import Refused
from wangge.partition.inputs import Wish
from wangge.partition.solve import Plan, solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule

NOTHING_MORE = Wish()


class Instance(NamedTuple):
    """What is to be divided under a name of its own: the arguments of `solve`."""

    name: str
    graph: Graph
    rule: Rule
    wish: Wish = NOTHING_MORE
    seed: int | None = None


def solve_many(
    instances: Iterable[Instance],
    *,
    jobs: int | None = None,
    seed: int = 0,
    iterations: int | None = None,
    seconds: float | None = None,
    lenient: bool = False,
    progress: Callable[[int, str], bool] | None = None,
) -> Iterator[tuple[str, Plan | Refused]]:
    """Divide every instance and yield (name, plan or refusal) as each is done, in no set order.

    `jobs` processes work at a time (-1: one for each core; None: as `joblib.parallel_config` says, or else
    one). Under `parallel_config(backend="dask")` they are those of a cluster. Instances are taken up as there
    is room for them. A plan depends on its instance, the seed (its own, if it has one) and the budget alone,
    not on its neighbours or their order. `iterations` and `seconds` are for each. After
    each, `progress` is told how many are done and the name, and may return False to stop. Whoever stops
    listening, by an interrupt too, ends the processes.
    """
    how = {"iterations": iterations, "seconds": seconds, "lenient": lenient}
    crew = Parallel(n_jobs=jobs, prefer="processes", return_as="generator_unordered")
    results = crew(
        delayed(_drawn)(each, {"seed": seed if each.seed is None else each.seed, **how}) for each in instances
    )
    try:
        for done, (name, outcome) in enumerate(results, start=1):
            yield name, outcome
            if progress and not progress(done, name):
                return
    finally:
        results.close()


def _drawn(instance: Instance, how: dict[str, Any]) -> tuple[str, Plan | Refused]:
    try:
        return instance.name, solve(instance.graph, instance.rule, wish=instance.wish, **how)
    except Refused as refusal:
        return instance.name, refusal
