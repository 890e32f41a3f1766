"""What a plan is checked for: each check is data, says what it is about, and never blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from wangge.planning.difference import Staff
from wangge.planning.force import Force
from wangge.planning.layout import NOWHERE, Layout
from wangge.planning.score import score
from wangge.planning.sheets import Check

OK, NOTE, WARN = "ok", "note", "warn"
EVEN = 80  # a balance below this is worth a warning
NONE: frozenset[str] = frozenset()
GAP = 1.0  # m² that rounding on the lattice may leave over


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What is checked: a layout, the division it is compared with, who answers for which line of grids.

    `business` are the lines of business of the one net by code, `carried` those of each line of grids.
    """

    layout: Layout
    force: Force | None = None
    staff: Staff | None = None
    outdated: bool = False
    microgrids: tuple[dict[str, Any], ...] = ()
    business: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def numbers(self, which: Any) -> list[int]:
        """The numbers of grids chosen by a mask (g,)."""
        return [self.layout.rows[i]["number"] for i in np.flatnonzero(which).tolist()]


def checks(subject: Subject) -> list[Check]:
    """Every check, in the order in which a planner looks."""
    if not subject.layout.rows:
        return [_check("empty", WARN, _("There are no grids yet: draw them."))]
    found = (
        _outdated, _orphans, _outside, _coverage, _average, _range, _total, _branch, _large, _empty,
        _connected, _barrier, _compounds, _balance, _special, _elements, _staffed, _one_net, _microgrids,
    )  # fmt: skip
    return [check for each in found for check in each(subject)]


def _check(
    code: str,
    level: str,
    text: str,
    *,
    grids: Sequence[int] = (),
    buildings: Sequence[int] = (),
    **facts: Any,
) -> Check:
    said = text.format(**facts)
    return Check(code=code, level=level, text=said, grids=[*grids], buildings=[*buildings], facts=facts)


def _outdated(subject: Subject) -> Iterator[Check]:
    if subject.outdated:
        yield _check("outdated", WARN, _("Buildings or outline changed since this was drawn."))


def _orphans(subject: Subject) -> Iterator[Check]:
    layout = subject.layout
    ids = layout.terrain.buildings.id[layout.lost].tolist()
    if ids:
        yield _check("orphan", WARN, _("{count} buildings are in no grid."), buildings=ids, count=len(ids))
    else:
        n = len(layout.place)
        yield _check("orphan", OK, _("All {count} buildings are in exactly one grid."), count=n)


def _outside(subject: Subject) -> Iterator[Check]:
    terrain = subject.layout.terrain
    off = ~shapely.intersects_xy(terrain.outline, terrain.points)
    if off.any():
        ids = terrain.buildings.id[off].tolist()
        text = _("{count} buildings stand outside the outline of the community.")
        yield _check("outside", WARN, text, buildings=ids, count=len(ids))


def _coverage(subject: Subject) -> Iterator[Check]:
    """Cells divide the community among its buildings: what is in no grid is a gap, overlap cannot be."""
    layout = subject.layout
    inside = layout.terrain.cells.area[layout.place != NOWHERE].sum()
    whole = float(layout.terrain.outline.area)
    gap = max(0.0, whole - float(inside))
    over = max(0.0, float(layout.terrain.cells.area.sum()) - whole)
    sound = gap <= GAP and over <= GAP
    text = _("The grids cover the community: gaps {gap} m², overlaps {overlap} m².")
    yield _check("coverage", OK if sound else WARN, text, gap=round(gap), overlap=round(over))


def _average(subject: Subject) -> Iterator[Check]:
    """The means of base grids, as people say them: about so many."""
    base = [held for held, is_base in zip(subject.layout.held, subject.layout.base, strict=True) if is_base]
    if base:
        homes, people = (sum(held[name] for held in base) / len(base) for name in ("households", "people"))
        text = _("{k} grids, about {households} households and about {people} people each.")
        facts: dict[str, Any] = {"k": len(base), "households": round(homes), "people": round(people)}
        yield _check("average", OK, text, **facts)


