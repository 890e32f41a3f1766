"""Looking through the papers: all that is missing is told at once, what comes is noted, it goes on."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wangge.counter.errors import NothingLacking, StillLacking
from wangge.counter.filing import due
from wangge.counter.models import Application, Lack, Paper, Sheet, Stage
from wangge.counter.moving import expect, move
from wangge.journal.actor import Actor


@transaction.atomic
def tell(
    application: Application,
    missing: Mapping[int, str],
    *,
    words: str = "",
    way: str = Sheet.Way.HANDED.value,
    by: Actor,
    now: datetime,
) -> Sheet:
    """Tell the applicant what is missing (positions of papers, each with why): once, and all of it.

    What a later sheet names that the first did not is counted as told too late, whatever the reason.
    """
    expect(application, "tell", by=by)
    papers = [paper for paper in application.papers.all() if paper.position in missing]
    if not papers:
        raise NothingLacking
    before = set(Lack.objects.filter(paper__application=application).values_list("paper", flat=True))
    first = not application.sheets.exists()
    late = [paper for paper in papers if not first and paper.pk not in before]
    facts = {"missing": len(papers), "late": len(late)}
    move(application, "tell", facts, by=by, now=now, due_at=None)
    sheet = Sheet.objects.create(
        application=application,
        round=application.sheets.count() + 1,
        at=now,
        by_id=by.person,
        way=way if way in Sheet.Way.values else Sheet.Way.HANDED.value,
        words=words.strip()[:500],
    )
    rows = [
        Lack(sheet=sheet, paper=paper, why=missing[paper.position].strip()[:120], late=paper in late)
        for paper in papers
    ]
    Lack.objects.bulk_create(rows)
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(here_at=None, unneeded=False)
    return sheet


@transaction.atomic
def receive(
    application: Application,
    here: Collection[int],
    *,
    unneeded: Collection[int] = (),
    by: Actor,
    now: datetime,
) -> None:
    """Note which papers are here now, and which need not come."""
    expect(application, "receive", by=by)
    facts = {"here": sorted(set(here)), "unneeded": sorted(set(unneeded))}
    move(application, "receive", facts, by=by, now=now)
    papers = application.papers.filter(here_at=None)
    papers.filter(position__in=list(here)).update(here_at=now)
    application.papers.filter(position__in=list(unneeded)).update(unneeded=True)


@transaction.atomic
def accept(application: Application, *, by: Actor, now: datetime) -> None:
    """All papers are here: the first step begins, or the step that waited for them begins anew."""
    stage = expect(application, "accept", by=by)
    lacking = application.papers.filter(Q(here_at=None), unneeded=False)
    if names := list(lacking.values_list("name", flat=True)):
        raise StillLacking(names="、".join(names))
    begin(application, "accept", stage or application.stages.get(position=0), {}, by=by, now=now)


def begin(
    application: Application,
    name: str,
    stage: Stage,
    facts: Mapping[str, object],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """The step's clock runs from now; the application is due when it is."""
    limit = due(now, stage.days)
    move(application, name, {"step": stage.name, **facts}, by=by, now=now, due_at=limit)
    Stage.objects.filter(pk=stage.pk).update(begun_at=now, due_at=limit)
