"""Routing rules in words: what a rule asks for, where it sends a case, and why a case was sent."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from wangge.cases.models import Hours, Urgency
from wangge.cases.routing import Rule
from wangge.cases.rulebook import Rulebook
from wangge.cases.sending import Route
from wangge.places.models import Compound, Grid
from wangge.staffing.models import Department, Tier
from wangge.web.naming import named

Conditions = Mapping[str, str]


def department_names() -> dict[str, str]:
    """The name of each department by its code: one statement."""
    return {found.code: named(found) for found in Department.objects.only("code", "name", "name_en")}


def conditions(asked: Conditions, book: Rulebook) -> list[str]:
    """Conditions (names and paths or codes, as rules have them), one phrase each."""
    last = {name: value.rstrip("/").rpartition("/")[2] for name, value in asked.items()}
    areas = {area.code: area.name for area in book.areas.values()} if "area" in asked else {}
    told = []
    for name, code in last.items():
        match name:
            case "area":
                told.append(_("in {area}").format(area=areas.get(code, code)))
            case "category":
                told.append(named(book.by_code.get(code)) or code)
            case "channel":
                found = book.channels.get(code)
                told.append(_("through {channel}").format(channel=named(found) or code))
            case _other:
                told.append(_label(_other, code))
    return told


def _label(name: str, code: str) -> str:
    match name:
        case "grid_kind":
            return str(Grid.Kind(code).label)
        case "compound_kind":
            return _("{kind} compound").format(kind=Compound.Kind(code).label)
        case "hours":
            return str(Hours(code).label)
    return str(Urgency(code).label)


def goes(rule: Rule, departments: Mapping[str, str]) -> str:
    """Where a rule sends a case."""
    to = str(Tier(rule.tier).label)
    if rule.tier == Tier.DEPARTMENT:
        to = departments.get(rule.department, rule.department)
    if rule.direct:
        return _("straight to: {post}").format(post=to)
    if rule.tier == Tier.COMMUNITY:
        return _("to the community, which sorts it")
    return _("to the community, which sorts it; meant for: {post}").format(post=to)


def reached(route: Route, book: Rulebook) -> str:
    """Where a route ended."""
    if route.rule is None:
        return _("unrouted: no rule fits")
    seat = book.posts.seats.get(route.post or 0)
    return seat.name if seat else _("nobody: the post is not filled")


def because(facts: Mapping[str, object], book: Rulebook) -> Iterable[str]:
    """Why a case was sent where it went, from its journal entry; nothing where that does not say."""
    if "rule" not in facts:
        return
    if facts["rule"] is None:
        yield _("no rule fits: it waits among the unrouted")
        return
    reason = named(_Said(facts), "sent_because")
    if reason:
        yield _("sent by the rule: {reason}").format(reason=reason)
    held = facts.get("conditions")
    if isinstance(held, Mapping):
        yield _("what held: {conditions}").format(conditions=_list(held, book))
    if facts.get("post") is None:
        yield _("nobody is posted there yet")


def _list(held: Conditions, book: Rulebook) -> str:
    return _(", ").join(conditions(held, book)) or _("it holds for all")


class _Said:
    """The facts of an entry as a thing that has names."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        self.sent_because = facts.get("sent_because", "")
        self.sent_because_en = facts.get("sent_because_en", "")