def _range(subject: Subject) -> Iterator[Check]:
    layout, terms = subject.layout, subject.layout.terms
    off = ~layout.within()
    base = int(layout.base.sum())
    facts: dict[str, Any] = {"min": terms.min, "max": terms.max, "held": base - int(off.sum()), "grids": base}
    unit = _("households") if terms.measure == "households" else _("people")
    if terms.people and terms.measure == "households":
        text = _("{held} of {all} grids hold {min} to {max} households or {least} to {most} people.")
        facts |= {"least": terms.people.min, "most": terms.people.max}
    else:
        text = _("{held} of {all} grids hold {min} to {max} {unit}.")
    facts["all"] = facts.pop("grids")
    level = WARN if off.any() else OK
    yield _check("range", level, text, grids=subject.numbers(off), unit=unit, **facts)


def _total(subject: Subject) -> Iterator[Check]:
    """Whether so many grids can hold so many at all: k·min ≤ total ≤ k·max."""
    layout, terms = subject.layout, subject.layout.terms
    k = int(layout.base.sum())
    total = int(layout.weight[layout.base].sum())
    low, high = k * terms.min, k * terms.max
    text = _("{k} grids have room for {low} to {high}; there are {total}, {mean} each.")
    facts: dict[str, Any] = {
        "k": k,
        "low": low,
        "high": high,
        "total": total,
        "mean": round(total / k, 1) if k else 0,
    }
    yield _check("total", OK if low <= total <= high else WARN, text, **facts)


def _branch(subject: Subject) -> Iterator[Check]:
    """Which branch of "households or people" the means of so many grids can hold to."""
    layout, terms = subject.layout, subject.layout.terms
    k = int(layout.base.sum())
    if terms.people is None or terms.measure == "people" or not k:
        return
    homes = sum(held["households"] for held, base in zip(layout.held, layout.base, strict=True) if base) / k
    people = sum(held["people"] for held, base in zip(layout.held, layout.base, strict=True) if base) / k
    by_homes, by_people = terms.min <= homes <= terms.max, terms.people.holds(people)
    facts: dict[str, Any] = {"households": round(homes, 1), "people": round(people, 1)}
    if by_homes:
        yield _check("branch", OK, _("The mean, {households} households, is within the rule."), **facts)
    elif by_people:
        text = _("By its mean of {households} households no grid can hold; by {people} people it can.")
        yield _check("branch", NOTE, text, **facts)
    else:
        text = _("Neither {households} households nor {people} people, the means, are within the rule.")
        yield _check("branch", WARN, text, **facts)


def _large(subject: Subject) -> Iterator[Check]:
    layout = subject.layout
    held = layout.terrain.counted(layout.terms.measure)
    ids = layout.terrain.buildings.id[held > layout.terms.max].tolist()
    if ids:
        text = _("{count} buildings alone hold more than {most}: a grid with one cannot keep to the rule.")
        yield _check("large", NOTE, text, buildings=ids, count=len(ids), most=layout.terms.max)


def _empty(subject: Subject) -> Iterator[Check]:
    bare = [row["number"] for row, held in zip(subject.layout.rows, subject.layout.held, strict=True)
            if not held["buildings"]]  # fmt: skip
    if bare:
        yield _check("empty", WARN, _("{count} grids have no building."), grids=bare, count=len(bare))


def _connected(subject: Subject) -> Iterator[Check]:
    torn = subject.layout.pieces > 1
    if torn.any():
        text = _("{count} grids do not hang together.")
        yield _check("connected", WARN, text, grids=subject.numbers(torn), count=int(torn.sum()))
    else:
        yield _check("connected", OK, _("Every grid hangs together."))


def _barrier(subject: Subject) -> Iterator[Check]:
    split = subject.layout.crossing > 0
    if split.any():
        text = _("{count} grids lie on both sides of a main road, a river or a railway.")
        yield _check("barrier", NOTE, text, grids=subject.numbers(split), count=int(split.sum()))


