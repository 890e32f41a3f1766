"""Texts as rows of numbers: the vocabulary learned from examples, and TF-IDF over it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

from wangge.classification.features import gram_counts, word_counts

LEAST_TEXTS = 2  # a run or word that stands in one text alone teaches nothing about the next
NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Vocabulary:
    """The runs of characters (ascending keys) and the words (ascending) that stand in two texts or more."""

    grams: npt.NDArray[np.int64]
    words: tuple[str, ...]

    @classmethod
    def learned(cls, texts: Sequence[str], *, progress: Callable[[int], None] = lambda _: None) -> Self:
        """Read every text once; `progress` is told after each how many are done."""
        grams: list[npt.NDArray[np.int64]] = [NOTHING]
        words: Counter[str] = Counter()
        for done, text in enumerate(texts, start=1):
            grams.append(gram_counts(text)[0])
            words.update(word_counts(text).keys())
            progress(done)
        keys, seen = np.unique(np.concatenate(grams), return_counts=True)
        frequent = sorted(word for word, number in words.items() if number >= LEAST_TEXTS)
        return cls(keys[seen >= LEAST_TEXTS], tuple(frequent))

    def __len__(self) -> int:
        return len(self.grams) + len(self.words)

    @cached_property
    def word_columns(self) -> dict[str, int]:
        """The column of each word, after those of the runs of characters."""
        return {word: len(self.grams) + place for place, word in enumerate(self.words)}

    def counts(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """How often each entry stands in each text: texts by entries, float32, columns ascending."""
        rows = [self._row(text) for text in texts]
        columns = np.concatenate([NOTHING, *(column for column, _ in rows)])
        numbers = np.concatenate([NOTHING, *(number for _, number in rows)])
        starts = np.concatenate([[0], np.cumsum([len(column) for column, _ in rows])]).astype(np.int64)
        shape = (len(rows), len(self))
        matrix = sparse.csr_matrix(
            (numbers.astype(np.float32), columns.astype(np.int32), starts), shape=shape
        )
        matrix.sort_indices()
        return matrix

    def _row(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        keys, numbers = gram_counts(text)
        place = np.searchsorted(self.grams, keys)
        place[place == len(self.grams)] = 0
        known = self.grams[place] == keys if len(self.grams) else np.zeros(len(keys), dtype=bool)
        columns = self.word_columns
        found = {columns[word]: number for word, number in word_counts(text).items() if word in columns}
        return (
            np.concatenate([place[known], np.fromiter(found.keys(), dtype=np.int64, count=len(found))]),
            np.concatenate([numbers[known], np.fromiter(found.values(), dtype=np.int64, count=len(found))]),
        )


@dataclass(frozen=True)
class Weights:
    """How much each entry of a vocabulary tells; nought for what stands in too few of the texts learned from.

    The value of an entry in a text is (1 + ln count) · idf · √telling, where
    idf = ln((1 + texts) / (1 + texts with it)) + 1 (Salton and Buckley 1988, smoothed) and telling is one
    less the entropy of the labels it occurs with, each label given the same size, over the greatest there can
    be (supervised term weighting, Debole and Sebastiani 2003). Runs and words are each brought to length one.
    """

    scale: npt.NDArray[np.float32]
    grams: int

    @classmethod
    def learned(cls, counts: sparse.csr_matrix, labels: npt.NDArray[np.int64], *, grams: int) -> Self:
        """Learn from training texts: their counts, and the number of each one's label from nought upwards.

        The first `grams` columns of the counts are runs of characters, the others words.
        """
        texts, entries = counts.shape
        seen = np.bincount(counts.indices, minlength=entries)
        idf = np.where(seen >= LEAST_TEXTS, np.log((1 + texts) / (1 + seen)) + 1, 0)
        return cls((idf * np.sqrt(_telling(counts, labels))).astype(np.float32), grams)

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """The weighted rows, same shape as the counts."""
        texts, _ = counts.shape
        values = (1 + np.log(counts.data)) * self.scale[counts.indices]
        block = 2 * np.repeat(np.arange(texts), np.diff(counts.indptr)) + (counts.indices >= self.grams)
        lengths = np.sqrt(np.bincount(block, weights=values**2, minlength=2 * texts))
        lengths[lengths == 0] = 1
        weighted = (values / lengths[block]).astype(np.float32)
        return sparse.csr_matrix((weighted, counts.indices, counts.indptr), shape=counts.shape)


def _telling(counts: sparse.csr_matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Per entry, 1 where it occurs with one label only, about 0 where it occurs with all alike."""
    entries = counts.shape[1]
    total = np.zeros(entries)
    surprise = np.zeros(entries)
    present = np.unique(labels)
    for label in present:
        rows = np.flatnonzero(labels == label)
        rate = (np.bincount(counts[rows].indices, minlength=entries) + 0.5) / len(rows)
        total += rate
        surprise -= rate * np.log(rate)
    entropy = surprise / total + np.log(total)
    telling: npt.NDArray[np.float64] = np.clip(1 - entropy / np.log(len(present)), 0, 1)
    return telling
