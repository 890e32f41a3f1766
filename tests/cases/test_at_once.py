"""Two people on the same case at the same moment: one wins, the other is told, and nothing is lost."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tests.cases.deeds import ESTATE, actor, do, tell
from tests.cases.keeping import expect_told
from tests.cast import MONDAY, Cast
from tests.crowd import KEPT, again_and_again, execute, standing_town
from wangge.cases import actions
from wangge.cases.errors import CannotTakeMore, CaseMoved, NotNow
from wangge.cases.models import Assignment, Case, ClockRun, Report, State
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

ROUNDS = 300 if connection.vendor == "sqlite" else 700  # together a thousand: most where both really wait
MEETINGS = ROUNDS // 30  # in every state at least
# In each state two people want different things, or the same; whichever happens, the other cannot.
RIVALS = {
    State.REPORTED: [(("accept", "zhou"), ("accept", "zhao")), (("accept", "zhao"), ("refuse", "zhou"))],
    State.REFUSED: [(("reopen", "zhou"), ("reopen", ""))],
    State.ACCEPTED: [(("dispatch", "zhou"), ("dispatch", "zhao"))],
    State.DISPATCHED: [
        (("sign", "sun"), ("transfer", "zhou")),
        (("sign", "sun"), ("return", "sun")),
        (("sign", "sun"), ("dispute", "sun")),
    ],
    State.DISPUTED: [(("rule", "zhao"), ("rule", "zhao"))],
    State.SIGNED: [
        (("handle", "sun"), ("handle", "sun")),
        (("handle", "sun"), ("wait", "sun")),
        (("handle", "sun"), ("return", "sun")),
    ],
    State.HELD: [(("resume", "zhou"), ("resume", "sun"))],
    State.HANDLED: [(("verify", "he"), ("rework", "zhou")), (("verify", "he"), ("verify", "chen"))],
    State.VERIFIED: [(("close", "zhou"), ("rework", "he")), (("close", "zhou"), ("close", "zhao"))],
    State.CLOSED: [(("reopen", "zhao"), ("reopen", "")), (("reopen", "zhou"), ("reopen", "zhao"))],
}
# Where only one of two rivals leads; somebody takes the case there alone while too few have met there.
ASIDE = {
    State.REPORTED: (State.REFUSED, "refuse", "zhou"),
    State.DISPATCHED: (State.DISPUTED, "dispute", "sun"),
    State.SIGNED: (State.HELD, "wait", "sun"),
}


@pytest.fixture
def kept_again(django_db_setup, django_db_blocker) -> Iterator[None]:
    """After the test its rows are flushed; then the journal's trigger stands again."""
    yield
    with django_db_blocker.unblock():
        execute(KEPT)


@pytest.fixture
def town(kept_again, transactional_db) -> Iterator[Cast]:
    with standing_town() as cast:
        yield cast


class Contest:
    """One case after another, over which two people meet again and again."""

    def __init__(self, town: Cast) -> None:
        self.town = town
        self.told = tell()
        self.met: Counter[str] = Counter()
        self.faced: list[State] = []
        self.copies: list[Case] = []
        self.rivals: tuple[tuple[str, str], ...] = ()
        for who in town.account:
            actor(town, who)

    def face(self, number: int) -> None:
        """Both have read the case before either acts."""
        case = self.case()
        elsewhere = case.state in {"dispatched", "signed"} and case.post_id != self.town.posts["sun"]
        if elsewhere or (case.state == "dispatched" and case.disputes.exists()):
            self.told = tell()  # the last one has gone a way on which not both of them have a say
            case = self.case()
        rare, name, who = ASIDE.get(State(case.state), (None, "", ""))
        if rare and self.met[rare] <= self.met[State(case.state)] // 2:
            do(self.town, name, case, who=who, now=MONDAY)
        state = State(case.state)
        choices = RIVALS[state]
        self.rivals = choices[self.met[state] % len(choices)]
        self.met[state] += 1
        self.copies = [self.case(), self.case()]

    def case(self) -> Case:
        """As it stands now."""
        return Case.objects.select_related("area").get(pk=self.told.case_id)

    def meet(self, place: int, _number: int) -> str:
        """One of the two takes the step they came for."""
        name, who = self.rivals[place]
        do(self.town, name, self.copies[place], who=who, told=self.told, now=MONDAY)
        return name


@pytest.mark.slow
def test_two_people_a_thousand_times(town: Cast) -> None:
    contest = Contest(town)
    results = again_and_again(2, ROUNDS, contest.meet, before=contest.face)
    for number, pair in enumerate(results):
        won = [each for each in pair if isinstance(each, str)]
        lost = [each for each in pair if isinstance(each, CaseMoved | NotNow)]
        assert (len(won), len(lost)) == (1, 1), (number, pair)
    assert min(contest.met[state] for state in RIVALS) >= MEETINGS, contest.met
    expect_nothing_lost()


def expect_nothing_lost() -> None:
    """Each case stands as its own journal says, has one owner, and no clock twice."""
    expect_told()
    for case in Case.objects.all():
        given = Assignment.objects.filter(case=case, ended_at=None, assists=False)
        assert list(given.values_list("post", flat=True)) == (
            [] if case.state in {"closed", "refused", "merged"} else [case.post_id]
        )
        kinds = Counter(ClockRun.objects.filter(case=case, stopped_at=None).values_list("kind", flat=True))
        assert set(kinds.values()) <= {1}


def pairs(town: Cast, rounds: int, deeds: Callable[[Case, Case], list[Callable[[], Any]]]) -> list[list[Any]]:
    """In each round two fresh cases, and two deeds about them at once."""
    waiting: list[Callable[[], Any]] = []

    def before(_number: int) -> None:
        waiting[:] = deeds(tell().case, tell().case)

    return again_and_again(2, rounds, lambda place, _number: waiting[place](), before=before)


def test_two_cases_merged_into_each_other_at_once(town: Cast) -> None:
    """Neither waits for the other for ever; one is merged, and all reporters are at the one that is left."""
    zhou, zhao = town.zhou, town.zhao

    def deeds(one: Case, other: Case) -> list[Callable[[], Any]]:
        return [
            lambda: actions.merge(one, into=other, reason="同一件事", by=zhou, now=MONDAY),
            lambda: actions.merge(other, into=one, reason="同一件事", by=zhao, now=MONDAY),
        ]

    for pair in pairs(town, 30, deeds):
        assert sorted(type(each).__name__ for each in pair if each) in (
            ["CannotTakeMore"],
            ["CaseMoved"],
        ), pair
    assert Case.objects.filter(state="merged").count() == 30
    assert not Report.objects.filter(case__state="merged").exists()
    expect_nothing_lost()


def test_whoever_joins_a_case_just_refused_is_told(town: Cast) -> None:
    """No report ends in a case that is over without its sender knowing."""
    zhou = town.zhou

    def deeds(one: Case, _other: Case) -> list[Callable[[], Any]]:
        return [
            lambda: actions.refuse(one, reason="不归这里", referral="12345", by=zhou, now=MONDAY),
            lambda: actions.join(one, ESTATE, by=RESIDENT, now=MONDAY),
        ]

    for refused, joined in pairs(town, 30, deeds):
        assert refused is None
        assert isinstance(joined, Report | CannotTakeMore)
        if isinstance(joined, Report):
            verbs = Entry.objects.filter(subject_kind="case", subject_id=joined.case_id).order_by("id")
            assert [entry.verb for entry in verbs][-2:] == ["case.joined", "case.refused"]
