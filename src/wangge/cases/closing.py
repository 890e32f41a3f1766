"""What a case still lacks before it may be closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from wangge.cases.errors import NotReady
from wangge.cases.models import (
    Case,
    Dispute,
    Handling,
    Photo,
    Supervision,
    Task,
    Verification,
    Whistle,
)
from wangge.cases.numbering import number_of
from wangge.cases.persons import apart, five, lacking
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.workflow import OPEN
from wangge.journal.prepared import Prepared

SHOWING = ("handle", "settle", "verify")  # steps whose photos show the work
HERE = OuterRef("pk")
THIS_ROUND = {"case": HERE, "round": OuterRef("reopened")}
WORK = Handling.objects.filter(**THIS_ROUND).order_by("-id")
LOOK = Verification.objects.filter(**THIS_ROUND, passed=True).order_by("-id")
UNDER_WAY = {
    "task": Exists(Task.objects.filter(case=HERE, ended_at=None)),
    "part": Exists(Case.objects.filter(parent=HERE, state__in=[state.value for state in OPEN])),
    "appeal": Exists(Dispute.objects.filter(case=HERE, decided_at=None)),
    "supervision": Exists(Supervision.objects.filter(case=HERE, answered_at=None)),
    "whistle": Exists(Whistle.objects.filter(case=HERE, ended_at=None)),
}
EVIDENCE = {
    "done_at": Subquery(WORK.values("at")[:1]),
    "done_unseen": Subquery(WORK.values("unseen")[:1]),
    "seen_unseen": Subquery(LOOK.values("unseen")[:1]),
    "photo": Exists(Photo.objects.filter(case=HERE, step__in=SHOWING, at__gte=OuterRef("done_at"))),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing; `facts` say whom or what.

    Codes: person (role), apart, task (title), part (number), appeal, supervision, whistle, photo.
    """

    code: str
    facts: Mapping[str, str]


def lacks(case: Case, *, book: Rulebook, now: datetime) -> list[Lack]:
    """Everything that stands between a case and its closing, besides its verification: five statements.

    The names of steps and parts that are open take one more each.
    """
    persons = five(case, book=book, now=now)
    found = [Lack("person", {"role": role.value}) for role in lacking(persons)]
    if not apart(persons):
        found.append(Lack("apart", {}))
    category = book.categories.get(case.category_id or 0)
    asked = {**UNDER_WAY, **(EVIDENCE if category and category.evidence else {})}
    lies = _look(case, asked)
    found += _open(case, lies)
    if "photo" in lies and not _shown(lies):
        found.append(Lack("photo", {}))
    return found


def begun(case: Case) -> set[str]:
    """The codes of what was begun on a case and is not over, `split` if it was split ever: one statement."""
    asked = {**UNDER_WAY, "split": Exists(Case.objects.filter(parent=HERE))}
    return {code for code, lies in _look(case, asked).items() if lies}


def shown(case: Case) -> bool:
    """Whether the work is shown by a photo of this round, or somebody said why there is none."""
    if case.category is None or not case.category.evidence:
        return True
    return _shown(_look(case, EVIDENCE))


def expect_ready(case: Case, *, now: datetime) -> None:
    """Refuse while anything is missing."""
    missing = lacks(case, book=rulebook(), now=now)
    if missing:
        raise NotReady(what=told(missing))


def told(missing: list[Lack]) -> str:
    """Codes and facts as one line."""
    return ", ".join(" ".join([lack.code, *lack.facts.values()]) for lack in missing)


_LOOKS: dict[tuple[str, ...], Prepared[Case]] = {}


def _look(case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    names = tuple(asked)
    if names not in _LOOKS:
        _LOOKS[names] = Prepared(lambda pk: Case.objects.filter(pk=pk).annotate(**asked).values_list(*names))
    (row,) = _LOOKS[names].rows(pk=case.pk)
    return dict(zip(names, row, strict=True))


def _shown(lies: Mapping[str, Any]) -> bool:
    return bool(lies["photo"] or lies["done_unseen"] or (lies["done_at"] and lies["seen_unseen"]))


def _open(case: Case, lies: Mapping[str, Any]) -> Iterator[Lack]:
    if lies["task"]:
        tasks = Task.objects.filter(case=case, ended_at=None).order_by("order")
        yield from (Lack("task", {"title": title}) for title in tasks.values_list("title", flat=True))
    if lies["part"]:
        parts = Case.objects.filter(parent=case, state__in=[state.value for state in OPEN]).order_by("pk")
        yield from (Lack("part", {"number": number_of(part)}) for part in parts.only("reported_at"))
    yield from (Lack(code, {}) for code in ("appeal", "supervision", "whistle") if lies[code])
