"""All that the case page shows: the loop as a line, the clocks and why, the people, the record, the steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wangge.cases import queries
from wangge.cases.errors import OwnWork
from wangge.cases.models import Case, ClockRun, State
from wangge.cases.numbering import number_of
from wangge.cases.queries import Dossier
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.standing import standing
from wangge.cases.workflow import BY_NAME, Standing, allowed
from wangge.cases.workflow import State as Stage
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.staffing.directory import Seat
from wangge.staffing.models import Appointment
from wangge.staffing.queries import holders
from wangge.web.desk.forms import StepForm
from wangge.web.desk.maps import sources
from wangge.web.desk.reckoning import words
from wangge.web.desk.record import record
from wangge.web.desk.steps import OF, STEPS, Step
from wangge.web.middleware import told

WORKING = {Standing.HOLDER, Standing.OFFICE, Standing.HANDLER}
LINE = (
    Stage.REPORTED,
    Stage.ACCEPTED,
    Stage.DISPATCHED,
    Stage.SIGNED,
    Stage.HANDLED,
    Stage.VERIFIED,
    Stage.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken now; `why_not` says what has to come before it."""

    step: Step
    form: StepForm
    primary: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of the loop: reached when, or the one where the case stands."""

    word: Any
    at: datetime | None
    here: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of the case and its reckoning in words."""

    run: ClockRun
    lines: list[str]


def page(case: Case, *, by: Actor, now: datetime) -> dict[str, Any]:
    """The context of the case page."""
    book, held, facts = rulebook(), standing(case, by), queries.dossier(case)
    photos = {photo.pk: photo for photo in facts.photos}
    names = {pk: seat.name for pk, seat in book.posts.seats.items()}
    return {
        "case": case,
        "number": number_of(case),
        "now": now,
        "facts": facts,
        "works": bool(held & WORKING),
        "line": line(case, facts),
        "clocks": clocks(facts.clocks),
        "people": people(case, book, now=now),
        "told": record(facts.entries, book=book, posts=names, photos=photos),
        "offers": offers(case, held, book),
        "why_not": why_not(case, held),
        "sources": sources(by),
    }


def offers(case: Case, held: Iterable[Standing], book: Rulebook) -> list[Offer]:
    """The steps that this standing may take now, the expected one first."""
    mine = {row.name for row in allowed(Stage(case.state), held)}
    if book.posts.above(case.post_id, area_path=case.area.path) is None:
        mine.discard("pass_up")  # nobody is above
    steps = [step for step in STEPS if step.name in mine]
    seats = candidates(case, book)
    expected = queries.STEPS.get(case.state)
    return [
        Offer(
            step,
            step.form(case=case, book=book, seats=seats, auto_id=f"{step.name}-%s"),
            step.name == expected,
            _("Set the matter first.") if step.name == "dispatch" and case.category_id is None else "",
        )
        for step in sorted(steps, key=lambda step: step.name != expected)
    ]


def candidates(case: Case, book: Rulebook) -> list[Seat]:
    """The posts that answer for the place and do not have the case already."""
    seats = book.posts.seats.values()
    return [s for s in seats if case.area.path.startswith(s.area_path) and s.post != case.post_id]


def why_not(case: Case, held: frozenset[Standing]) -> str:
    """Why the expected step is not this actor's, and whose it is; empty where it is theirs or none is due."""
    name = queries.STEPS.get(case.state)
    if name is None or BY_NAME[name].who & held:
        return ""
    if BY_NAME[name].who == {Standing.WITNESS}:
        if Standing.HANDLER in held:
            return told(OwnWork())
        return _("Next: somebody of the grid or the office who did not handle it looks on site.")
    if BY_NAME[name].who == {Standing.HOLDER}:
        facts = {"post": case.post.name if case.post else "—", "step": OF[name].verb}
        return _("Next: {post} – {step}.").format(**facts)
    return _("Next: the community or street office – {step}.").format(step=OF[name].verb)


def line(case: Case, facts: Dossier) -> list[Stop]:
    """The stations of the loop; those that were skipped are left out, those before a reopening forgotten."""
    reached: dict[str, datetime] = {Stage.REPORTED: case.reported_at}
    for entry in facts.entries:
        state = entry.payload.get("to") or entry.payload.get("state")
        if state in State.values and entry.payload.get("from") != state:
            reached = {k: at for k, at in reached.items() if _place(k) < _place(state)} | {state: entry.at}
    stations = LINE if case.state != Stage.REFUSED else (Stage.REPORTED, Stage.REFUSED)
    here = stations.index(Stage(case.state))
    return [
        Stop(State(stage).label, reached.get(stage), n == here, n < here or case.state == Stage.CLOSED)
        for n, stage in enumerate(stations)
        if n >= here or stage in reached
    ]


def _place(state: str) -> int:
    return LINE.index(Stage(state)) if state in LINE else len(LINE)


def clocks(runs: list[ClockRun]) -> list[Clock]:
    """The last clock of each kind, those that run first."""
    last = {run.kind: run for run in runs}
    shown = sorted(last.values(), key=lambda run: (run.stopped_at is not None, run.due_at))
    return [Clock(run, [words(each) for each in run.lines]) for run in shown]


def people(case: Case, book: Rulebook, *, now: datetime) -> list[Appointment]:
    """Who is in the post that has the case, and who answers for its grid."""
    grid = book.posts.grids.get(case.grid_id) if case.grid_id else None
    found = holders({pk for pk in (case.post_id, grid) if pk}, on=now.astimezone(CHINA_TIME).date())
    return sorted(found, key=lambda held: held.post_id != case.post_id)
