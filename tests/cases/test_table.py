"""The table, driven: in every state everybody tries every step, and with each thing missing that it needs.

What refuses is decided in memory, so the whole product is walked on one database; that every step moves the
case, its clocks and its rows on PostgreSQL too is shown by the loop (test_atomic) and by the lives.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.cases.deeds import BEFORE, REPORTERS, WHERE, Life, actor, do, facts, lead, tell
from tests.cast import MONDAY, Cast
from wangge.cases.errors import Missing, NothingAsked, NotNow, NotYours, OwnWork
from wangge.cases.moves import PAST, begin
from wangge.cases.standing import standing
from wangge.cases.telling import Telling
from wangge.cases.workflow import TABLE, Standing, State, Transition
from wangge.foundation.refusals import Refused
from wangge.journal.models import Entry

S, W = State, Standing
RESIDENT_WHO = ""
ANYBODY = ("zhou", "zhao", "sun", "chen", "he", "gao", "wu", "qian", "an", RESIDENT_WHO)
SOME = ("zhao", "sun", RESIDENT_WHO)  # for what nobody may do now, whoever they are
WITH_DEPARTMENT = {S.DISPATCHED, S.SIGNED, S.HELD, S.HANDLED, S.VERIFIED, S.CLOSED}
WORKED = {S.HANDLED, S.VERIFIED, S.CLOSED}
# An appeal is decided in every state in which there can be one; in these there is none.
NEVER = {("dismiss", S.REPORTED), ("dismiss", S.DISPUTED)}
TYPED = {"until", "meet_at", "due", "point", "into"}  # which the doors hand over as more than words


def held(state: State, who: str, ready_for: str = "") -> frozenset[Standing]:
    """What somebody of the cast is to the case in this state: said here once more, by hand."""
    return_to_street = (ready_for, state) == ("dismiss", S.ACCEPTED)
    found = {
        "zhou": {W.OFFICE, W.WITNESS},
        "zhao": {W.OFFICE, W.STREET, W.WITNESS},
        "sun": {W.HANDLER} if state in WORKED else set(),
        "chen": {W.WITNESS},
        "he": {W.WITNESS},
        "gao": {W.COMMAND},
        RESIDENT_WHO: {W.REPORTER},
    }.get(who, set())
    if who == ("zhao" if return_to_street else "zhou") and state in {S.REPORTED, S.REFUSED, S.ACCEPTED}:
        found.add(W.HOLDER)
    if who == "zhao" and state == S.DISPUTED:
        found.add(W.HOLDER)
    if who == "sun" and state in WITH_DEPARTMENT:
        found.add(W.HOLDER)
    if who == "chen" and ready_for in {"respond", "attend", "conclude"}:
        found.add(W.SUMMONED)
    if who == "chen" and ready_for in {"perform", "drop"}:
        found.add(W.TASKED)
    return frozenset(found)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def mine(row: Transition, who: str, state: State, ready_for: str = "") -> bool:
    """Whether the table lets them; somebody is a reporter only to the steps that take a report."""
    if who == RESIDENT_WHO and row.name not in (*REPORTERS, "reopen"):
        return False
    return bool(row.who & held(state, who, ready_for))


def attempt(life: Life, row: Transition, who: str, **more: object) -> Refused | None:
    """The refusal that somebody gets, or none."""
    try:
        with transaction.atomic():
            life.take(row.name, who, **more)
    except Refused as refusal:
        return refusal
    return None


@pytest.mark.parametrize("state", State)
def test_standings_are_as_said_here(cast: Cast, state: State) -> None:
    life = lead(cast, state)
    for who in ANYBODY:
        by = actor(cast, who)
        told = life.report if not who and state != S.MERGED else None
        wanted = held(state, who) if who or told else frozenset()
        assert standing(life.case, by, report=told) == wanted, (state, who)


@pytest.mark.any_database
@pytest.mark.parametrize("state", State)
def test_everybody_tries_every_step(cast: Cast, state: State) -> None:
    """Not now, not yours, your own work, nothing to decide, or done: as the table has it, nothing else."""
    life = lead(cast, state)
    entries = Entry.objects.count()
    for row in TABLE:
        for who in ANYBODY if state in row.sources else SOME:
            if row.name in REPORTERS and (who or state == S.MERGED):
                continue  # these take a report's secret, and the report of a merged case is another's
            with undone():
                refusal = attempt(life, row, who)
                if state not in row.sources:
                    assert isinstance(refusal, NotNow), (row.name, who, refusal)
                elif not mine(row, who, state):
                    own = row.who == {W.WITNESS} and W.HANDLER in held(state, who)
                    assert type(refusal) is (OwnWork if own else NotYours), (row.name, who, refusal)
                elif row.name in BEFORE:
                    assert isinstance(refusal, Refused), (row.name, who)
                    assert not isinstance(refusal, NotNow | NotYours), (row.name, who)
                else:
                    expect_done(life, row, who, refusal)
    assert life.case.state == state
    assert Entry.objects.count() == entries


def expect_done(life: Life, row: Transition, who: str, refusal: Refused | None) -> None:
    assert refusal is None, (row.name, who, refusal)
    entry = Entry.objects.filter(subject_kind="case", subject_id=life.pk).latest("id")
    assert entry.verb == f"case.{PAST[row.name]}", (row.name, who)
    assert life.case.state == (row.target or entry.payload["from"]) == entry.payload["to"]


PREPARED = [
    (row.name, state) for row in TABLE if row.name in BEFORE for state in State if state in row.sources
]


@pytest.mark.any_database
@pytest.mark.parametrize(("name", "state"), PREPARED)
def test_what_needs_something_before_goes_once_that_happened(cast: Cast, name: str, state: State) -> None:
    row = next(row for row in TABLE if row.name == name)
    if (name, state) in NEVER:
        refusal = attempt(lead(cast, state), row, "gao")
        assert isinstance(refusal, NothingAsked)
        return
    life = lead(cast, state, ready_for=name)
    for who in ANYBODY:
        with undone():
            refusal = attempt(life, row, who)
            if mine(row, who, state, name):
                expect_done(life, row, who, refusal)
            else:
                assert type(refusal) is NotYours, (who, refusal)


@pytest.mark.any_database
@pytest.mark.parametrize("state", State)
def test_without_each_thing_that_it_needs_a_step_is_refused_by_its_name(cast: Cast, state: State) -> None:
    plain = lead(cast, state)
    for row in TABLE:
        if state not in row.sources or (row.name, state) in NEVER:
            continue
        ready = lead(cast, state, ready_for=row.name) if row.name in BEFORE else plain
        who = next(who for who in ANYBODY if mine(row, who, state, row.name))
        entries = Entry.objects.count()
        for need in row.needs:
            with undone():
                refusal = without(ready, row, who, need)
                assert isinstance(refusal, Missing), (row.name, need, refusal)
                assert refusal.facts == {"what": need}
        assert (ready.case.state, Entry.objects.count()) == (state, entries)


def without(life: Life, row: Transition, who: str, need: str) -> Refused | None:
    """The refusal of a step that lacks one thing: of the action, or of the guard that every action passes."""
    given = facts(life.cast, row.name, now=MONDAY)
    if need in given and need not in TYPED:
        blank = {str: "  " if need != "category" else "", int: 0, list: []}[type(given[need])]
        return attempt(life, row, who, **{need: blank})
    by = actor(life.cast, who)
    given = {**dict.fromkeys(row.needs, "x"), need: None}
    with pytest.raises(Missing) as refused:
        begin(life.case, row.name, by=by, report=None if who else life.report, **given)
    return refused.value


def test_nobody_sends_out_what_nobody_classified(cast: Cast) -> None:
    case = tell(Telling("想问问老年大学怎么报名", "portal", **WHERE)).case
    do(cast, "accept", case, who="zhou")
    with pytest.raises(Missing):
        do(cast, "dispatch", case, who="zhou")
