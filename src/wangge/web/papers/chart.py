"""The organisation chart: a street with its communities, each with its grids, counts and posts."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from wangge.places.models import Area
from wangge.staffing.cards import Holder
from wangge.web.naming import named
from wangge.web.papers.page import Printing, shared
from wangge.web.papers.palette import fill, ink_on
from wangge.web.papers.people import kinds, told
from wangge.web.papers.tracts import Tract
from wangge.web.papers.tree import Tree
from wangge.web.papers.versions import Version

CARD = (76.0, 29.0)  # mm of a grid's card on A3: its width, and its height without the people in it
PERSON, BAR, TOP = 6.2, 32.0, 52.0  # mm: a line on a card, a community's bar, and what stands over them all
SCALES = (1.35, 1.2, 1.1, 1.0)  # the largest with which everything stands on one page


def facts(whole: Tree, printing: Printing) -> dict[str, Any]:
    """What the template takes."""
    area, internal = whole.area, printing.sheet.internal
    title = _("Organisation chart of {area}").format(area=area.name)
    sums = [sum(each.totals[at] for each in whole.versions) for at in range(3)]
    single = area.level == Area.Level.COMMUNITY
    day = whole.versions[0].day
    communities = [_community(each, whole, internal=internal) for each in whole.versions]
    base = shared(printing, area=area, title=title, told=_("As of {day}").format(day=day.isoformat()))
    return {
        **base,
        **_fitted(communities, base["unit"], printing.inner),
        "top": None
        if single
        else {
            "name": area.name,
            "posts": _office(whole.offices.get(area.pk, ()), internal=internal),
            "counts": [
                _communities(len(whole.versions) + len(whole.empty)),
                _grids_counted(sum(len(each.tracts) for each in whole.versions)),
                *_counts(sums),
            ],
        },
        "communities": communities,
        "empty": [each.name for each in whole.empty],
        "words": {"empty": _("Without grids so far"), "nobody": pgettext("print", "vacant")},
    }


def _community(each: Version, whole: Tree, *, internal: bool) -> dict[str, Any]:
    return {
        "name": each.area.name,
        "posts": _office(whole.offices.get(each.area.pk, ()), internal=internal),
        "counts": [_grids_counted(len(each.tracts)), *_counts(each.totals)],
        "grids": _grids(each, internal=internal),
    }


def _fitted(communities: Sequence[dict[str, Any]], unit: float, inner: tuple[float, float]) -> dict[str, Any]:
    """How large everything is drawn, and how many cards stand beside one another."""
    for scale in SCALES:
        size = unit * scale
        columns = max(1, int(inner[0] / (CARD[0] * size)))
        need = TOP + sum(BAR + _height(each["grids"], columns) for each in communities)
        if need * size <= inner[1]:
            return {"unit": size, "columns": columns}
    return {"unit": unit, "columns": max(1, int(inner[0] / (CARD[0] * unit)))}


def _height(cards: Sequence[dict[str, Any]], columns: int) -> float:
    """Of the rows of cards, each as high as its highest."""
    rows = [cards[at : at + columns] for at in range(0, len(cards), columns)]
    return sum(CARD[1] + PERSON * max(_people(card) for card in row) for row in rows)


def _people(card: dict[str, Any]) -> int:
    return sum(len(group["people"]) for group in card["posts"])


def _communities(n: int) -> list[Any]:
    return [n, npgettext("counted", "community", "communities", n)]


def _grids_counted(n: int) -> list[Any]:
    return [n, npgettext("counted", "grid", "grids", n)]


def _counts(totals: Sequence[int]) -> list[list[Any]]:
    """Households, people and merchants, as far as they were counted."""
    homes, people, shops = totals
    rows = [
        [homes, npgettext("counted", "household", "households", homes)],
        [people, npgettext("counted", "person", "people", people)],
        [shops, npgettext("counted", "merchant", "merchants", shops)],
    ]
    return [row for row in rows if row[0]]


def _office(people: Sequence[Holder], *, internal: bool) -> list[dict[str, str]]:
    """The head of an office; inside everybody in it."""
    return [told(each) for each in people if internal or each.lead]


def _grids(each: Version, *, internal: bool) -> list[dict[str, Any]]:
    public = kinds(each.tracts, internal=False, most=2)
    return [_card(tract, public, internal=internal) for tract in each.tracts]


def _by_role(people: Sequence[Holder]) -> list[dict[str, Any]]:
    """Each kind of post with the people in it, in their order."""
    groups: dict[str, list[dict[str, str]]] = {}
    for each in people:
        groups.setdefault(named(each, "role"), []).append(told(each))
    return [{"role": role, "people": rows} for role, rows in groups.items()]


def _card(tract: Tract, public: Sequence[str], *, internal: bool) -> dict[str, Any]:
    """Those who answer for the whole grid by name, the others by how many; inside all by name."""
    shown = [each for each in tract.holders if internal or each.role in public]
    others = Counter(named(each, "role") for each in tract.holders if each not in shown)
    return {
        "number": tract.number,
        "name": tract.name,
        "fill": fill(tract.colour),
        "ink": ink_on(tract.colour),
        "counts": _counts((tract.households, tract.people, 0)),
        "posts": _by_role(shown),
        "others": [[word, n] for word, n in others.items()],
        "parts": len(tract.parts),
    }
