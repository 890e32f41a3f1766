"""The page of routing rules: their order, changes that are kept aside, saving and taking back."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.accounts.models import Role
from wangge.cases.inbox import COUNTED, View, counts
from wangge.cases.models import Practice
from wangge.cases.routing import Rule
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.rulekeeping import before_last_change, last_change, may_change
from wangge.cases.rulesets import RuleRow, RuleSet, as_rules, rules_now
from wangge.cases.steering import keeps_house
from wangge.cases.trials import never_used
from wangge.journal.actor import Actor
from wangge.web.access import actor, allow
from wangge.web.desk.rules_draft import draft_of
from wangge.web.desk.rules_words import conditions, department_names, goes
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.naming import named

keepers = allow(Role.ADMINISTRATOR, Role.STREET)


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the list shows it; `number` counts from 1, `never` names those that always come first."""

    place: int
    row: RuleRow
    rule: Rule
    asks: list[str]
    goes: str
    mine: bool
    fresh: bool
    never: list[int]

    @property
    def number(self) -> int:
        """Its place as people count."""
        return self.place + 1


@keepers
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The list in order, as it is or as it would be with the changes of this session."""
    by, book, now = actor(request), rulebook(), timezone.now()
    draft, current = draft_of(request), rules_now()
    shown = lines(draft.wanted, current, by=by, book=book)
    if "sheet" in request.GET:
        return as_sheet(shown, now=now)
    context = {
        "draft": draft,
        "stale": draft.base != current.digest,
        "lines": shown,
        "methods": Practice.Routing.choices,
        "keeps_house": keeps_house(by, book),
        "unrouted": counts(by, now=now, book=book)[View.QUEUE],
        "counted": COUNTED,
        "last": last_change(),
        "undo": before_last_change(current) is not None and not draft.begun,
        "at": request.GET.get("at", ""),
        "done": request.GET.get("done", ""),
        "now": now,
    }
    return render(request, "desk/rules.html", context)


def lines(wanted: RuleSet, current: RuleSet, *, by: Actor, book: Rulebook) -> list[Line]:
    """The rules in words; what is not among those in force is fresh."""
    names, never = department_names(), never_used(wanted, book)
    known = set(current.rows)
    return [
        Line(
            place,
            row,
            rule,
            conditions(rule.conditions, book),
            goes(rule, names),
            may_change(row, by=by, book=book),
            row not in known,
            [other + 1 for other in never.get(place, ())],
        )
        for place, (row, rule) in enumerate(zip(wanted.rows, as_rules(wanted.rows, book), strict=True))
    ]


def as_sheet(shown: list[Line], *, now: datetime) -> HttpResponse:
    """The list as a workbook."""
    heads = [
        Column(_("Place in the list"), 10),
        Column(_("Which cases"), 48),
        Column(_("Where they go"), 36),
        Column(_("Reason"), 60),
        Column(_("Weight"), 8),
    ]
    rows = [
        (line.number, " · ".join(line.asks), line.goes, named(line.rule, "reason"), line.rule.score)
        for line in shown
    ]
    return spreadsheet(_("Routing rules"), _("Routing rules"), heads, rows, now=now)
