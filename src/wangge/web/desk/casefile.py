"""All that the case page shows: the loop as a line, the clocks and why, the people, the record, the steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wangge.appraisal.excluding import may_ask
from wangge.appraisal.pending import exclusions_of
from wangge.cases import queries
from wangge.cases.circumstances import Circumstances, circumstances
from wangge.cases.closing import lacks
from wangge.cases.models import Alarm, Assignment, Case, ClockRun, Extension, State
from wangge.cases.numbering import number_of
from wangge.cases.queries import Dossier
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.standing import standing
from wangge.cases.workflow import OPEN, Standing
from wangge.cases.workflow import State as Stage
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.outreach.roles import parts
from wangge.staffing import rota
from wangge.staffing.models import OF_POSTS, Shift, Tier
from wangge.web.desk.forces_calls import forces_of
from wangge.web.desk.maps import sources
from wangge.web.desk.offers import offers, why_not
from wangge.web.desk.older_rules import older_rules
from wangge.web.desk.outlook import Outlook
from wangge.web.desk.record import record
from wangge.web.desk.tellers import persons, tellers
from wangge.web.lacking import lack_words
from wangge.web.reckoning import limit, words

WORKING = {Standing.HOLDER, Standing.OFFICE, Standing.HANDLER}
CLOSING = {Stage.SIGNED, Stage.HELD, Stage.HANDLED, Stage.VERIFIED}  # what it lacks before closing is shown
LINE = (
    Stage.REPORTED,
    Stage.ACCEPTED,
    Stage.DISPATCHED,
    Stage.SIGNED,
    Stage.HANDLED,
    Stage.VERIFIED,
    Stage.CLOSED,
)
ASIDE = {Stage.DISPUTED: Stage.DISPATCHED, Stage.HELD: Stage.SIGNED}  # states that lie at another's station
ENDS = (Stage.REFUSED, Stage.MERGED)


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of the loop: reached when, or the one where the case stands."""

    word: Any
    at: datetime | None
    here: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of the case: its reckoning in words, what was asked for, and who was told of it."""

    run: ClockRun
    lines: list[str]
    asked: list[tuple[Extension, str]]
    alarms: list[Alarm]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Whether the level that has the case may settle it, and which levels may."""

    tier: Any
    may: bool
    others: list[Any]


def page(case: Case, *, by: Actor, now: datetime) -> dict[str, Any]:
    """The context of the case page."""
    book, held, facts = rulebook(), standing(case, by), queries.dossier(case)
    more = circumstances(case, facts.entries)
    missing = lacks(case, book=book, now=now) if case.state in CLOSING else []
    look = Outlook(case, facts, more, book, by, now, missing)
    photos = {photo.pk: photo for photo in facts.photos}
    names = {pk: seat.name for pk, seat in book.posts.seats.items()}
    return {
        "case": case,
        "number": number_of(case),
        "now": now,
        "facts": facts,
        "exclusions": exclusions_of(case),
        "may_leave_out": may_ask(case, by),
        "more": more,
        "open": case.state in OPEN,
        "works": bool(held & WORKING),
        "line": line(case, facts),
        "clocks": clocks(facts.clocks, more),
        "older": older_rules(facts.clocks, case, book),
        "urged": [alarm for alarm in more.alarms if alarm.clock_id is None],
        "five": persons(case, book, now=now),
        "roles": parts(
            case,
            reports=facts.reports,
            entries=facts.entries,
            handlers=facts.handlers,
            on=now.astimezone(CHINA_TIME).date(),
        ),
        "forces": forces_of(case, by=by, now=now),
        "ladder": ladder(case, book),
        "given": given(facts),
        "assisting": [a for a in facts.assignments if a.assists and a.ended_at is None],
        "lacks": [lack_words(lack) for lack in missing],
        "closing": case.state in CLOSING,
        "tellers": tellers(case, facts, more),
        "family": family(case, more),
        "told": record(facts.entries, book=book, posts=names, photos=photos),
        "offers": offers(look, held),
        "may_attend": Standing.STREET in held,
        "why_not": why_not(case, held),
        "on_duty": at_the_phone(case),
        "sources": sources(by),
    }


def at_the_phone(case: Case) -> Shift | None:
    """Who was on duty when a call came in that somebody took down: a statement for these cases alone."""
    way = case.channel
    called = way.round_the_clock and way.desk and not way.tickets
    return rota.on_duty(case.area_id, case.reported_at) if called else None


def line(case: Case, facts: Dossier) -> list[Stop]:
    """The stations of the loop; those that were skipped are left out, those before a reopening forgotten."""
    reached: dict[str, datetime] = {Stage.REPORTED: case.reported_at}
    for entry in facts.entries:
        state = entry.payload.get("to") or entry.payload.get("state")
        if state in State.values and entry.payload.get("from") != state:
            reached = {k: at for k, at in reached.items() if _place(k) < _place(state)} | {state: entry.at}
    state = Stage(case.state)
    stations: tuple[Stage, ...] = LINE
    if state in ENDS:
        stations = (*(stage for stage in LINE if stage in reached), state)
    here = stations.index(ASIDE.get(state, state))
    return [
        Stop(
            State(state if n == here else stage).label,
            reached.get(state if n == here else stage),
            n == here,
            n < here or state == Stage.CLOSED,
        )
        for n, stage in enumerate(stations)
        if n >= here or stage in reached
    ]


def _place(state: str) -> int:
    return LINE.index(Stage(state)) if state in LINE else len(LINE)


def clocks(runs: list[ClockRun], more: Circumstances) -> list[Clock]:
    """The last clock of each kind, those that run first; steps of the work show theirs beside them."""
    last = {run.kind: run for run in runs if run.kind != "task"}
    shown = sorted(last.values(), key=lambda run: (run.stopped_at is not None, run.due_at))
    return [
        Clock(
            run,
            [words(each) for each in run.lines],
            [(row, limit(row.amount, run.unit)) for row in more.extensions if row.clock_id == run.pk],
            [alarm for alarm in more.alarms if alarm.clock_id == run.pk],
        )
        for run in shown
    ]


def ladder(case: Case, book: Rulebook) -> Ladder | None:
    """Who may settle it, where somebody has it and it is not over."""
    seat = book.posts.seats.get(case.post_id or 0)
    if seat is None or case.state not in OPEN:
        return None
    able = [
        label for tier, label in OF_POSTS if tier != Tier.MEMBER and book.may_settle(tier, case.category_id)
    ]
    return Ladder(Tier(seat.level).label, book.may_settle(seat.tier, case.category_id), able)


def given(facts: Dossier) -> Assignment | None:
    """The assignment that holds, or the last that did."""
    return next((row for row in reversed(facts.assignments) if not row.assists), None)


def family(case: Case, more: Circumstances) -> dict[str, list[tuple[str, Case]]]:
    """The cases that belong to this one: what it is a part of, its parts, what was merged."""
    parent = [case.parent] if case.parent_id and case.parent else []
    into = [case.merged_into] if case.merged_into_id and case.merged_into else []
    groups = {"parent": parent, "into": into, "parts": more.parts, "merged": more.merged}
    return {name: [(number_of(one), one) for one in cases] for name, cases in groups.items()}
