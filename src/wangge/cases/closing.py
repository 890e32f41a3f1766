"""What a case still lacks before it may be closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wangge.cases.errors import NotReady
from wangge.cases.models import Case, Dispute, Handling, Photo, Supervision, Task, Verification
from wangge.cases.numbering import number_of
from wangge.cases.persons import apart, five, lacking
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.workflow import OPEN

SHOWING = ("handle", "settle", "verify")  # steps whose photos show the work


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing; `facts` say whom or what."""

    code: str
    facts: Mapping[str, str]


def lacks(case: Case, *, book: Rulebook, now: datetime) -> list[Lack]:
    """Everything that stands between a case and its closing, besides its verification."""
    persons = five(case, book=book, now=now)
    found = [Lack("person", {"role": role.value}) for role in lacking(persons)]
    if not apart(persons):
        found.append(Lack("apart", {}))
    tasks = Task.objects.filter(case=case, ended_at=None)
    found += [Lack("task", {"title": title}) for title in tasks.values_list("title", flat=True)]
    parts = Case.objects.filter(parent=case, state__in=[state.value for state in OPEN])
    found += [Lack("part", {"number": number_of(part)}) for part in parts.select_related("area")]
    if Dispute.objects.filter(case=case, decided_at=None).exists():
        found.append(Lack("appeal", {}))
    if Supervision.objects.filter(case=case, answered_at=None).exists():
        found.append(Lack("supervision", {}))
    if not shown(case):
        found.append(Lack("photo", {}))
    return found


def shown(case: Case) -> bool:
    """Whether the work is shown by a photo of this round, or somebody said why there is none."""
    if case.category is None or not case.category.evidence:
        return True
    done = Handling.objects.filter(case=case, round=case.reopened).order_by("-id").first()
    if done is None:
        return False
    seen = Verification.objects.filter(case=case, round=case.reopened, passed=True).order_by("-id").first()
    if done.unseen or (seen and seen.unseen):
        return True
    return Photo.objects.filter(case=case, step__in=SHOWING, at__gte=done.at).exists()


def expect_ready(case: Case, *, now: datetime) -> None:
    """Refuse while anything is missing."""
    missing = lacks(case, book=rulebook(), now=now)
    if missing:
        raise NotReady(what=", ".join(" ".join([lack.code, *lack.facts.values()]) for lack in missing))
