"""Everything that decides a case's course and is data: kept in memory, renewed when it changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wangge.cases.errors import ChannelRetired, UnknownCategory, UnknownChannel
from wangge.cases.escalation import Escalation
from wangge.cases.escalation import Rung as Step
from wangge.cases.guessing import Guesser
from wangge.cases.learning import model_file
from wangge.cases.models import Authority, Case, Category, Channel, Practice, RoutingRule, Rung, ServiceLevel
from wangge.cases.routing import Rule
from wangge.cases.sla import Clock, Limit, Unit
from wangge.cases.sla import ServiceLevel as Level
from wangge.foundation.calendar import WorkCalendar
from wangge.journal.editions import Cached, Editions
from wangge.places.models import Area, Grid, Membership
from wangge.staffing.directory import Directory, work_calendar

EDITIONS = ("rules", "staffing", "calendar", "places", "classifier")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One consistent reading of channels, categories, service levels, rules, posts and calendar.

    `compound_kinds` is of the grids whose compounds are all of one kind; None where no rule asks for it.
    """

    channels: Mapping[str, Channel]
    channel_ids: Mapping[int, Channel]
    categories: Mapping[int, Category]
    by_code: Mapping[str, Category]
    levels: tuple[Level, ...]
    rules: tuple[Rule, ...]
    areas: Mapping[int, Area]
    grid_kinds: Mapping[int, str]
    compound_kinds: Mapping[int, str] | None
    lines: Mapping[int, tuple[int, ...]]
    posts: Directory
    calendar: WorkCalendar
    guesser: Guesser
    practice: Practice
    escalation: Escalation
    powers: Mapping[str, frozenset[str]]

    def may_settle(self, tier: str, category: int | None) -> bool:
        """Whether a tier may settle matters of a category by itself: the nearest branch that says so decides.

        Where nothing is said of it, nor of all matters, every tier may.
        """
        found = self.categories.get(category or 0)
        path = found.path if found else ""
        said = [branch for branch in self.powers if path.startswith(branch)]
        return not said or tier in self.powers[max(said, key=len)]

    def line(self, grid: int) -> tuple[int, ...]:
        """Every version of a grid: its cases go on where it goes on."""
        return self.lines.get(grid, (grid,))

    def channel(self, code: str) -> Channel:
        """The channel of this code, or a refusal."""
        try:
            return self.channels[code]
        except KeyError:
            raise UnknownChannel(code=code) from None

    def dress(self, case: Case) -> Case:
        """The case with its area, category, guess and channel from here, without a statement."""
        case.area = self.areas[case.area_id]
        case.channel = self.channel_ids[case.channel_id]
        case.category = self.categories[case.category_id] if case.category_id else None
        case.guess = self.categories[case.guess_id] if case.guess_id else None
        return case

    def channel_in_use(self, code: str) -> Channel:
        """The channel of this code, or a refusal, also where it is retired."""
        found = self.channel(code)
        if found.retired_on:
            raise ChannelRetired(name=found.name)
        return found

    def category(self, code: str) -> Category:
        """The category of this code, or a refusal."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownCategory(code=code) from None


def _level(row: ServiceLevel) -> Level:
    return Level(
        clock=Clock(row.clock),
        category=row.category.path if row.category else None,
        urgency=row.urgency,
        limit=Limit(row.amount, Unit(row.unit)),
        provenance=row.provenance,
    )


def _rule(row: RoutingRule) -> Rule:
    return Rule(
        id=row.pk,
        tier=row.tier,
        department=row.department,
        direct=row.direct,
        area=row.area.path if row.area else "",
        category=row.category.path if row.category else "",
        channel=row.channel.code if row.channel else "",
        urgency=row.urgency,
        grid_kind=row.grid_kind,
        compound_kind=row.compound_kind,
        hours=row.hours,
        weight=row.weight,
        reason=row.reason,
        reason_en=row.reason_en,
    )


def compound_kinds() -> dict[int, str]:
    """The kind of compound of each grid whose buildings all stand in compounds of one kind: one statement."""
    found: dict[int, set[str]] = defaultdict(set)
    members = Membership.objects.filter(level=Grid.Level.GRID, building__compound__isnull=False)
    for grid, kind in members.values_list("grid_id", "building__compound__kind").distinct():
        found[grid].add(kind)
    return {grid: next(iter(kinds)) for grid, kinds in found.items() if len(kinds) == 1}


def _escalation(practice: Practice) -> Escalation:
    rungs: dict[Clock, list[Step]] = defaultdict(list)
    for row in Rung.objects.order_by("clock", "order"):
        rungs[Clock(row.clock)].append(Step(Limit(row.amount, Unit(row.unit)), row.up, row.kind))
    return Escalation(rungs, practice.warn_share)


def _powers() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path, tier in Authority.objects.values_list("category__path", "tier"):
        found[path or ""].add(tier)
    return {path: frozenset(tiers) for path, tiers in found.items()}


def _lines(grids: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """For each grid that has other versions, all of them."""
    found: dict[int, list[int]] = defaultdict(list)
    for pk, line in grids:
        found[line].append(pk)
    return {pk: tuple(line) for line in found.values() if len(line) > 1 for pk in line}


def _build() -> Rulebook:
    categories = {c.pk: c for c in Category.objects.all()}
    grids = list(Grid.objects.order_by("pk").values_list("pk", "kind", "lineage_id"))
    channels = list(Channel.objects.all())
    practice = Practice.objects.first() or Practice()
    rules = tuple(_rule(row) for row in RoutingRule.objects.select_related("area", "category", "channel"))
    return Rulebook(
        channels={c.code: c for c in channels},
        channel_ids={c.pk: c for c in channels},
        categories=categories,
        by_code={c.code: c for c in categories.values()},
        levels=tuple(_level(row) for row in ServiceLevel.objects.select_related("category")),
        rules=rules,
        areas={a.pk: a for a in Area.objects.defer("outline")},
        grid_kinds={pk: kind for pk, kind, _ in grids},
        compound_kinds=compound_kinds() if any(rule.compound_kind for rule in rules) else None,
        lines=_lines([(pk, line) for pk, _, line in grids if line]),
        posts=Directory.read(),
        calendar=work_calendar(),
        guesser=Guesser.of(categories.values(), file=model_file()),
        practice=practice,
        escalation=_escalation(practice),
        powers=_powers(),
    )


_rulebook = Cached(*EDITIONS, build=_build)


def rulebook(editions: Editions | None = None) -> Rulebook:
    """The rulebook as it stands: one statement to see whether it changed, more only when it did."""
    return _rulebook.get(editions)
