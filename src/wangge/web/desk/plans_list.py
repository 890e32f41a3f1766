"""The communities that somebody plans for: the division in force of each, and its drafts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum

from wangge.journal.actor import Actor
from wangge.places.models import Area, Division, Grid, Membership
from wangge.planning.models import Approval, Draft, Solving
from wangge.planning.terms import Terms
from wangge.web.desk.plans_data import PLANNERS


@dataclass(slots=True)
class Held:
    """A division with its figures: `within` of its `base` grids hold to the rule it was drawn by."""

    division: Division
    grids: int = 0
    base: int = 0
    within: int = 0
    households: int = 0
    smallest: int = 0
    largest: int = 0


@dataclass(slots=True)
class Row:
    """A community in the list; `state` of a draft is draft, approved or solving."""

    area: Area
    held: Held | None = None
    next: Division | None = None
    drafts: list[tuple[Draft, str]] = field(default_factory=list)


def communities(by: Actor) -> "list[Area]":
    """Those that the actor may plan for, by code: one statement."""
    rows = Area.objects.under(by.paths(*PLANNERS)).filter(level=Area.Level.COMMUNITY)
    return list(rows.defer("outline").order_by("code"))


def rows(areas: Sequence[Area], *, on: date) -> list[Row]:
    """What stands in the list for these communities: five statements."""
    found = {area.pk: Row(area) for area in areas}
    divisions = Division.objects.filter(area__in=found).select_related("draft").order_by("since")
    held = {}
    for division in divisions:
        if division.since > on:
            found[division.area_id].next = found[division.area_id].next or division
        elif division.until is None or division.until > on:
            held[division.pk] = found[division.area_id].held = Held(division)
    _count(held)
    for draft, state in _drafts(found):
        found[draft.area_id].drafts.append((draft, state))
    return list(found.values())


def _count(held: dict[int, Held]) -> None:
    sums = (
        Membership.objects.filter(division__in=held, level=Grid.Level.GRID)
        .values("division", "grid", "grid__kind")
        .annotate(households=Sum("building__households"), people=Sum("building__people"))
    )
    by_division = defaultdict(list)
    for each in sums:
        by_division[each["division"]].append(each)
    for pk, grids in by_division.items():
        _fill(held[pk], grids)


def _fill(held: Held, grids: Sequence[Mapping[str, Any]]) -> None:
    draft = getattr(held.division, "draft", None)
    terms = Terms.of(draft.terms if draft else {})
    base = [each for each in grids if each["grid__kind"] == Grid.Kind.BASE]
    households = [each["households"] for each in base]
    held.grids, held.base = len(grids), len(base)
    held.households = sum(each["households"] for each in grids)
    held.within = sum(
        bool(terms.branch(households=each["households"], people=each["people"])) for each in base
    )
    held.smallest, held.largest = min(households, default=0), max(households, default=0)


def _drafts(found: dict[int, Row]) -> list[tuple[Draft, str]]:
    open_ones = Draft.objects.filter(area__in=found, discarded=False, adopted=None)
    drafts = list(open_ones.select_related("made_by", "changed_by").defer("assignment").order_by("-pk"))
    decided = {
        (each.draft_id, each.revision): each.decision
        for each in Approval.objects.filter(draft__in=drafts).order_by("pk")
    }
    running = (Solving.State.WAITING, Solving.State.RUNNING)
    solving = set(Solving.objects.filter(draft__in=drafts, state__in=running).values_list("draft", flat=True))
    return [
        (
            draft,
            "solving"
            if draft.pk in solving
            else "approved"
            if decided.get((draft.pk, draft.revision)) == Approval.Decision.APPROVED
            else "draft",
        )
        for draft in drafts
    ]
