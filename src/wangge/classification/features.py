"""What a text is told by: its runs of one to three characters, and its words."""

import unicodedata
from collections import Counter

import numpy as np
import numpy.typing as npt
import rjieba

LONGEST_GRAM = 3
CODE_POINT_BITS = 21  # three code points fit one 64-bit integer, so a run of characters is its own key
LONGEST_WORD = 4.0  # mean length of the pieces between blanks, above which a text counts as not segmented
LEAST_PIECES = 4

Counts = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


def plain(text: str) -> str:
    """The text with full-width forms, ligatures and case made one."""
    return unicodedata.normalize("NFKC", text).lower()


def squeezed(text: str) -> str:
    """The plain text without blanks, so that segmented and raw texts give the same runs of characters."""
    return "".join(plain(text).split())


def gram_keys(squeezed_text: str, size: int) -> npt.NDArray[np.int64]:
    """One integer per run of `size` ≤ 3 characters, in reading order: exact, nothing is hashed."""
    points = np.frombuffer(squeezed_text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.int64
    )
    runs = max(len(points) - size + 1, 0)
    keys = np.zeros(runs, dtype=np.int64)
    for place in range(size):
        keys = (keys << CODE_POINT_BITS) | points[place : place + runs]
    return keys


def gram_counts(text: str) -> Counts:
    """The distinct runs of one to three characters, ascending, and how often each stands in the text."""
    tight = squeezed(text)
    keys = np.concatenate([gram_keys(tight, size) for size in range(1, LONGEST_GRAM + 1)])
    return np.unique(keys, return_counts=True)


def words(text: str) -> list[str]:
    """The words of a text; one already segmented by blanks is taken as it is."""
    pieces = plain(text).split()
    if len(pieces) >= LEAST_PIECES and sum(map(len, pieces)) <= LONGEST_WORD * len(pieces):
        return pieces
    return [word for piece in pieces for word in rjieba.cut(piece)]


def word_counts(text: str) -> Counter[str]:
    """How often each word stands in the text."""
    return Counter(words(text))
