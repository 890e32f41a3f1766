"""Random lives: several people do what the table lets them, while the clock goes over nights and weekends."""

import os
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Min
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.cases.deeds import REPORTERS, WHERE, actor, do
from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.closing import lacks
from wangge.cases.errors import CaseMoved
from wangge.cases.joining import Signer
from wangge.cases.models import (
    Assignment,
    Case,
    ClockRun,
    Dispute,
    Five,
    Handling,
    Hold,
    Report,
    Task,
    Verification,
    Whistle,
)
from wangge.cases.ringing import ring
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Unit
from wangge.cases.standing import standing
from wangge.cases.tasking import Planned
from wangge.cases.telling import Telling
from wangge.cases.workflow import BY_NAME, OPEN, State, allowed
from wangge.foundation.refusals import Refused
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

PEOPLE = ("", "zhou", "zhao", "sun", "chen", "gao", "he")
HOLDERS = ("chen", "zhou", "zhao", "sun")  # whose posts receive cases; Deputy He never has one, so may look
MATTERS = ("estate", "rubbish", "water", "")
# How often, beside 1 for a step: else lives turn in circles, or end before anything happened to them.
MOVE = 4
OFTEN = {
    **dict.fromkeys(["supplement", "urge", "supervise", "contact", "visit", "charge", "locate", "drop"], 0.1),
    **dict.fromkeys(["refuse", "settle", "split", "merge", "rework", "pass_up", "return", "transfer"], 0.1),
    **dict.fromkeys(["reopen", "ask_extension", "ask_shelving", "attend"], 0.5),
    **dict.fromkeys(["extend", "decline_extension", "appeal", "uphold", "dismiss", "rectify"], 4),
}
PAUSES = [timedelta(minutes=5), timedelta(hours=3), timedelta(hours=20), timedelta(days=3), timedelta(days=9)]


