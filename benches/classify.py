"""How well and how fast texts are classified, on messages and near-duplicates that the model has not seen."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from benches.table import print_table, verdict
from wangge.classification import labelled
from wangge.classification.calibration import Aim
from wangge.classification.duplicates import duplicate_groups
from wangge.classification.features import squeezed
from wangge.classification.model import margins
from wangge.classification.training import train

DATA = Path(os.environ.get("WANGGE_SHARED", Path(__file__).parents[2] / "shared" / "data"))
MESSAGES = DATA / "messages_labelled_tokens.csv.gz"
FOLDS = 5
ONE_BY_ONE = 200
LEAST_F1, LEAST_ACCURACY, LEAST_COVERAGE = 0.91, 0.975, 0.79


@dataclass
class Outcome:
    """What a method said of every message while it was in the fold kept back."""

    guessed: npt.NDArray[np.str_]
    margin: npt.NDArray[np.float64]
    answered: npt.NDArray[np.bool_]
    bulk: list[float] = field(default_factory=list)
    single: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, labels: npt.NDArray[np.str_]) -> "Outcome":
        """Nothing said yet."""
        return cls(np.zeros_like(labels), np.zeros(len(labels)), np.zeros(len(labels), dtype=bool))

    def measures(self, labels: npt.NDArray[np.str_]) -> dict[str, str]:
        """The column of the table, by what is measured."""
        right = self.guessed == labels
        aimed = self.answered.any()
        return {
            "macro F1": f"{self.macro_f1(labels):.4f}",
            "accuracy": f"{right.mean():.4f}",
            "coverage, margin set for 80 % on the training folds": f"{self.answered.mean():.1%}"
            if aimed
            else "–",
            "accuracy at that coverage": f"{right[self.answered].mean():.4f}" if aimed else "–",
            "accuracy of the surest 80 %": self.accuracy_at(0.8, labels),
            "accuracy of the surest 50 %": self.accuracy_at(0.5, labels),
            "texts per second, in bulk": f"{1 / statistics.median(self.bulk):,.0f}" if self.bulk else "–",
            "texts per second, one by one": f"{1 / statistics.fmean(self.single):,.0f}"
            if self.single
            else "–",
            "milliseconds for one: median, p99": self.latency(),
        }

    def macro_f1(self, labels: npt.NDArray[np.str_]) -> float:
        """Unweighted mean of the F1 of the labels."""
        return float(f1_score(labels, self.guessed, average="macro"))

    def accuracy_at(self, coverage: float, labels: npt.NDArray[np.str_]) -> str:
        """Accuracy of the most certain share of all messages, cut with hindsight."""
        if not self.margin.any():
            return "–"
        surest = np.argsort(-self.margin, kind="stable")[: int(coverage * len(labels))]
        return f"{(self.guessed == labels)[surest].mean():.4f}"

    def latency(self) -> str:
        """How long one text on its own takes."""
        if not self.single:
            return "–"
        return (
            f"{1000 * statistics.median(self.single):.2f}, {1000 * float(np.quantile(self.single, 0.99)):.2f}"
        )


def seconds(deed: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def wangge(
    outcome: Outcome, texts: Sequence[str], labels: Sequence[str], known: Sequence[int], unseen: Sequence[int]
) -> None:
    """Train on the known rows, threshold included, and answer the unseen ones."""
    model = train(
        [texts[row] for row in known],
        [labels[row] for row in known],
        trained_on="bench",
        aim=Aim("coverage", 0.8),
    )
    asked = [texts[row] for row in unseen]
    model.predict(asked[:1])
    outcome.bulk.append(seconds(lambda: model.predict(asked)) / len(asked))
    outcome.single += [seconds(lambda text=text: model.predict([text])) for text in asked[:ONE_BY_ONE]]
    for row, prediction in zip(unseen, model.predict(asked), strict=True):
        outcome.guessed[row], outcome.margin[row] = prediction.best, prediction.margin
        outcome.answered[row] = not prediction.abstained


def characters(
    outcome: Outcome, texts: Sequence[str], labels: Sequence[str], known: Sequence[int], unseen: Sequence[int]
) -> None:
    """The baseline: runs of one to three characters alone, with scikit-learn as it comes."""
    vectors = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True, preprocessor=squeezed
    )
    machine = LinearSVC(random_state=0)
    machine.fit(vectors.fit_transform([texts[row] for row in known]), [labels[row] for row in known])
    asked = [texts[row] for row in unseen]

    def answer(some: Sequence[str]) -> npt.NDArray[np.float64]:
        return machine.decision_function(vectors.transform(some))

    outcome.bulk.append(seconds(lambda: answer(asked)) / len(asked))
    outcome.single += [seconds(lambda text=text: answer([text])) for text in asked[:ONE_BY_ONE]]
    scores = answer(asked)
    outcome.guessed[unseen], outcome.margin[unseen] = machine.classes_[scores.argmax(axis=1)], margins(scores)


def main() -> int:
    """Run the folds, print the table and the verdict."""
    if not MESSAGES.exists():
        return verdict("classify", [f"no {MESSAGES.name}; name its folder in WANGGE_SHARED"])
    examples = labelled.read(MESSAGES, text_column="tokens", label_column="label")
    texts, labels = examples.texts, np.array(examples.labels)
    groups = duplicate_groups(texts)
    repeated = np.isin(groups, _shared(groups)).mean()
    print(f"{len(texts):,} messages, {repeated:.1%} of them with a near-duplicate")
    ours, plain, majority = (Outcome.of(labels) for _ in range(3))
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for number, (known, unseen) in enumerate(splitter.split(texts, labels, groups), start=1):
        wangge(ours, texts, examples.labels, known, unseen)
        characters(plain, texts, examples.labels, known, unseen)
        majority.guessed[unseen] = statistics.mode(labels[known].tolist())
        print(f"fold {number} of {FOLDS}", file=sys.stderr, flush=True)
    columns = {"wangge": ours, "characters 1–3 alone": plain, "commonest label": majority}
    measures = {name: outcome.measures(labels) for name, outcome in columns.items()}
    print_table(
        [
            {"measure": key} | {name: found[key] for name, found in measures.items()}
            for key in measures["wangge"]
        ]
    )
    return verdict("classify", shortfalls(ours, labels))


def _shared(groups: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The groups of more than one message."""
    return np.flatnonzero(np.bincount(groups) > 1)


def shortfalls(ours: Outcome, labels: npt.NDArray[np.str_]) -> list[str]:
    """The bars that are not reached."""
    found = {
        "macro F1": (ours.macro_f1(labels), LEAST_F1),
        "accuracy where it answers": (float((ours.guessed == labels)[ours.answered].mean()), LEAST_ACCURACY),
        "coverage": (float(ours.answered.mean()), LEAST_COVERAGE),
        "accuracy at 80 %": (float(ours.accuracy_at(0.8, labels)), LEAST_ACCURACY),
    }
    return [f"{name} {value:.4f} < {bar}" for name, (value, bar) in found.items() if value < bar]


if __name__ == "__main__":
    sys.exit(main())
