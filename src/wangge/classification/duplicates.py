"""Near-duplicate texts: which messages say almost the same, so that they are never split between folds."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from wangge.classification.features import gram_keys, squeezed

SHINGLE = 3
BATCH = 20_000


def duplicate_groups(texts: Sequence[str], *, likeness: float = 0.5) -> npt.NDArray[np.int64]:
    """Number the groups of near-duplicates, one number per text, in the order the groups first appear.

    Two texts are near-duplicates when the Jaccard likeness of their sets of three-character shingles
    (blanks left out) reaches `likeness`; groups are the chains of such pairs. The search is exact, by
    prefix filtering (Chaudhuri, Ganti, Kaushik 2006: two sets this alike share one of their rarest shingles).
    """
    if not 0 < likeness <= 1:
        raise ValueError("likeness lies in (0, 1]")
    if not texts:
        return np.zeros(0, dtype=np.int64)
    shingles = _shingle_matrix(texts)
    left, right = _candidates(shingles, likeness)
    alike = _jaccard(shingles, left, right) >= likeness
    pairs = (np.ones(int(alike.sum()), dtype=np.int8), (left[alike], right[alike]))
    links = sparse.coo_matrix(pairs, shape=(len(texts), len(texts)))
    _, component = connected_components(links, directed=False)
    _, first_seen, group = np.unique(component, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first_seen))[group].astype(np.int64)


def _shingle_matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """A 0/1 matrix, texts by shingles; columns run from the rarest shingle to the commonest."""
    sets = [_shingles(text, row) for row, text in enumerate(texts)]
    sizes = np.array([len(keys) for keys in sets])
    _, column, frequency = np.unique(np.concatenate(sets), return_inverse=True, return_counts=True)
    rarity = np.empty(len(frequency), dtype=np.int64)
    rarity[np.argsort(frequency, kind="stable")] = np.arange(len(frequency))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    ones = np.ones(len(column), dtype=np.int32)
    matrix = sparse.csr_matrix((ones, rarity[column], starts), shape=(len(texts), len(frequency)))
    matrix.sort_indices()
    return matrix


def _shingles(text: str, row: int) -> npt.NDArray[np.int64]:
    """The distinct shingles of a text; one too short for any is its own, an empty one is like no other."""
    plain = squeezed(text)
    size = min(SHINGLE, len(plain))
    return np.unique(gram_keys(plain, size)) if size else np.array([-1 - row], dtype=np.int64)


def _candidates(
    shingles: sparse.csr_matrix, likeness: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of rows that share a shingle among the rarest of each: a superset of the alike."""
    sizes = np.diff(shingles.indptr)
    row = np.repeat(np.arange(shingles.shape[0]), sizes)
    place = np.arange(len(shingles.indices)) - np.repeat(shingles.indptr[:-1], sizes)
    rare = place < (sizes - np.ceil(likeness * sizes).astype(np.int64) + 1)[row]
    ones = np.ones(int(rare.sum()), dtype=np.int32)
    prefix = sparse.csr_matrix((ones, (row[rare], shingles.indices[rare])), shape=shingles.shape)
    pairs = sparse.triu(prefix @ prefix.T, k=1).tocoo()
    return pairs.row.astype(np.int64), pairs.col.astype(np.int64)


def _jaccard(
    shingles: sparse.csr_matrix, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    sizes = np.diff(shingles.indptr)
    shared = np.zeros(len(left))
    for start in range(0, len(left), BATCH):
        part = slice(start, start + BATCH)
        shared[part] = shingles[left[part]].multiply(shingles[right[part]]).sum(axis=1).A1
    likeness: npt.NDArray[np.float64] = shared / (sizes[left] + sizes[right] - shared)
    return likeness
