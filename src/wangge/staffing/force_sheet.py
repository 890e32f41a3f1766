"""A file of forces: its columns, and each row as a force or the reason why it is none."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Cells, Table
from wangge.journal.actor import Actor
from wangge.places.columns import plain
from wangge.places.models import Area, Grid
from wangge.staffing.errors import (
    CellEmpty,
    CellWrong,
    ForceColumnsMissing,
    ForceKnown,
    NoForceRows,
    TooManyForces,
)
from wangge.staffing.force_list import communities, grids_in
from wangge.staffing.forces import Draft, enter_force
from wangge.staffing.models import Force, ForceKind, Skill

MOST_ROWS = 500
HEADING_WITHIN = 5
USUAL = {
    "name": "名称 力量名称 队伍名称 单位名称 name",
    "kind": "类别 类型 力量类别 kind",
    "area": "街道或社区 所在街道社区 社区 街道 area community",
    "grid": "网格 所在网格 grid",
    "people": "人数 people",
    "skills": "能做什么 专长 特长 服务内容 skills",
    "hours": "可调时间 服务时间 hours",
    "contact": "联系人 负责人 contact",
    "phone": "联系电话 电话 手机 phone",
    "sent_by": "派出单位 来源单位 sentby",
    "since": "开始日期 起 since from",
    "until": "结束日期 止 until to",
}
COLUMNS = tuple(headings.split()[0] for headings in USUAL.values())
REQUIRED = ("name", "kind", "area", "people", "contact", "phone")
_FIELD_OF = {heading: name for name, headings in USUAL.items() for heading in headings.split()}
T = TypeVar("T")
N = TypeVar("N", ForceKind, Skill)
SEVERAL = re.compile(r"[、,，;；/]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row of a file: the force that it says, or the reason why it is refused."""

    row: int
    cells: Cells
    draft: Draft | None = None
    area: Area | None = None
    grid: Grid | None = None
    reason: Refused | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A file looked through; nothing is entered yet."""

    heading: Cells
    verdicts: tuple[Verdict, ...]

    @property
    def good(self) -> list[Verdict]:
        """The rows that can be entered."""
        return [each for each in self.verdicts if each.reason is None]

    @property
    def refused(self) -> list[Verdict]:
        """The rows that cannot."""
        return [each for each in self.verdicts if each.reason]


@dataclass(frozen=True, slots=True)
class Words:
    """What the cells of a file may name: kinds, skills, one's places, and what stands there already."""

    kinds: Mapping[str, ForceKind]
    skills: Mapping[str, Skill]
    areas: Mapping[str, Area]
    grids: Mapping[tuple[int, str], Grid]
    known: set[tuple[int, int, int | None, str]]


def words_of(by: Actor, *, on: date) -> Words:
    """What an actor may name: five statements."""
    areas = communities(by)
    grids = grids_in(areas, on=on)
    held = Force.objects.filter(area__in=areas, until=None)
    return Words(
        kinds=_named(ForceKind.objects.filter(retired_on=None)),
        skills=_named(Skill.objects.filter(retired_on=None)),
        areas={word: area for area in areas for word in (area.name, area.code)},
        grids={(g.division.area_id, word): g for g in grids for word in (g.name, g.code, str(g.number))},
        known=set(held.values_list("area_id", "kind_id", "grid_id", "name")),
    )


def look(table: Table, words: Words, *, now: datetime) -> Preview:
    """Find the heading and judge every row below it."""
    place = next((n for n, (_, cells) in enumerate(table.rows[:HEADING_WITHIN]) if not _lacks(cells)), None)
    if place is None:
        raise ForceColumnsMissing(missing=_lacks(table.rows[0][1])[0])
    heading, below = table.rows[place][1], table.rows[place + 1 :]
    if not below:
        raise NoForceRows
    if len(below) > MOST_ROWS:
        raise TooManyForces(rows=len(below), most=MOST_ROWS)
    columns = {
        field: n for n, cell in reversed(list(enumerate(heading))) if (field := _FIELD_OF.get(plain(cell)))
    }
    seen = set(words.known)
    return Preview(
        heading, tuple(_verdict(number, cells, columns, words, seen, now) for number, cells in below)
    )


@transaction.atomic
def enter_sheet(preview: Preview, *, by: Actor, now: datetime) -> list[Force]:
    """Enter the good rows of a file, all or none."""
    return [
        enter_force(each.draft, area=each.area, grid=each.grid, by=by, now=now)
        for each in preview.good
        if each.draft and each.area
    ]


def _lacks(cells: Cells) -> list[str]:
    found = {_FIELD_OF.get(plain(cell)) for cell in cells}
    return [USUAL[name].split()[0] for name in REQUIRED if name not in found]


def _verdict(
    number: int,
    cells: Cells,
    columns: Mapping[str, int],
    words: Words,
    seen: set[tuple[int, int, int | None, str]],
    now: datetime,
) -> Verdict:
    said = {name: cells[n].strip() for name, n in columns.items() if n < len(cells)}
    try:
        empty = next((name for name in REQUIRED if not said.get(name)), None)
        if empty:
            raise CellEmpty(column=_head(empty))
        area = _one(words.areas, "area", said)
        grid = _place(words, area, said.get("grid", ""))
        draft = _draft(said, words)
        draft.columns(now=now)
        key = (area.pk, draft.kind.pk, grid.pk if grid else None, draft.name)
        if key in seen:
            raise ForceKnown(name=draft.name)
    except Refused as reason:
        return Verdict(number, cells, reason=reason)
    seen.add(key)
    return Verdict(number, cells, draft, area, grid)


def _draft(said: Mapping[str, str], words: Words) -> Draft:
    if not said["people"].isascii() or not said["people"].isdecimal() or len(said["people"]) > 5:
        raise CellWrong(column=_head("people"), value=said["people"])
    for name, most in (("name", 80), ("contact", 40), ("phone", 20), ("hours", 80), ("sent_by", 80)):
        if len(said.get(name, "")) > most:
            raise CellWrong(column=_head(name), value=said[name][:20] + "…")
    tags = [tag.strip() for tag in SEVERAL.split(said.get("skills", "")) if tag.strip()]
    return Draft(
        name=said["name"],
        kind=_one(words.kinds, "kind", said),
        people=int(said["people"]),
        contact=said["contact"],
        phone=said["phone"],
        skills=[_one(words.skills, "skills", {"skills": tag}) for tag in tags],
        hours=said.get("hours", ""),
        sent_by=said.get("sent_by", ""),
        since=_day(said, "since"),
        until=_day(said, "until"),
    )


def _place(words: Words, area: Area, name: str) -> Grid | None:
    if not name:
        return None
    found = words.grids.get((area.pk, name))
    if found is None:
        raise CellWrong(column=_head("grid"), value=name)
    return found


def _one(known: Mapping[str, T], field: str, said: Mapping[str, str]) -> T:
    found = known.get(said[field])
    if found is None:
        raise CellWrong(column=_head(field), value=said[field])
    return found


def _day(said: Mapping[str, str], field: str) -> date | None:
    value = said.get(field, "")
    try:
        return date.fromisoformat(value.replace("/", "-").replace(".", "-")) if value else None
    except ValueError:
        raise CellWrong(column=_head(field), value=value) from None


def _head(field: str) -> str:
    return USUAL[field].split()[0]


def _named(rows: Iterable[N]) -> dict[str, N]:
    return {word: row for row in rows for word in (row.name, row.name_en, row.code) if word}
