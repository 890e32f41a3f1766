"""Whether a building and some of those around it make a grid in range, searched for one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule

PATIENCE, ALTOGETHER = 20_000, 20_000_000
FOUND, NONE, UNKNOWN = 1, 0, -1


def surroundings(graph: Graph, rule: Rule) -> NDArray[np.int64]:
    """For each node whether a connected set with it is in range, shape (n,): FOUND, NONE or UNKNOWN.

    NONE is proven; UNKNOWN where the search had to be broken off, after PATIENCE steps or fewer where there
    are many nodes.
    """
    patience = min(PATIENCE, max(ALTOGETHER // len(graph), 100))
    start, target, _ = graph.neighbours()
    return _each(start, target, graph.weight, rule.min, rule.max, patience)


@compiled
def _each(
    start: NDArray[np.int64],
    target: NDArray[np.int64],
    weight: NDArray[np.int64],
    low: int,
    high: int,
    patience: int,
) -> NDArray[np.int64]:
    n = len(weight)
    found = np.zeros(n, np.int64)
    room = np.empty((3, n + 2), np.int64)
    held = np.zeros(n + 2, np.int64)
    met = np.zeros(n, np.bool_)
    for root in range(n):
        if weight[root] <= high:
            found[root] = _search(start, target, weight, (root, low, high, patience), room, held, met)
    return found


@compiled
def _search(
    start: NDArray[np.int64],
    target: NDArray[np.int64],
    weight: NDArray[np.int64],
    what: tuple[int, int, int, int],
    room: NDArray[np.int64],
    held: NDArray[np.int64],
    met: NDArray[np.bool_],
) -> int:
    """Depth first over the connected sets with the root, each once; after Wernicke (2006).

    At depth d, border[place[d]:reach[d]] lists the nodes beside the set that have not been passed over.
    """
    root, low, high, patience = what
    border, place, reach = room[0], room[1], room[2]
    border[0] = root
    met[root] = True
    place[0], reach[0] = 0, 1
    held[0] = 0
    depth, answer = 0, NONE
    while depth >= 0 and answer == NONE:
        patience -= 1
        if patience < 0:
            answer = UNKNOWN
        elif place[depth] == reach[depth]:
            depth -= 1
            for i in range(reach[max(depth, 0)], reach[depth + 1]):
                met[border[i]] = False
        else:
            v = border[place[depth]]
            place[depth] += 1
            total = held[depth] + weight[v]
            if total <= high:
                reach[depth + 1] = _open(target[start[v] : start[v + 1]], met, border, reach[depth])
                place[depth + 1] = place[depth]
                depth += 1
                held[depth] = total
                if total >= low:
                    answer = FOUND
    for i in range(reach[max(depth, 0)]):
        met[border[i]] = False
    return answer


@compiled
def _open(around: NDArray[np.int64], met: NDArray[np.bool_], border: NDArray[np.int64], reach: int) -> int:
    """Put the nodes around that have not been met on the border; where it ends now."""
    for u in around:
        if not met[u]:
            met[u] = True
            border[reach] = u
            reach += 1
    return reach
