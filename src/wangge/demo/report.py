"""The report of a day: tables on a terminal, plain lines where it is piped."""

from collections.abc import Iterable, Mapping

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich import box
from rich.console import Console
from rich.table import Table

from wangge.cases.models import Category, Channel, ClockKind, State
from wangge.demo.day import Lived
from wangge.demo.figures import LEVELS, Figures
from wangge.journal.verification import Verdict
from wangge.places.models import Division


def show(found: Figures, lived: Lived, verdict: Verdict, *, console: Console) -> None:
    """Print every figure of a day."""
    names = {**_names(Channel), **_names(Category)}
    tables = (
        _counts(_("Channel"), ((names[code], n) for code, n in found.channels.items()), found.requests),
        _counts(
            _("Category"),
            ((names.get(code, _("not yet classified")), n) for code, n in _most_first(found.categories)),
            found.requests,
        ),
        _counts(
            _("Settled by"), ((str(tier.label), found.levels.get(tier, 0)) for tier in LEVELS), found.closed
        ),
        _counts(_("State"), ((str(s.label), found.states.get(s, 0)) for s in State), found.requests),
        _clocks(found),
    )
    for table in tables:
        if not console.is_terminal:
            table.box = None
        console.print(table)
        console.print()
    for line in sentences(found, lived, verdict):
        console.print(line, highlight=console.is_terminal, soft_wrap=True)


def show_grids(division: Division, *, console: Console) -> None:
    """Print the grids of a division: how many, how large, from where to where."""
    held = sorted(
        division.grids.annotate(n=Sum("buildings__households")).values_list("n", flat=True),
        key=lambda n: n or 0,
    )
    homes = [n or 0 for n in held]
    console.print(
        _(
            "{area}: {buildings} buildings, {households} households in {grids} grids of {least} to {most}."
        ).format(
            area=division.area.name,
            buildings=division.area.buildings.count(),
            households=sum(homes),
            grids=len(homes),
            least=homes[0],
            most=homes[-1],
        ),
        soft_wrap=True,
        highlight=console.is_terminal,
    )
    console.print()


def sentences(found: Figures, lived: Lived, verdict: Verdict) -> list[str]:
    """What tables do not say."""
    steps = found.steps.get
    (told, by_reporters), (worked, by_handlers) = found.ratings["reporter"], found.ratings["handler"]
    return [
        _("Requests: {requests}; photos: {photos}; steps taken: {steps}.").format(
            requests=found.requests, photos=found.photos, steps=sum(found.steps.values())
        ),
        _("Returned: {returned}; passed up: {up}; refused with a referral: {refused}.").format(
            returned=steps("case.returned", 0),
            up=steps("case.passed_up", 0),
            refused=steps("case.refused", 0),
        ),
        _("Sent back for rework: {rework}; reopened: {reopened}; called back: {called}.").format(
            rework=steps("case.sent_back", 0),
            reopened=steps("case.reopened", 0),
            called=steps("case.called_back", 0),
        ),
        _(
            "Reporters rated {told} times, {told_mean:.1f} of 5; handlers {worked} times, {worked_mean:.1f}."
        ).format(told=told, told_mean=by_reporters, worked=worked, worked_mean=by_handlers),
        _("Verified by another: {witnessed} of {closed} closed cases ({share}).").format(
            witnessed=found.witnessed, closed=found.closed, share=percent(found.witnessed, found.closed)
        ),
        _("Verifying one's own work was tried and refused {times} times.").format(
            times=lived.own_work_refused
        ),
        _("Reports sent twice and counted once: {times}.").format(times=lived.repeated),
        _("Journal: {sealed} entries verified, {unsealed} waiting.").format(
            sealed=verdict.sealed, unsealed=verdict.unsealed
        )
        if verdict.fault is None
        else _("Journal: broken at row {row}: {fault}.").format(row=verdict.entry, fault=verdict.fault),
    ]


def percent(part: int, whole: int) -> str:
    """A share as people read it; a dash of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _counts(title: str, rows: Iterable[tuple[str, int]], whole: int) -> Table:
    table = _table(title, _("Count"), _("Share"))
    for name, number in rows:
        table.add_row(name, str(number), percent(number, whole))
    return table


def _clocks(found: Figures) -> Table:
    table = _table(_("Clock"), _("In time"), _("Late"), _("Share in time"))
    for kind in ClockKind:
        run = found.on_time[kind]
        table.add_row(str(kind.label), str(run.met), str(run.missed), percent(run.met, run.met + run.missed))
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(first, min_width=24)
    for other in others:
        table.add_column(other, justify="right")
    return table


def _names(model: type[Channel] | type[Category]) -> dict[str, str]:
    """Names by code in the language of the terminal."""
    chinese = (get_language() or "").startswith("zh")
    rows = model._default_manager.values_list("code", "name", "name_en")  # noqa: SLF001 - Django's own name
    return {code: name if chinese else name_en or name for code, name, name_en in rows}


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda row: -row[1])
