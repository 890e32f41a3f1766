"""The demo once its folder is named: found a city and live its days, then serve it or check it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from wangge.config.cli.household import serve_and_work
from wangge.config.work import work
from wangge.demo import checks
from wangge.demo.day import Lived, live
from wangge.demo.errors import NotADemo
from wangge.demo.feed import texts
from wangge.demo.figures import figures
from wangge.demo.founding import Founded, found
from wangge.demo.grids import rule_of
from wangge.demo.logins import logins
from wangge.demo.presets import load
from wangge.demo.real import RULE, enter_real
from wangge.demo.report import show as show_report
from wangge.demo.report import show_grids
from wangge.demo.staff import PASSWORD
from wangge.journal.verification import verify
from wangge.places.models import Area

HELD_BEFORE = timedelta(days=30)  # the grids have held for a while when the days begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options of `wangge demo` that shape the city, and the port that it is served on."""

    preset: str
    seed: int
    days: int
    feed: Path | None
    buildings: Path | None
    mapping: Path | None
    port: int


def show(wanted: Wanted) -> int:
    """Build a city, or take up the one that was kept; serve it and work for it until interrupted."""
    console = Console()
    if not _is_kept(wanted.preset):
        _build(console, wanted)

    def ready(address: str) -> None:
        console.print(_logins())
        console.print(
            _("Wangge is at {address} (Ctrl-C ends it)").format(address=address), soft_wrap=True, style="bold"
        )

    return serve_and_work(wanted.port, ready=ready)


def check(wanted: Wanted) -> int:
    """Build a city and name whatever does not hold; 1 if anything does not. Nothing is served."""
    if _is_kept(wanted.preset):
        raise NotADemo(folder=settings.DATA)
    console = Console()
    failed = _build(console, wanted)
    for sentence in failed:
        console.print(_("demo: failed: {what}").format(what=sentence), soft_wrap=True, highlight=False)
    if not failed:
        console.print(_("demo: ok"))
    return 1 if failed else 0


def _is_kept(preset: str) -> bool:
    """Whether the folder holds the city already; refuses a folder with another house."""
    call_command("migrate", interactive=False, verbosity=0)
    if not Area.objects.exists():
        return False
    if not logins() or not Area.objects.filter(code=load(preset, "areas")["community"]).exists():
        raise NotADemo(folder=settings.DATA)
    return True


def _build(console: Console, wanted: Wanted) -> list[str]:
    """Found the city, live its days, print the reports; what fails, in sentences."""
    now = timezone.now()
    founded = _found(wanted, now=now - timedelta(days=wanted.days) - HELD_BEFORE)
    show_grids(founded.division, console=console)
    lived = _live(wanted, founded, now=now)
    counted, verdict = figures(now=now), verify()
    show_report(counted, lived, verdict, console=console)
    failed = [
        *checks.of_sizes(founded.division, rule_of(wanted.preset)),
        *checks.of_buildings(founded.division),
        *checks.of_posts(founded.division),
        *checks.of_day(counted, lived, verdict),
    ]
    if wanted.buildings:
        failed += _real(console, wanted.buildings, wanted, now=now)
    return failed


def _found(wanted: Wanted, *, now: datetime) -> Founded:
    with Console(stderr=True).status("") as status:
        return found(
            wanted.preset, seed=wanted.seed, now=now, progress=lambda said: status.update(f"{said} …")
        )


def _live(wanted: Wanted, founded: Founded, *, now: datetime) -> Lived:
    begin = now - timedelta(days=wanted.days)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(
            _("Living {days} days").format(days=wanted.days), total=(now - begin).total_seconds()
        )
        return live(
            wanted.preset,
            founded,
            now=now,
            days=wanted.days,
            seed=wanted.seed,
            work=_round,
            texts=texts(wanted.feed) if wanted.feed else (),
            progress=lambda at: bars.update(bar, completed=(at - begin).total_seconds()),
        )


def _round(at: datetime) -> bool:
    return not work(now=at).idle


def _real(console: Console, file: Path, wanted: Wanted, *, now: datetime) -> Iterator[str]:
    """Import real buildings beside the invented community and draw their grids."""
    with Console(stderr=True).status("") as status:
        division = enter_real(
            file,
            mapping=wanted.mapping,
            seed=wanted.seed,
            now=now,
            progress=lambda said: status.update(f"{said} …"),
        )
    while _round(now):
        pass
    show_grids(division, console=console)
    yield from checks.of_buildings(division)
    out = list(checks.of_sizes(division, RULE))
    reason = division.draft.figures["reason"]
    if out and reason:  # a rule that these buildings cannot keep; the engine came near it and says why
        console.print(
            _("Out of range: {grids}. {reason}").format(grids="; ".join(out), reason=reason), soft_wrap=True
        )
    else:
        yield from out
    verdict = verify()
    if verdict.fault or verdict.unsealed:
        yield f"journal: {verdict.fault or verdict.unsealed}"


def _logins() -> Table:
    title = _("Demo log-ins; the password of all is {password}").format(password=PASSWORD)
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in (_("Role"), _("Name"), _("User")):
        table.add_column(heading, no_wrap=True)
    table.add_column(_("Post"), overflow="fold")
    for login in logins():
        post = (
            login.post
            if not login.initial
            else _("{post}; first has to choose a password").format(post=login.post)
        )
        table.add_row(login.role, login.name, login.username, post)
    return table
