"""Routing rules tried on past cases before they are saved: which would have gone elsewhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wangge.cases.errors import EndBeforeBegin, TooLongAgo
from wangge.cases.models import Case
from wangge.cases.routing import Matter, shadowed
from wangge.cases.rulebook import Rulebook, compound_kinds
from wangge.cases.rulesets import RuleSet, as_rules, rules_now
from wangge.cases.sending import Route, hours_at, send
from wangge.journal.actor import Actor
from wangge.journal.models import Entry

LONGEST = timedelta(days=367)
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A past case that the tried rules would have sent elsewhere than those in force."""

    case: Case
    before: Route
    after: Route


@dataclass(frozen=True, slots=True)
class Trial:
    """What the tried rules would have done with the cases of a period.

    `shadowed` are rules that can never send anything, by their place in the list, with the places of those
    that always come first; `uses` counts the cases that each rule (by place) would have sent. `capped`: only
    the newest `MOST` were tried.
    """

    total: int
    elsewhere: list[Elsewhere]
    unrouted: list[Case]
    unrouted_before: int
    shadowed: Mapping[int, tuple[int, ...]]
    uses: Mapping[int, int]
    capped: bool


def try_rules(wanted: RuleSet, *, since: datetime, until: datetime, by: Actor, book: Rulebook) -> Trial:
    """Send the cases that the actor may see, reported in a period, by other rules: five statements at most.

    Each is taken as it was when it was reported; both the rules in force and the tried ones are applied, so
    that what people did later by hand does not count.
    """
    if until < since:
        raise EndBeforeBegin
    if until - since > LONGEST:
        raise TooLongAgo
    current = rules_now()
    rules = {True: as_rules(wanted.rows, book), False: as_rules(current.rows, book)}
    cases = _cases(since, until, by)
    asks = any(rule.compound_kind for each in rules.values() for rule in each)
    kinds = (compound_kinds() if book.compound_kinds is None else book.compound_kinds) if asks else {}
    moved, unrouted, lost, uses = [], [], 0, Counter[int]()
    places = {rule.id: place for place, rule in enumerate(rules[True])}
    for case, matter in _matters(cases[:MOST], kinds, book):
        before = send(matter, book=book, rules=rules[False], method=current.method)
        after = send(matter, book=book, rules=rules[True], method=wanted.method)
        lost += before.rule is None
        if after.rule is None:
            unrouted.append(case)
        else:
            uses[places[after.rule.id]] += 1
        if _apart(before, after):
            moved.append(Elsewhere(case, before, after))
    never = shadowed(rules[True], wanted.method)
    return Trial(min(len(cases), MOST), moved, unrouted, lost, never, uses, len(cases) > MOST)


def never_used(wanted: RuleSet, book: Rulebook) -> Mapping[int, tuple[int, ...]]:
    """The rules, by place, that can never send anything, and those that always come first."""
    return shadowed(as_rules(wanted.rows, book), wanted.method)


def _cases(since: datetime, until: datetime, by: Actor) -> list[Case]:
    found = Case.objects.seen_by(by).filter(reported_at__gte=since, reported_at__lt=until, parent=None)
    shown = (
        *("reported_at", "title", "urgency", "state", "grid", "post__name", "area__path", "area__name"),
        *("channel__code", "category__code", "category__name", "category__name_en", "category__path"),
        "building__compound__kind",
    )
    related = ("area", "channel", "category", "post", "building__compound")
    return list(found.select_related(*related).only(*shown).order_by("-reported_at", "-pk")[: MOST + 1])


def _matters(cases: Sequence[Case], kinds: Mapping[int, str], book: Rulebook) -> list[tuple[Case, Matter]]:
    """Each case with what routing looked at when it was reported: one statement."""
    told = Entry.objects.filter(
        subject_kind="case", verb="case.reported", subject_id__in=[case.pk for case in cases]
    )
    if len(cases) > 500:  # a long list of ids costs more than a span of them
        span = {"subject_id__gte": cases[-1].pk, "subject_id__lte": cases[0].pk}
        told = Entry.objects.filter(subject_kind="case", verb="case.reported", **span)
    facts: dict[int, Mapping[str, object]] = dict(told.values_list("subject_id", "payload"))
    return [(case, _matter(case, facts.get(case.pk, {}), kinds, book)) for case in cases]


def _matter(case: Case, told: Mapping[str, object], kinds: Mapping[int, str], book: Rulebook) -> Matter:
    category = case.category
    if "category" in told:
        category = book.by_code.get(str(told["category"]))
    building = case.building
    kind = building.compound.kind if building and building.compound else kinds.get(case.grid_id or 0, "")
    return Matter(
        area_path=case.area.path,
        category_path=category.path if category else "",
        channel=case.channel.code,
        urgency=str(told.get("urgency") or case.urgency),
        grid=case.grid_id,
        grid_kind=book.grid_kinds.get(case.grid_id or 0, ""),
        compound_kind=kind,
        hours=hours_at(case.reported_at, book.calendar),
    )


def _apart(before: Route, after: Route) -> bool:
    """Whether two routes lead to different posts, or one of them to none for want of a rule."""
    return before.post != after.post or (before.rule is None) != (after.rule is None)
