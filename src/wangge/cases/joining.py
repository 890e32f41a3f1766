"""Many reporters, one case: joining it, petitions, merging, parting again, and splitting."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Case as Either
from django.db.models import F, When
from django.db.models.functions import Coalesce

from wangge.cases import clocks, moves
from wangge.cases.closing import begun
from wangge.cases.errors import (
    CannotTakeMore,
    FewParts,
    HasParts,
    Missing,
    NobodyAbove,
    NotYours,
    SameCase,
    UnderWay,
)
from wangge.cases.models import Case, Contact, Report
from wangge.cases.moves import begin
from wangge.cases.reporting import earlier, insert_cases, new_report
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sending import Route, find_route
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
    case = _lasting(case)
    book = rulebook()
    if found := earlier(telling, book):
        return found
    if case.state not in OPEN:
        raise CannotTakeMore
    told = new_report(telling, case, home=home, by=by, now=now, book=book)
    told.save(force_insert=True)
    facts = {"report": told.pk, "channel": telling.channel}
    journal.append("case.joined", subject=("case", case.pk), by=by, now=now, payload=facts)
    return told


def _lasting(case: Case) -> Case:
    """The case, or the one that it was merged into at last, kept to this transaction."""
    while True:
        held = Case.objects.filter(pk=case.pk).select_for_update(no_key=True).get()
        if held.merged_into is None:
            return held
        case = held.merged_into


@transaction.atomic
def petition(
    told: Report, telling: Telling, signers: Sequence[Signer], *, by: Actor, now: datetime
) -> list[Report]:
    """A report brought by many: who told it speaks for them, each of the others has a report of their own.

    Sent again it is harmless: the case has its representative, and the reports are given back.
    """
    case = _lasting(told.case)
    if case.representative_id is not None:
        return list(Report.objects.filter(case=case).exclude(pk=case.representative_id).order_by("id"))
    if case.state not in OPEN:
        raise CannotTakeMore
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
    """A key for each, however long the key of them all is: beyond 70 signs by its fingerprint."""
    if not telling.key:
        return None
    key = telling.key if len(telling.key) <= 70 else hashlib.sha256(telling.key.encode()).hexdigest()
    return f"{key}/{number}"


@transaction.atomic
def merge(case: Case, *, into: Case, reason: str, by: Actor, now: datetime) -> None:
    """It is the same matter as another case: its reporters go there; each is told and each rates."""
    stand = moves.lock(Case.objects.filter(pk__in=[case.pk, into.pk]))
    step = begin(case, "merge", by=by, into=into.pk, reason=reason)
    if into.pk == case.pk:
        raise SameCase
    if stand.get(into.pk) not in OPEN:
        raise CannotTakeMore
    if Standing.OFFICE not in standing(into, by, among={Standing.OFFICE}):
        raise NotYours
    unfinished = begun(case)
    if "split" in unfinished:
        raise HasParts
    if unfinished:
        raise UnderWay
    moved = list(Report.objects.filter(case=case).values_list("pk", flat=True))
    Report.objects.filter(case=case).update(case=into, first_case=Coalesce("first_case", case.pk))
    clocks.lapse(case, now=now)
    clocks.stop_work(case, now=now)
    moves.end_assignments(case, now=now, ending=reason)
    step.take(now=now, merged_into=into, post_id=None, due_at=None)
    facts = {"from_case": case.pk, "reports": moved}
    journal.append("case.absorbed", subject=("case", into.pk), by=by, now=now, payload=facts)


@transaction.atomic
def part(case: Case, *, reason: str, by: Actor, now: datetime) -> None:
    """It was not the same matter after all: its reporters come back, and its old clocks run on.

    Those of cases that were merged into it before come with them.
    """
    step = begin(case, "part", by=by, reason=reason)
    book = rulebook()
    office = moves.office_of(case, book=book)
    if office is None:
        raise NobodyAbove
    own = When(first_case=case, then=None)
    Report.objects.filter(first_case__in=_merged_into(case)).update(
        case=case, first_case=Either(own, default=F("first_case"))
    )
    spoken = Contact.objects.filter(case=case).exists()
    clocks.resume(case, Clock.RESOLVE, *([] if spoken else [Clock.CONTACT]))
    moves.assign(case, office, by=by, now=now, reason=reason, book=book)
    step.take(now=now, merged_into=None, post_id=office, due_at=clocks.next_due(case))


def _merged_into(case: Case) -> set[int]:
    """The case, and those merged into it, and into them."""
    found, fresh = {case.pk}, {case.pk}
    while fresh:
        fresh = set(Case.objects.filter(merged_into__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found


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
    insert_cases(made, now=now, book=book)
    step.take(now=now)
    for fresh, way in made:
        facts = {"parent": case.pk, "state": fresh.state, "post": fresh.post_id, **way.as_facts()}
        journal.append("case.split_off", subject=("case", fresh.pk), by=by, now=now, payload=facts)
    return [fresh for fresh, _way in made]


def _part_of(case: Case, each: Part, *, now: datetime, book: Rulebook) -> tuple[Case, Route]:
    """A part (unsaved) and where the rules send it."""
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
    return fresh, find_route(fresh, book=book)
