"""Deadlines that a change would move, as a list to tick: the case, its clock, from when to when, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from wangge.cases.models import Case, ClockKind
from wangge.cases.moving import Move
from wangge.cases.numbering import number_of
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.reckoning import words
from wangge.web.times import exact

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock that would have another deadline; `lines` are its arithmetic."""

    clock: int
    case: Case
    number: str
    kind: str
    was: datetime
    due: datetime
    lines: list[str]

    @property
    def was_said(self) -> str:
        """The deadline it has, to the minute; the end of a day is 24:00."""
        return exact(self.was)

    @property
    def due_said(self) -> str:
        """The deadline it would have."""
        return exact(self.due)


def in_words(moves: Iterable[Move]) -> list[Moved]:
    """The moves as the page lists them."""
    return [
        Moved(
            move.run.pk,
            move.run.case,
            number_of(move.run.case),
            str(ClockKind(move.run.kind).label),
            move.run.due_at,
            move.due,
            [words(line) for line in move.lines],
        )
        for move in moves
    ]


def chosen(asked: QueryDict, moves: Sequence[Move]) -> set[int]:
    """The clocks whose deadlines are to move: none, those ticked, or all."""
    if asked.get("which") == "all":
        return {move.run.pk for move in moves}
    if asked.get("which") != "ticked":
        return set()
    return {int(value) for value in asked.getlist("run") if value.isdecimal() and len(value) < 19}


def as_sheet(moves: Iterable[Move], *, now: datetime) -> HttpResponse:
    """The list as a workbook, with the arithmetic of each."""
    heads = [
        Column(_("Case number"), 18),
        Column(_("Title"), 42),
        Column(_("Clock"), 16),
        Column(_("Due now"), 17),
        Column(_("Would be due"), 17),
        Column(_("Why"), 90),
    ]
    rows = [
        (each.number, each.case.title, each.kind, each.was, each.due, " ".join(each.lines))
        for each in in_words(moves)
    ]
    return spreadsheet(_("Deadlines"), _("Deadlines that would move."), heads, rows, now=now)
