"""Which group of one division is which of another: the pairs that keep most weight together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import coo_array, eye_array, hstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from wangge.partition.inputs import NO_GRID

if TYPE_CHECKING:
    from numpy.typing import NDArray


def paired(
    labels: NDArray[np.int64], before: NDArray[np.int64], weight: NDArray[Any], k: int, old: int
) -> tuple[NDArray[np.int64], float]:
    """For each of k groups the one of `old` groups that it is, -1 for none; and the weight that stays.

    labels, before and weight have shape (n,), groups are 0 … k - 1 and 0 … old - 1. Only groups that share
    weight are looked at together, so that ten thousand of them take no more room than the nodes.
    """
    overlap = coo_array((weight + 0.0, (labels, before)), shape=(k, old)).tocsr()
    overlap.eliminate_zeros()
    # One more column for each row, and 1 more in each entry, so that a full matching exists and none is 0.
    overlap.data += 1.0
    room = hstack([overlap, eye_array(k)], format="csr")
    rows, columns = min_weight_full_bipartite_matching(room, maximize=True)
    partner = np.full(k, NO_GRID, dtype=np.int64)
    partner[rows] = np.where(columns < old, columns, NO_GRID)
    return partner, float(room[rows, columns].sum() - len(rows))
