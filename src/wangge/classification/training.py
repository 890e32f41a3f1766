"""Learning a classifier from labelled texts, and measuring it on texts it has not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sklearn
from scipy import sparse
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from wangge.classification.calibration import Aim, measured, threshold
from wangge.classification.duplicates import duplicate_groups
from wangge.classification.errors import NothingShared, TooFewExamples
from wangge.classification.model import Card, Model, margins
from wangge.classification.vectors import Vocabulary, Weights

FOLDS = 5
DEFAULT_AIM = Aim("coverage", 0.8)
Progress = Callable[[str, int, int], None]
Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


def silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    trained_on: str,
    aim: Aim = DEFAULT_AIM,
    folds: int = FOLDS,
    seed: int = 0,
    progress: Progress = silent,
) -> Model:
    """Learn a linear machine per label; set the margin by cross-validation, near-duplicates kept together.

    `trained_on` is the date of training as 2026-11-22. Labels with fewer differing texts than `folds` are
    left out and named on the card; `TooFewExamples` where fewer than two remain. `progress` is told the stage
    (`comparing`, `reading`, `folds`), what is done and the total. The same texts, labels, date and seed give
    the same model, to the version.
    """
    progress("comparing", 0, 1)
    groups = duplicate_groups(texts)
    kept, left_out = _enough(labels, groups, least=folds)
    names, numbers = np.unique(np.array(labels, dtype=object)[kept].astype(str), return_inverse=True)
    if len(names) < 2:
        raise TooFewExamples(labels=len(names), least=folds)
    progress("comparing", 1, 1)
    vocabulary, counts = _read([texts[row] for row in kept], progress)
    lesson = _Lesson(counts, numbers.astype(np.int64), groups[kept], len(vocabulary.grams), seed)
    scores = lesson.unseen_scores(folds, progress)
    weights, planes, offsets = lesson.learned(np.arange(len(kept)))
    lead, right = margins(scores), scores.argmax(axis=1) == numbers
    margin = threshold(lead, right, aim=aim)
    answered = measured(lead, right, above=margin)
    card = Card(
        labels=tuple(names.tolist()),
        rows=len(kept),
        left_out=left_out,
        folds=folds,
        seed=seed,
        aim=f"{aim.of} {aim.share:g}",
        threshold=margin,
        macro_f1=float(f1_score(numbers, scores.argmax(axis=1), average="macro")),
        accuracy=float(right.mean()),
        coverage=answered.coverage,
        answered_accuracy=answered.accuracy,
        trained_on=trained_on,
        sklearn=sklearn.__version__,
    )
    return Model(vocabulary, weights, planes, offsets, card)


def _enough(labels: Sequence[str], groups: Numbers, *, least: int) -> tuple[Numbers, dict[str, int]]:
    """The rows whose label has at least `least` differing texts; how many rows each other label has."""
    differing: dict[str, set[int]] = {}
    for label, group in zip(labels, groups.tolist(), strict=True):
        differing.setdefault(label, set()).add(group)
    rare = sorted(label for label, found in differing.items() if len(found) < least)
    kept = np.array([row for row, label in enumerate(labels) if label not in rare], dtype=np.int64)
    return kept, {label: sum(other == label for other in labels) for label in rare}


def _read(texts: Sequence[str], progress: Progress) -> tuple[Vocabulary, sparse.csr_matrix]:
    """The vocabulary of the texts and their counts over it."""
    vocabulary = Vocabulary.learned(texts, progress=lambda done: progress("reading", done, len(texts)))
    if not len(vocabulary):
        raise NothingShared
    return vocabulary, vocabulary.counts(texts)


@dataclass(frozen=True)
class _Lesson:
    """Texts ready to learn from: counts of entries, numbers of labels, groups of near-duplicates."""

    counts: sparse.csr_matrix
    labels: Numbers
    groups: Numbers
    grams: int
    seed: int

    def learned(self, rows: Numbers) -> tuple[Weights, Scores, Scores]:
        """Weights, planes and offsets learned from these rows; a label absent from them is never the best."""
        weights = Weights.learned(self.counts[rows], self.labels[rows], grams=self.grams)
        machine = LinearSVC(class_weight="balanced", random_state=self.seed, max_iter=5000)
        machine.fit(weights.weigh(self.counts[rows]), self.labels[rows])
        coefficients, intercepts = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            coefficients, intercepts = (
                np.vstack([-coefficients, coefficients]),
                np.append(-intercepts, intercepts),
            )
        planes = np.zeros((self.counts.shape[1], int(self.labels.max()) + 1), dtype=np.float32)
        offsets = np.full(planes.shape[1], -np.inf, dtype=np.float32)
        planes[:, machine.classes_] = coefficients.T
        offsets[machine.classes_] = intercepts
        return weights, planes, offsets

    def unseen_scores(self, folds: int, progress: Progress) -> Scores:
        """Each row's scores by a machine that saw neither the row nor a near-duplicate of it."""
        splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=self.seed)
        scores = np.zeros((len(self.labels), int(self.labels.max()) + 1), dtype=np.float32)
        progress("folds", 0, folds)
        for done, (known, unseen) in enumerate(
            splitter.split(self.labels, self.labels, self.groups), start=1
        ):
            weights, planes, offsets = self.learned(known)
            scores[unseen] = weights.weigh(self.counts[unseen]) @ planes + offsets
            progress("folds", done, folds)
        return scores