def _compounds(subject: Subject) -> Iterator[Check]:
    """Compounds in more grids than they need, ⌈weight / max⌉."""
    layout = subject.layout
    compound, place = layout.graph.compound, layout.place
    inside = (compound >= 0) & (place != NOWHERE)
    if not inside.any():
        return
    names, group = np.unique(compound[inside], return_inverse=True)
    weight = np.bincount(group, weights=layout.graph.weight[inside])
    need = np.maximum(np.ceil(weight / layout.terms.max), 1)
    pairs = np.unique(np.stack([group, place[inside]]), axis=1)
    cut = np.bincount(pairs[0], minlength=len(names)) > need
    if cut.any():
        grids = sorted({layout.rows[int(g)]["number"] for c, g in pairs.T.tolist() if cut[c]})
        text = _("{count} compounds are cut into more grids than need be.")
        yield _check("compound", NOTE, text, grids=grids, count=int(cut.sum()), compounds=names[cut].tolist())
    else:
        yield _check("compound", OK, _("No compound is cut without need."))


def _balance(subject: Subject) -> Iterator[Check]:
    found = score(subject.layout)
    if found["balance"] is None:
        return
    load = found["load"]
    text = _("Balance of work {balance} of 100: {least} to {most}, {mean} on average.")
    facts: dict[str, Any] = {
        "balance": found["balance"],
        **{name: load[name] for name in ("least", "most", "mean")},
    }
    yield _check("balance", OK if found["balance"] >= EVEN else WARN, text, **facts)


def _special(subject: Subject) -> Iterator[Check]:
    """Special grids fill what base grids leave out: together they have to cover all."""
    layout = subject.layout
    special = ~layout.base
    if not special.any():
        return
    living = special & (layout.sums(layout.terrain.counted("households")) > 0)
    text = _("{count} special grids fill the gaps between base grids; {living} of them have residents.")
    level = NOTE if living.any() else OK
    facts: dict[str, Any] = {"count": int(special.sum()), "living": int(living.sum())}
    yield _check("special", level, text, grids=subject.numbers(special), **facts)


def _elements(subject: Subject) -> Iterator[Check]:
    """People, places, things, events and organisations all belong to a grid where every building does."""
    if not len(subject.layout.lost):
        text = _("People, places, things, events and organisations all have their grid.")
        yield _check("elements", OK, text)


def _staffed(subject: Subject) -> Iterator[Check]:
    if subject.force is None or subject.staff is None:
        return
    line, staff = subject.force.line, subject.staff
    lines = {row["number"]: line.get(row["continues"] or 0, 0) for row in subject.layout.rows}
    bare = [number for number, each in lines.items() if not staff.get(each)]
    if bare:
        text = _("{count} grids have nobody posted yet.")
        yield _check("staff", WARN, text, grids=bare, count=len(bare))
    else:
        yield _check("staff", OK, _("Somebody is posted in every grid."))


def _one_net(subject: Subject) -> Iterator[Check]:
    """Several nets made one: every line of business is carried in every grid that has people."""
    if not subject.business or subject.force is None:
        return
    line = subject.force.line
    lacking = {}
    for row in subject.layout.rows:
        missing = subject.business.keys() - subject.carried.get(
            line.get(row["continues"] or 0, 0), frozenset()
        )
        if missing:
            lacking[row["number"]] = [subject.business[code] for code in sorted(missing)]
    names = "、".join(subject.business.values())
    facts: dict[str, Any] = {"lines": len(subject.business), "names": names, "lacking": lacking}
    if lacking:
        text = _("{lines} lines of business ({names}) share one net; some grids do not carry all of them.")
        yield _check("one-net", WARN, text, grids=sorted(lacking), **facts)
    else:
        text = _("One net of grids carries {lines} lines of business: {names}.")
        yield _check("one-net", OK, text, **facts)


def _microgrids(subject: Subject) -> Iterator[Check]:
    if not subject.microgrids:
        return
    span = subject.layout.terms.micro
    held = [sum(part["households"] for part in row["parts"]) for row in subject.microgrids]
    off = [row["grid"] for row, n in zip(subject.microgrids, held, strict=True) if not span.holds(n)]
    text = _("{held} of {all} microgrids hold {min} to {max} households.")
    facts: dict[str, Any] = {"held": len(held) - len(off), "all": len(held), "min": span.min, "max": span.max}
    facts["mean"] = round(sum(held) / len(held), 1)
    facts["each"] = round(len(held) / len({row["grid"] for row in subject.microgrids}), 2)
    yield _check("microgrid", WARN if off else OK, text, grids=sorted(set(off)), **facts)
