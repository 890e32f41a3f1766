"""What a draft is drawn by: how much a grid may hold, what makes work, what the search weighs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self, get_args

from wangge.partition.inputs import Dial, Measure, Rule
from wangge.planning.errors import BadTerms

FACTORS = ("households", "registered", "floating", "care", "merchants", "area")  # area by the hectare
LONGEST, MOST = 600.0, 1_000_000  # seconds of a search; people of a grid
USUAL = Dial()


@dataclass(frozen=True, slots=True)
class Span:
    """From min to max, both included."""

    min: int
    max: int

    def holds(self, weight: float) -> bool:
        """Whether this much lies in it."""
        return self.min <= weight <= self.max


@dataclass(frozen=True, slots=True)
class Terms:
    """The rule for a grid and the wishes beside it.

    A grid holds `min` to `max` of `measure`, or, where that is households and `people` is given, so many
    people ("300 to 500 households, or about 1,000 people"). `work` are households' worth of work for each
    counted: evenness of load is the evenness of their sum. `keep` is the charge, in units of J, for a mean
    grid's weight that changes grid (0: as usual); `micro` how many households a microgrid has.
    """

    min: int = 300
    max: int = 500
    k: int | None = None
    measure: Measure = "households"
    people: Span | None = None
    work: Mapping[str, float] = field(default_factory=dict)
    dial: Dial = USUAL
    keep: float = 0.0
    compounds_whole: bool = False
    seconds: float = 10.0
    micro: Span = Span(30, 80)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """The terms that JSON tells; what it leaves out is as usual, what makes no sense is refused."""
        unknown = set(told) - {each.name for each in fields(cls)}
        if unknown:
            raise BadTerms(field=min(unknown), value=told[min(unknown)])
        read = cls(**{name: _READ[name](name, value) for name, value in told.items()})
        for span in (Span(read.min, read.max), read.people, read.micro):
            if span and not (span.min <= span.max and span.max >= 1):
                raise BadTerms(field="min–max", value=f"{span.min}–{span.max}")
        return read

    def json(self) -> dict[str, Any]:
        """The same as JSON, whole."""
        return asdict(self) | {"work": self.factors}

    @property
    def rule(self) -> Rule:
        """The rule as the engine takes it, by `measure`."""
        return Rule(self.min, self.max, self.k)

    @property
    def factors(self) -> dict[str, float]:
        """Work by what is counted; where nothing is told, a household is one."""
        told = {name: float(self.work.get(name, 0)) for name in FACTORS}
        return told if any(told.values()) else told | {"households": 1.0}

    @property
    def weighs_work(self) -> bool:
        """Whether work is anything but households."""
        return any(self.factors[name] for name in FACTORS if name != "households")

    def branch(self, *, households: float, people: float) -> str:
        """The measure by which a grid holds to the rule, or nothing."""
        weight = households if self.measure == "households" else people
        if self.min <= weight <= self.max:
            return self.measure
        other = self.measure == "households" and self.people is not None and self.people.holds(people)
        return "people" if other else ""


def _number(name: str, value: Any, *, least: float = 0, most: float = MOST) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadTerms(field=name, value=value)
    return float(value)


def _whole(name: str, value: Any) -> int:
    if _number(name, value) != int(value):
        raise BadTerms(field=name, value=value)
    return int(value)


def _grids(name: str, value: Any) -> int | None:
    return None if value is None else int(_number(name, _whole(name, value), least=1, most=999))


def _measure(name: str, value: Any) -> Measure:
    if value not in get_args(Measure):
        raise BadTerms(field=name, value=value)
    return "people" if value == "people" else "households"


def _table(name: str, value: Any, known: tuple[str, ...]) -> dict[str, float]:
    if not isinstance(value, Mapping) or set(value) - set(known):
        raise BadTerms(field=name, value=value)
    return {key: _number(f"{name}.{key}", each, most=1000) for key, each in value.items()}


def _span(name: str, value: Any) -> Span | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"min", "max"}:
        raise BadTerms(field=name, value=value)
    return Span(_whole(name, value["min"]), _whole(name, value["max"]))


def _yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadTerms(field=name, value=value)
    return value


_DIAL = tuple(each.name for each in fields(Dial))
_READ: dict[str, Any] = {
    "min": _whole,
    "max": _whole,
    "k": _grids,
    "measure": _measure,
    "people": _span,
    "work": lambda name, value: _table(name, value, FACTORS),
    "dial": lambda name, value: Dial(**_table(name, value, _DIAL)),
    "keep": lambda name, value: _number(name, value, most=1000),
    "compounds_whole": _yes,
    "seconds": lambda name, value: _number(name, value, least=0.1, most=LONGEST),
    "micro": lambda name, value: _span(name, value) or Span(30, 80),
}
