"""The page that tries routing rules on past cases before they are saved."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.cases.errors import EndBeforeBegin, TooLongAgo
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.rulesets import rules_now
from wangge.cases.trials import Elsewhere, Trial, try_rules
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY
from wangge.journal import actions as journal
from wangge.web.access import actor
from wangge.web.desk.rules import keepers, lines
from wangge.web.desk.rules_draft import draft_of
from wangge.web.desk.rules_words import conditions, reached
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named

PAGE = 50
USUAL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Gone:
    """A past case that would have gone elsewhere, in words."""

    case: Any
    number: str
    before: str
    after: str
    rule: Any
    held: list[str]


def gone(each: Elsewhere, book: Rulebook) -> Gone:
    """From where to where, by which rule."""
    rule = each.after.rule
    held = conditions(rule.conditions, book) if rule else []
    ways = (reached(each.before, book), reached(each.after, book))
    return Gone(each.case, number_of(each.case), *ways, rule, held)


@keepers
@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """How many cases of the period would have gone elsewhere, which, and which rules never send any."""
    by, book, now = actor(request), rulebook(), timezone.now()
    draft, (first, last) = draft_of(request), period(request.GET, now)
    context: dict[str, Any] = {"draft": draft, "first": first, "last": last, "now": now}
    try:
        tried = try_rules(
            draft.wanted, since=start_of(first), until=start_of(last + ONE_DAY), by=by, book=book
        )
    except (EndBeforeBegin, TooLongAgo) as refusal:
        context["error"] = told(refusal)
        return render(request, "desk/rules_trial.html", context, status=422)
    page = Paginator(tried.elsewhere, PAGE).get_page(request.GET.get("page"))
    shown = lines(draft.wanted, rules_now(), by=by, book=book)
    context |= {
        "tried": tried,
        "page": page,
        "rows": [gone(each, book) for each in page.object_list],
        "unrouted": [(case, number_of(case)) for case in tried.unrouted[:PAGE]],
        "never": [line for line in shown if line.never],
        "unused": [line for line in shown if not line.never and not tried.uses.get(line.place)],
        "sentence": sentence(tried),
    }
    return render(request, "desk/rules_trial.html", context)


def sentence(tried: Trial) -> str:
    """The result in one sentence."""
    if not tried.total:
        return _("No case came in during this time, so nothing can be compared.")
    facts = {"total": f"{tried.total:,}", "number": f"{len(tried.elsewhere):,}"}
    if not tried.elsewhere:
        return _("Of the {total} cases of this time none would have gone elsewhere.").format(**facts)
    return _("Of the {total} cases of this time these {number} would have gone elsewhere.").format(**facts)


@keepers
@require_POST
def trial_exports(request: HttpRequest) -> HttpResponse:
    """The list as a workbook; the journal keeps who took it."""
    by, book, now = actor(request), rulebook(), timezone.now()
    draft, (first, last) = draft_of(request), period(request.POST, now)
    tried = try_rules(draft.wanted, since=start_of(first), until=start_of(last + ONE_DAY), by=by, book=book)
    found = [gone(each, book) for each in tried.elsewhere]
    facts = {"what": "rules_trial", "first": first.isoformat(), "last": last.isoformat(), "rows": len(found)}
    journal.append("cases.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    heads = [
        Column(_("Case number"), 18),
        Column(_("Title"), 42),
        Column(_("Reported at"), 17),
        Column(_("Matter"), 18),
        Column(_("From"), 26),
        Column(_("To"), 26),
        Column(_("By the rule"), 40),
    ]
    rows = [
        (
            g.number,
            g.case.title,
            g.case.reported_at,
            named(g.case.category),
            g.before,
            g.after,
            named(g.rule, "reason"),
        )
        for g in found
    ]
    return spreadsheet(_("Rules tried"), sentence(tried), heads, rows, now=now)


def period(asked: QueryDict, now: datetime) -> tuple[date, date]:
    """The days asked for; by default the thirty up to today."""
    today = now.astimezone(CHINA_TIME).date()
    last = _day(asked.get("until"), today)
    return _day(asked.get("since"), last - USUAL + ONE_DAY), last


def _day(value: str | None, otherwise: date) -> date:
    try:
        found = date.fromisoformat(value or "")
    except ValueError:
        return otherwise
    return found if 2000 <= found.year <= 2200 else otherwise


def start_of(day: date) -> datetime:
    """The first instant of a day, China time."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA_TIME)
