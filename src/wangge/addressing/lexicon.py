"""Registered names found in a text: as they are, and with a slip of the keyboard.

Slips are found by deleting one sound from the text and from every name beforehand (symmetric deletion,
Garbe 2012), so that the time does not grow with the number of names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA, Levenshtein

from wangge.addressing.naming import Weight, called
from wangge.addressing.sounds import sounds
from wangge.addressing.tokens import Kind

GUARDED = set("0123456789东南西北中前后上下左右新老大小内外甲乙丙丁ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LONGEST_NAME = 24
MOST = 8  # names that are weighed
EDITABLE = 4  # signs that a name needs, for one of them to be missing


@dataclass(frozen=True, slots=True)
class Term:
    """What a name means: a place of a kind, by its id."""

    kind: Kind
    pk: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a folded text, with all that it may mean. `sure` is false for what only resembles it."""

    start: int
    end: int
    name: str
    weight: Weight
    terms: tuple[Term, ...]
    sure: bool = True


@dataclass
class Lexicon:
    """Names by their first two signs, and by their sounds with one left out."""

    _terms: dict[str, dict[Weight, list[Term]]] = field(default_factory=dict)
    _begins: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _heard: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, names: Iterable[tuple[Kind, int, str]]) -> "Lexicon":
        """Enter names: kind, id, name as registered."""
        made = cls()
        for kind, pk, name in names:
            for key, weight in called(kind, name):
                made._enter(key, weight, Term(kind, pk))
        for listed in made._begins.values():
            listed.sort(key=len, reverse=True)
        return made

    def _enter(self, key: str, weight: Weight, term: Term) -> None:
        if not 2 <= len(key) <= LONGEST_NAME:
            return
        if key not in self._terms:
            self._terms[key] = defaultdict(list)
            self._begins[key[:2]].append(key)
        self._terms[key][weight].append(term)
        if weight == Weight.FULL or term.kind == Kind.COMPOUND:
            for sound in _shortened(sounds(key)):
                self._heard[sound].add(key)

    def meaning(self, key: str) -> list[Term]:
        """All that a folded name may mean."""
        return [term for terms in self._terms.get(key, {}).values() for term in terms]

    def spot(self, text: str) -> Iterator[Spot]:
        """Every name in the text, the longest from the left."""
        at = 0
        while at < len(text) - 1:
            name = next((n for n in self._begins.get(text[at : at + 2], ()) if text.startswith(n, at)), None)
            if name is None:
                at += 1
                continue
            yield self._spot(name, at, at + len(name))
            at += len(name)

    def _spot(self, name: str, start: int, end: int, *, sure: bool = True) -> Spot:
        by_weight = self._terms[name]
        weight = max(by_weight)
        return Spot(start, end, name, weight, tuple(by_weight[weight]), sure)

    def near(self, text: str, start: int) -> list[Spot]:
        """Names that resemble the end of a stretch which stands at `start`, the closest first."""
        found: dict[str, Likeness] = {}
        for size in range(2, min(len(text), LONGEST_NAME) + 1):
            said = text[-size:]
            heard = sounds(said)
            for sound in _shortened(heard):
                for name in self._heard.get(sound, ()):
                    alike = _likeness(said, heard, name, whole=size == len(text))
                    if alike and (name not in found or alike < found[name]):
                        found[name] = alike
        ranked = sorted(found.items(), key=lambda item: item[1])[:MOST]
        return [
            self._spot(
                name,
                start + len(text) - alike.size,
                start + len(text),
                sure=alike.sure and not place and (len(ranked) < 2 or alike.rank < ranked[1][1].rank),
            )
            for place, (name, alike) in enumerate(ranked)
        ]


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How far a name is from what was said; the smaller, the liker. `size` is how much of it is the name."""

    rank: tuple[bool, int, int]  # a part only; sounds apart; signs apart
    unsure: bool
    size: int

    @property
    def sure(self) -> bool:
        """Whether it can only be a slip."""
        return not self.unsure


def _likeness(said: str, heard: Sequence[str], name: str, *, whole: bool) -> Likeness | None:
    apart = OSA.distance(heard, sounds(name), score_cutoff=1)
    if apart > 1 or (apart and not whole and len(name) < EDITABLE):
        return None
    far = OSA.distance(said, name)
    return Likeness((not whole, apart, far), not (whole and surely(said, name, apart=apart)), len(said))


def surely(said: str, name: str, *, apart: int) -> bool:
    """Whether it can only be a slip: the same sounds, two signs swapped, one doubled or one left out.

    A number, a letter or a point of the compass is never a slip: 一里 and 二里 are two places.
    """
    if len(name) < 3:
        return False
    if apart == 0:
        return not GUARDED & {said[c.src_pos] for c in Levenshtein.editops(said, name)}
    if sorted(said) == sorted(name):
        return not GUARDED & {one for one, other in zip(said, name, strict=True) if one != other}
    if len(said) == len(name) + 1:
        doubled = [i for i in range(len(name)) if said[i] == said[i + 1] and not said[i].isascii()]
        return any(said[:i] + said[i + 1 :] == name for i in doubled)
    left_out = [i for i in range(len(name)) if name[:i] + name[i + 1 :] == said]
    return len(name) >= EDITABLE and bool(left_out) and name[left_out[0]] not in GUARDED


def _shortened(heard: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The sounds, and the sounds with each one left out."""
    whole = tuple(heard)
    yield whole
    for place in range(len(whole)):
        yield whole[:place] + whole[place + 1 :]
