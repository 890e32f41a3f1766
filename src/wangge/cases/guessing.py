"""What the classifier makes of a text: a category, or the word that a person must choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from wangge.cases.models import Category
from wangge.classification import storage
from wangge.classification.keywords import KeywordRule, match
from wangge.classification.model import Model

KEYWORDS = "keywords"


@dataclass(frozen=True, slots=True)
class Guess:
    """`category` is None where the classifier abstains; `best` is what it leaned to (ids)."""

    category: int | None
    best: int | None
    margin: float
    model: str


@dataclass(frozen=True, slots=True)
class Guesser:
    """The trained model where there is one, else the keyword rules of the categories."""

    rules: tuple[KeywordRule, ...]
    model: Model | None
    ids: Mapping[str, int]

    @classmethod
    def of(cls, categories: Iterable[Category], *, file: Path) -> "Guesser":
        """From the categories and the place's model file; labels are codes or names of categories."""
        rows = list(categories)
        rules = tuple(KeywordRule(row.code, tuple(row.keywords)) for row in rows if row.keywords)
        ids = {row.name: row.pk for row in rows} | {row.code: row.pk for row in rows}
        model = _load(file, file.stat().st_mtime_ns) if file.exists() else None
        return cls(rules, model, ids)

    def guess(self, text: str) -> Guess:
        """Classify one text."""
        if self.model is None:
            found = match(text, rules=self.rules)
            return self._guess(found.category, found.best, float(found.margin), KEYWORDS)
        seen = self.model.predict([text])[0]
        return self._guess(seen.label, seen.best, seen.margin, seen.version)

    def _guess(self, label: str | None, best: str | None, margin: float, version: str) -> Guess:
        return Guess(self.ids.get(label or ""), self.ids.get(best or ""), margin, version)


@lru_cache(maxsize=1)
def _load(file: Path, _changed: int) -> Model:
    return storage.load(file)
