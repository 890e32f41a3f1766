"""What the classifier makes of a text: a category, or the word that a person must choose."""

from dataclasses import dataclass

from wangge.cases.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Guess:
    """`category` is None where the classifier abstains; `best` is what it leaned to."""

    category: int | None
    best: int | None
    margin: float
    model: str


def guess(text: str, book: Rulebook) -> Guess:
    """Classify a text by the trained model where there is one, else by the keyword rules."""
    found = book.classifier.predict_one(text)
    best = book.by_code.get(found.best or "")
    sure = best is not None and not found.abstained
    return Guess(
        category=best.pk if best and sure else None,
        best=best.pk if best else None,
        margin=found.margin,
        model=found.version,
    )
