"""Terms told as JSON, read field by field; what makes no sense is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from wangge.partition.inputs import Dial, Measure
from wangge.planning.errors import BadTerms

FACTORS = ("households", "registered", "floating", "care", "merchants", "area")  # area by the hectare
LONGEST, MOST = 600.0, 1_000_000  # seconds of a search; people of a grid


@dataclass(frozen=True, slots=True)
class Span:
    """From min to max, both included."""

    min: int
    max: int

    def holds(self, weight: float) -> bool:
        """Whether this much lies in it."""
        return self.min <= weight <= self.max


MICRO = Span(30, 80)


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


def _one_of(name: str, value: Any, known: tuple[Any, ...]) -> Any:
    if not any(value is each or (value == each and isinstance(value, str)) for each in known):
        raise BadTerms(field=name, value=value)
    return value


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


_DIAL = tuple(each.name for each in fields(Dial))
READ: dict[str, Any] = {
    "min": _whole,
    "max": _whole,
    "k": _grids,
    "measure": lambda name, value: _one_of(name, value, get_args(Measure)),
    "people": _span,
    "work": lambda name, value: _table(name, value, FACTORS),
    "dial": lambda name, value: Dial(**_table(name, value, _DIAL)),
    "keep": lambda name, value: _number(name, value, most=1000),
    "compounds_whole": lambda name, value: _one_of(name, value, (False, True)),
    "seconds": lambda name, value: _number(name, value, least=0.1, most=LONGEST),
    "micro": lambda name, value: _span(name, value) or MICRO,
}
