"""What a draft is drawn by: how much a grid may hold, what makes work, what the search weighs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from wangge.partition.inputs import Dial, Measure, Rule
from wangge.planning.errors import BadTerms, RangeReversed
from wangge.planning.telling import FACTORS, MICRO, READ, Span

USUAL = Dial()


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
    micro: Span = MICRO

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """The terms that JSON tells; what it leaves out is as usual, what makes no sense is refused."""
        unknown = set(told) - {each.name for each in fields(cls)}
        if unknown:
            raise BadTerms(field=min(unknown), value=told[min(unknown)])
        read = cls(**{name: READ[name](name, value) for name, value in told.items()})
        for span in (Span(read.min, read.max), read.people, read.micro):
            if span and not (span.min <= span.max and span.max >= 1):
                raise RangeReversed(least=span.min, most=span.max)
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
