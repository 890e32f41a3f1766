"""The classifier: answers with a category where it is sure enough, and leaves the rest to a person."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wangge.classification.vectors import Vocabulary, Weights

BATCH = 512
RANKED = 3


@dataclass(frozen=True)
class Prediction:
    """What the model says of one text.

    `label` is none where it abstains; `best` is its guess all the same, `ranked` the three likeliest, best
    first; `margin` is the lead of the best over the next in the machine's own scores (0 for a text with
    nothing known in it); `version` names the model.
    """

    label: str | None
    best: str
    ranked: tuple[str, ...]
    margin: float
    version: str

    @property
    def abstained(self) -> bool:
        """Whether a person must choose."""
        return self.label is None


@dataclass(frozen=True)
class Card:
    """What is known of a model: what it learned from, and how it did on texts it had not seen.

    `macro_f1` and `accuracy` are over all texts in cross-validation with near-duplicates kept together;
    `answered_accuracy` is the accuracy among the share `coverage` whose margin reaches `threshold`.
    `left_out` counts the rows of labels with too few examples. `trained_on` is a date as 2026-11-22.
    """

    labels: tuple[str, ...]
    rows: int
    left_out: dict[str, int]
    folds: int
    seed: int
    aim: str
    threshold: float
    macro_f1: float
    accuracy: float
    coverage: float
    answered_accuracy: float
    trained_on: str
    sklearn: str


@dataclass(frozen=True)
class Model:
    """A trained classifier: vocabulary, weights, a linear machine per label (`planes`: entries by labels)."""

    vocabulary: Vocabulary
    weights: Weights
    planes: npt.NDArray[np.float32]
    offsets: npt.NDArray[np.float32]
    card: Card

    @cached_property
    def version(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of everything the model consists of."""
        digest = hashlib.sha256(json.dumps(asdict(self.card), sort_keys=True).encode())
        digest.update("\n".join(self.vocabulary.words).encode())
        for array in (self.vocabulary.grams, self.weights.scale, self.planes, self.offsets):
            digest.update(f"{array.dtype.str}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction per text, in order; raw texts and texts segmented by blanks may be mixed."""
        return [
            prediction
            for start in range(0, len(texts), BATCH)
            for prediction in self._predict(texts[start : start + BATCH])
        ]

    def _predict(self, texts: Sequence[str]) -> Iterator[Prediction]:
        rows = self.weights.weigh(self.vocabulary.counts(texts))
        scores = rows @ self.planes + self.offsets
        known = np.diff(rows.indptr) > 0
        order = np.argsort(-scores, axis=1, kind="stable")
        lead = margins(scores) * known
        for ranked, margin in zip(order[:, :RANKED].tolist(), lead.tolist(), strict=True):
            names = tuple(self.card.labels[place] for place in ranked)
            sure = margin >= self.card.threshold and margin > 0
            yield Prediction(names[0] if sure else None, names[0], names, margin, self.version)


def margins(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """The lead of the best score of each row over the next best; rows by at least two labels."""
    top = np.partition(scores, -2, axis=1)
    return (top[:, -1] - top[:, -2]).astype(np.float64)