class Lives(RuleBasedStateMachine):
    """What a few people do with a few cases; everything is undone at the end."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = MONDAY
        self.tell("estate")

    def tell(self, matter: str) -> None:
        telling = Telling("三单元门厅的事情", "portal", category=matter, name="林女士", **WHERE)
        if not matter:
            telling = Telling("想问问老年大学怎么报名", "portal", **WHERE)
        actions.report(telling, by=RESIDENT, now=self.now)

    @precondition(lambda _: Case.objects.count() < 5)
    @rule(matter=st.sampled_from(MATTERS))
    def somebody_reports(self, matter: str) -> None:
        self.tell(matter)

    @rule(pause=st.sampled_from(PAUSES))
    def time_goes_by(self, pause: timedelta) -> None:
        self.now += pause
        while ring(now=self.now):
            pass

    @rule(data=st.data())
    def others_join(self, data: st.DataObject) -> None:
        told = data.draw(st.sampled_from(list(Report.objects.order_by("pk"))))
        telling = Telling("我们也是", "portal", **WHERE)
        try:
            if data.draw(st.booleans()):
                actions.petition(told, telling, [Signer("王"), Signer("李")], by=RESIDENT, now=self.now)
            else:
                actions.join(told.case, telling, by=RESIDENT, now=self.now)
        except Refused:
            pass

    @rule(dice=st.randoms(use_true_random=True))
    def people_work(self, dice: Random) -> None:
        """One after another somebody takes one of the steps that are theirs."""
        for _ in range(12):
            self.act(dice)

    @rule(dice=st.randoms(use_true_random=True))
    def people_go_on_working(self, dice: Random) -> None:
        self.people_work(dice)

    def act(self, dice: Random) -> None:
        case = dice.choice(list(Case.objects.select_related("area").order_by("pk")))
        who = dice.choice(PEOPLE)
        told = None if who else case.reports.select_related("case__area").order_by("?").first()
        rows = allowed(State(case.state), standing(case, actor(self.cast, who), report=told))
        names = [row.name for row in rows if (row.name in (*REPORTERS, "reopen")) or who]
        if names and dice.random() < sum(OFTEN.get(name, 1) for name in names):
            weights = [OFTEN.get(name, 1) * (MOVE if BY_NAME[name].target else 1) for name in names]
            name = dice.choices(names, weights)[0]
            self.take(name, case, who=who, told=told, **self.choose(name, case, dice))

    def choose(self, name: str, case: Case, dice: Random) -> dict[str, Any]:
        """What they choose, where there is a choice."""
        posts = [self.cast.posts[each] for each in HOLDERS]
        post = {"post": dice.choice(posts)}
        ruled = Dispute.objects.filter(case=case).order_by("-pk").values_list("post", flat=True).first()
        someone = self.cast.account[dice.choice(PEOPLE[1:])].pk
        steps = [Planned("办", dice.choice(posts), 1, Unit.WORKING_DAY) for _ in range(dice.randint(1, 3))]
        cases = list(Case.objects.select_related("area")) if name == "merge" else [None]
        choices = {
            **dict.fromkeys(["dispatch", "transfer", "attend"], post),
            "rule": dice.choice([post, {"post": ruled or posts[0]}]),
            "whistle": {"posts": dice.sample(posts, 2), "meet_at": self.now + timedelta(days=1)},
            "plan": {"tasks": steps},
            "classify": {"category": dice.choice(["lift", "rubbish", "water"])},
            "charge": {"role": dice.choice(Five.values), "account": someone},
            "merge": {"into": dice.choice(cases)},
            "rate": {"score": dice.randint(1, 5)},
        }
        return choices.get(name, {})

    def take(self, name: str, case: Case, **more: Any) -> bool:
        """Take a step; where it is refused nothing has changed."""
        before = self.look(case)
        try:
            with transaction.atomic():
                do(self.cast, name, case, now=self.now, **more)
        except CaseMoved:
            raise AssertionError(f"{name}: nobody else moves it here") from None
        except Refused:
            assert self.look(case) == before, name
            return False
        if name == "verify":
            by = Verification.objects.filter(case=case).latest("pk").by_id
            assert not Handling.objects.filter(case=case, by=by).exists()
            assert not Task.objects.filter(case=case, ended_by=by, done=True).exists()
        if name == "close":
            assert Verification.objects.filter(case=case, passed=True, round=case.reopened).exists()
        return True

    def look(self, case: Case) -> tuple[object, ...]:
        entries = Entry.objects.filter(subject_kind="case", subject_id=case.pk).count()
        return entries, *Case.objects.values_list().get(pk=case.pk)

    @invariant()
    def every_open_case_has_one_owner_and_a_deadline(self) -> None:
        ends = (
            ClockRun.objects.filter(stopped_at=None, paused_at=None)
            .values_list("case")
            .annotate(Min("due_at"))
        )
        due = dict(ends.order_by())
        given = list(Assignment.objects.filter(ended_at=None, assists=False).values_list("case", "post"))
        holder = dict(given)
        assert len(given) == len(holder)
        queue = set(Case.objects.seen_by(self.cast.zhou).values_list("pk", flat=True))
        for case in Case.objects.all():
            if case.state in OPEN:
                assert holder.get(case.pk) == case.post_id, case.state
                assert case.post_id is not None or (case.state == State.REPORTED and case.pk in queue)
                assert case.due_at == due.get(case.pk) is not None, case.state
            else:
                assert case.pk not in holder
                assert case.due_at is None

    @invariant()
    def what_has_ended_has_nothing_left_open(self) -> None:
        ended = Case.objects.exclude(state__in=[state.value for state in OPEN])
        running = ClockRun.objects.filter(case__in=ended, stopped_at=None)
        assert set(running.values_list("kind", flat=True)) <= {"rectify"}
        for model in (Assignment, Whistle, Task):
            assert not model.objects.filter(case__in=ended, ended_at=None).exists(), model
        assert not Dispute.objects.filter(case__in=ended, decided_at=None).exists()
        held = Hold.objects.filter(granted=True, ended_at=None).exclude(case__state=State.HELD)
        assert not held.exists()
        assert not ClockRun.objects.exclude(case__state=State.HELD).exclude(paused_at=None).exists()

    @invariant()
    def the_journal_alone_says_how_every_case_stands(self) -> None:
        states: dict[int, str] = {}
        entries = Entry.objects.filter(subject_kind="case", verb__startswith="case.").order_by("pk")
        for pk, facts in entries.values_list("subject_id", "payload"):
            if "to" in facts:
                assert states[pk] == facts["from"]
            states[pk] = facts.get("to") or facts.get("state") or states[pk]
        assert states == dict(Case.objects.values_list("pk", "state"))

    def teardown(self) -> None:
        """From wherever they came to, all are brought to their end."""
        try:
            for case in Case.objects.order_by("-pk"):
                self.bring_home(case.pk)
            self.the_journal_alone_says_how_every_case_stands()
            self.what_has_ended_has_nothing_left_open()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def bring_home(self, pk: int) -> None:
        """What a diligent office does with a case until it is closed."""
        for _ in range(40):
            case = Case.objects.select_related("area").get(pk=pk)
            if case.state not in OPEN:
                return
            name, who, more = self.next_step(case)
            assert self.take(name, case, who=who, **more), (case.state, name, who)
        raise AssertionError("it never ends")

    def next_step(self, case: Case) -> tuple[str, str, dict[str, Any]]:
        holder = next((each for each in HOLDERS if self.cast.posts[each] == case.post_id), "")
        if case.state == State.ACCEPTED and case.category_id is None:
            return "classify", "zhou", {}
        if case.state == State.SIGNED and Task.objects.filter(case=case, ended_at=None).exists():
            return "drop", "zhou", {}
        if case.state == State.VERIFIED:
            missing = [lack.code for lack in lacks(case, book=rulebook(), now=self.now)]
            if missing:
                return self.put_right(case, missing[0])
        plain = {
            State.REPORTED: ("accept", "zhou"),
            State.ACCEPTED: ("dispatch", "zhou"),
            State.DISPATCHED: ("sign", holder),
            State.DISPUTED: ("rule", "zhao"),
            State.SIGNED: ("handle", holder),
            State.HELD: ("resume", "zhou"),
            State.HANDLED: ("verify", "he"),
            State.VERIFIED: ("close", "zhou"),
        }
        return *plain[State(case.state)], {}

    def put_right(self, case: Case, lack: str) -> tuple[str, str, dict[str, Any]]:
        if lack == "apart":
            solvers = {Handling.objects.filter(case=case).latest("pk").by_id}
            solvers |= set(case.charges.filter(role=Five.SOLVE).values_list("account", flat=True))
            other = next(a.pk for a in self.cast.account.values() if a.pk not in solvers)
            return "charge", "zhou", {"role": Five.SUPERVISE.value, "account": other}
        plain = {
            "appeal": ("dismiss", "gao"),
            "supervision": ("answer", "zhou"),
            "whistle": ("conclude", "zhao"),
        }
        return *plain[lack], {}


@pytest.mark.slow
def test_lives_of_any_kind_keep_the_rules_and_come_to_their_end(cast: Cast) -> None:
    """A few, always the same; `WANGGE_LIVES=500` tries as many others."""
    many = int(os.environ.get("WANGGE_LIVES", "0"))
    run_state_machine_as_test(
        type("TheseLives", (Lives,), {"cast": cast}),
        settings=settings(
            max_examples=many or 10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not many,
            database=None,
        ),
    )
