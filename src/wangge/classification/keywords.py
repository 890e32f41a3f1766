"""Keyword rules for a cold start: a category by its words, until there are cases to learn from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from wangge.classification.features import squeezed


@dataclass(frozen=True)
class KeywordRule:
    """A category and the words that speak for it."""

    category: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class KeywordMatch:
    """The category, or none where a person must choose; the best match, its words found, and its lead."""

    category: str | None
    best: str | None
    words: tuple[str, ...]
    margin: int


def match(text: str, *, rules: Iterable[KeywordRule], least_margin: int = 1) -> KeywordMatch:
    """Choose the category whose words cover most characters of the text; `margin` is its lead in characters.

    The longest words are laid first and no place is counted twice, so that a longer word hides the shorter
    ones inside it, in its own category and in the others; a word of two categories speaks for both.
    A lead under `least_margin` (a tie has none) leaves the choice to a person.
    """
    speakers = _speakers(tuple(rules))
    laid = _laid(squeezed(text), speakers)
    scores: dict[str, int] = defaultdict(int)
    for word, times in laid.items():
        for category in speakers[word]:
            scores[category] += len(word) * times
    if not scores:
        return KeywordMatch(None, None, (), 0)
    best, *others = sorted(scores, key=lambda category: -scores[category])
    margin = scores[best] - (scores[others[0]] if others else 0)
    found = tuple(word for word in laid if best in speakers[word])
    return KeywordMatch(best if margin >= least_margin else None, best, found, margin)


@lru_cache(maxsize=8)
def _speakers(rules: tuple[KeywordRule, ...]) -> dict[str, tuple[str, ...]]:
    """The categories that each word speaks for, longest words first: made once for the same rules."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for rule in rules:
        for word in filter(None, map(squeezed, rule.words)):
            found[word][rule.category] = None
    return {word: tuple(found[word]) for word in sorted(found, key=lambda word: (-len(word), word))}


def _laid(tight: str, words: Iterable[str]) -> dict[str, int]:
    """How often each word (longest first) stands in the text, a taken place counting for no other."""
    times: dict[str, int] = {}
    for word in words:
        number = tight.count(word)
        if number:
            times[word] = number
            tight = tight.replace(word, "\n" * len(word))
    return times
