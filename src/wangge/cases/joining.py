"""Many reporters, one case: joining it, petitions, merging, parting again, and splitting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from wangge.cases import clocks, moves
from wangge.cases.errors import CannotTakeMore, FewParts, HasParts, Missing, NobodyAbove, NotYours, SameCase
from wangge.cases.models import Case, Report
from wangge.cases.moves import begin
from wangge.cases.reporting import earlier, find_route, insert_case, new_report
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock
from wangge.cases.standing import standing
from wangge.cases.telling import Telling
from wangge.cases.workflow import OPEN, Standing
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

MOST_SIGNERS = 500


@dataclass(frozen=True, slots=True)
class Signer:
    """One of those who bring a petition: each is told and each rates."""

    name: str
    phone: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One matter of several that came in one report."""

    title: str
    text: str = ""
    category: str = ""


@transaction.atomic
def join(case: Case, telling: Telling, *, home: str = "", by: Actor, now: datetime) -> Report:
    """Somebody else has the same matter: one more report of an open case. A key sent again is harmless."""
    telling.check(now=now)
    book = rulebook()
    if found := earlier(telling, book):
        return found
    while case.merged_into is not None:
        case = case.merged_into
    if case.state not in OPEN:
        raise CannotTakeMore
    told = new_report(telling, case, home=home, by=by, now=now, book=book)
    told.save(force_insert=True)
    facts = {"report": told.pk, "channel": telling.channel}
    journal.append("case.joined", subject=("case", case.pk), by=by, now=now, payload=facts)
    return told


@transaction.atomic
def petition(
    told: Report, telling: Telling, signers: Sequence[Signer], *, by: Actor, now: datetime
) -> list[Report]:
    """A report brought by many: who told it speaks for them, each of the others has a report of their own."""
    case = told.case
    if not signers or len(signers) > MOST_SIGNERS or not all(signer.name.strip() for signer in signers):
        raise Missing(what="signers")
    book = rulebook()
    reports = [
        new_report(
            replace(telling, name=signer.name, phone=signer.phone, key=_key(telling, number)),
            case,
            home=signer.home,
            by=by,
            now=now,
            book=book,
        )
        for number, signer in enumerate(signers, start=1)
    ]
    Report.objects.bulk_create(reports)
    Case.objects.filter(pk=case.pk).update(representative=told)
    facts = {"reports": [report.pk for report in reports], "representative": told.pk}
    journal.append("case.petitioned", subject=("case", case.pk), by=by, now=now, payload=facts)
    return reports


def _key(telling: Telling, number: int) -> str | None:
    return f"{telling.key}/{number}"[:80] if telling.key else None


@transaction.atomic
def merge(case: Case, *, into: Case, reason: str, by: Actor, now: datetime) -> None:
    """It is the same matter as another case: its reporters go there; each is told and each rates."""
    step = begin(case, "merge", by=by, into=into.pk, reason=reason)
    if into.pk == case.pk:
        raise SameCase
    if into.state not in OPEN:
        raise CannotTakeMore
    if Standing.OFFICE not in standing(into, by, among={Standing.OFFICE}):
        raise NotYours
    if Case.objects.filter(parent=case).exists():
        raise HasParts
    moved = list(Report.objects.filter(case=case).values_list("pk", flat=True))
    Report.objects.filter(case=case, first_case=None).update(first_case=case)
    Report.objects.filter(pk__in=moved).update(case=into)
    clocks.stop_work(case, now=now)
    moves.end_assignments(case, now=now, ending=reason)
    step.take(now=now, merged_into=into, post_id=None, due_at=None)
    facts = {"from_case": case.pk, "reports": moved}
    journal.append("case.absorbed", subject=("case", into.pk), by=by, now=now, payload=facts)


@transaction.atomic
def part(case: Case, *, reason: str, by: Actor, now: datetime) -> None:
    """It was not the same matter after all: its reporters come back, and its old clock runs on."""
    step = begin(case, "part", by=by, reason=reason)
    book = rulebook()
    office = next(iter(book.posts.offices_of(case.area.path)), None)
    if office is None:
        raise NobodyAbove
    Report.objects.filter(first_case=case).update(case=case, first_case=None)
    clocks.resume(case, Clock.RESOLVE)
    moves.assign(case, office, by=by, now=now, reason=reason, book=book)
    step.take(now=now, merged_into=None, post_id=office, due_at=clocks.next_due(case))


@transaction.atomic
def split(case: Case, *, parts: Sequence[Part], by: Actor, now: datetime) -> list[Case]:
    """Several matters came in one report: each becomes a case of its own with its own clocks.

    The case itself stays the reporters' own, and is closed after all its parts.
    """
    step = begin(case, "split", by=by, parts=[each.title for each in parts])
    if len(parts) < 2 or not all(each.title.strip() for each in parts):
        raise FewParts
    book = rulebook()
    made = [_part_of(case, each, now=now, book=book) for each in parts]
    step.take(now=now)
    for each in made:
        facts = {"parent": case.pk, "state": each.state, "post": each.post_id}
        journal.append("case.split_off", subject=("case", each.pk), by=by, now=now, payload=facts)
    return made


def _part_of(case: Case, each: Part, *, now: datetime, book: Rulebook) -> Case:
    category = book.category(each.category) if each.category else case.category
    fresh = Case(
        reported_at=now,
        title=each.title.strip()[:120],
        text=each.text.strip() or case.text,
        urgency=category.urgency if each.category and category else case.urgency,
        channel=case.channel,
        category=category,
        area=case.area,
        grid_id=case.grid_id,
        building_id=case.building_id,
        lon=case.lon,
        lat=case.lat,
        address=case.address,
        parent=case,
    )
    insert_case(fresh, find_route(fresh, book=book), now=now, book=book)
    return fresh
