"""What to bring and the steps of an item, as people write them: one a line, its parts with | between them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from wangge.counter.errors import LineUnclear, NoDecisionLast

BAR = re.compile(r"\s*[|｜]\s*")
MOST_LINES, MOST_DAYS, MOST_COPIES = 30, 366, 20


class Form(StrEnum):
    """In which form a paper is wanted."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"
    FILLED = "filled"


class Who(StrEnum):
    """On which level a step is taken."""

    COMMUNITY = "community"
    STREET = "street"
    DEPARTMENT = "department"


class Kind(StrEnum):
    """What happens in a step."""

    WORK = "work"
    NOTICE = "notice"
    DECISION = "decision"


FORMS = {
    Form.ORIGINAL: "原件", Form.COPY: "复印件", Form.BOTH: "原件和复印件", Form.FILLED: "填写",
}  # fmt: skip
LEVELS = {Who.COMMUNITY: "社区", Who.STREET: "街道", Who.DEPARTMENT: "部门"}
KINDS = {Kind.WORK: "办理", Kind.NOTICE: "公示", Kind.DECISION: "决定"}


@dataclass(frozen=True, slots=True)
class Material:
    """A paper to bring: in which form, how many, where one gets it."""

    name: str
    form: str = Form.ORIGINAL
    count: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who takes it, its limit in working days, and what happens in it."""

    name: str
    who: str = Who.COMMUNITY
    days: int = 1
    kind: str = Kind.WORK


def read_materials(text: str) -> list[Material]:
    """One paper a line: `户口簿 | 原件和复印件 | 1 | 本人持有`; only the name is needed."""
    found = []
    for number, line, parts in _parts(text, most=4):
        name, form, count, source = parts
        found.append(
            Material(
                name[:60],
                _one_of(Form, FORMS, form or Form.ORIGINAL, number, line),
                _count(count, MOST_COPIES, number, line),
                source[:80],
            )
        )
    return found


def read_steps(text: str) -> list[Step]:
    """One step a line: `审批 | 部门 | 10 | 决定`; the last one, and no other, decides."""
    found = []
    for number, line, parts in _parts(text, most=4):
        name, who, days, kind = parts
        found.append(
            Step(
                name[:40],
                _one_of(Who, LEVELS, who, number, line),
                _count(days, MOST_DAYS, number, line),
                _one_of(Kind, KINDS, kind or Kind.WORK, number, line),
            )
        )
    check(found)
    return found


def check(steps: list[Step]) -> None:
    """Refuse steps of which not exactly the last one decides."""
    decide = [step.kind == Kind.DECISION for step in steps]
    if not steps or decide != [False] * (len(steps) - 1) + [True]:
        raise NoDecisionLast


def written_materials(rows: Iterable[Mapping[str, object]]) -> str:
    """The papers as they are written."""
    papers = [Material(**row) for row in rows]  # type: ignore[arg-type]
    return "\n".join(
        f"{p.name} | {FORMS[Form(p.form)]} | {p.count} | {p.source}".rstrip(" |") for p in papers
    )


def written_steps(rows: Iterable[Mapping[str, object]]) -> str:
    """The steps as they are written."""
    steps = [Step(**row) for row in rows]  # type: ignore[arg-type]
    return "\n".join(f"{s.name} | {LEVELS[Who(s.who)]} | {s.days} | {KINDS[Kind(s.kind)]}" for s in steps)


def as_rows(lines: Iterable[Material | Step]) -> list[dict[str, object]]:
    """The lines as they are stored."""
    return [{name: _plain(value) for name, value in asdict(line).items()} for line in lines]


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)


def _parts(text: str, *, most: int) -> Iterable[tuple[int, str, list[str]]]:
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for number, line in lines:
        parts = BAR.split(line)
        if len(parts) > most or not parts[0] or number > MOST_LINES:
            raise LineUnclear(line=number, text=line[:60])
        yield number, line, [*parts, *[""] * (most - len(parts))]


def _one_of(kind: type[StrEnum], words: Mapping[Any, str], said: str, number: int, line: str) -> str:
    known: dict[str, str] = {word: code.value for code, word in words.items()} | {
        code.value: code.value for code in kind
    }
    if said.lower() not in known:
        raise LineUnclear(line=number, text=line[:60])
    return known[said.lower()]


def _count(said: str, most: int, number: int, line: str) -> int:
    digits = said.rstrip("份天日个工作") or "1"
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 5 and 1 <= int(digits) <= most):
        raise LineUnclear(line=number, text=line[:60])
    return int(digits)
