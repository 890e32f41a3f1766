"""Random lives of a few cases among several people, while the clock goes over nights and weekends."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.cases.deeds import BEFORE, REPORTERS, WHERE, actor, do, lead
from tests.cases.keeping import expect_ended, expect_kept, expect_owned, expect_told
from tests.cases.leading_home import HOLDERS, next_step
from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.errors import CaseMoved
from wangge.cases.joining import Signer
from wangge.cases.models import Case, Dispute, Five, Report
from wangge.cases.ringing import ring
from wangge.cases.sla import Unit
from wangge.cases.standing import standing
from wangge.cases.tasking import Planned
from wangge.cases.telling import Telling
from wangge.cases.workflow import BY_NAME, OPEN, State, allowed
from wangge.foundation.refusals import Refused
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

PEOPLE = ("", "zhou", "zhao", "sun", "chen", "gao", "he")
MATTERS = ("estate", "rubbish", "water", "")
PAUSES = [timedelta(minutes=5), timedelta(hours=3), timedelta(hours=20), timedelta(days=3), timedelta(days=9)]
# How often, beside 1 for a step: what moves a case comes more often, what these people are bent on first.
MOVE, WISH = 3, 40
RARE = dict.fromkeys(["refuse", "settle", "split", "merge", "rework", "pass_up", "return", "transfer"], 0.2)


class Lives(RuleBasedStateMachine):
    """What a few people do with a few cases; everything is undone at the end."""

    cast: ClassVar[Cast]
    wishes: ClassVar[frozenset[str]]  # the steps that they are bent on
    first: ClassVar[frozenset[str]]  # and those of them before all others
    start: ClassVar[State]  # where the first case stands when they begin
    taken: ClassVar[Counter[str]]  # in all of these lives

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = MONDAY
        self.done: Counter[str] = Counter()  # in this life
        lead(self.cast, self.start)

    @precondition(lambda _: Case.objects.count() < 4)
    @rule(matter=st.sampled_from(MATTERS))
    def somebody_reports(self, matter: str) -> None:
        telling = Telling("三单元门厅的事情", "portal", category=matter, name="林女士", **WHERE)
        if not matter:
            telling = Telling("想问问老年大学怎么报名", "portal", **WHERE)
        actions.report(telling, by=RESIDENT, now=self.now)

    @rule(pause=st.sampled_from(PAUSES))
    def time_goes_by(self, pause: timedelta) -> None:
        self.now += pause
        while ring(now=self.now):
            pass

    @rule(data=st.data())
    def others_join(self, data: st.DataObject) -> None:
        told = data.draw(st.sampled_from(list(Report.objects.select_related("case__area").order_by("pk"))))
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
        for _ in range(8):
            self.act(dice)

    @rule(dice=st.randoms(use_true_random=True))
    def people_go_on_working(self, dice: Random) -> None:
        self.people_work(dice)

    def act(self, dice: Random) -> None:
        """With one of the cases, one of the steps that are now open to anybody."""
        cases = list(Case.objects.select_related("area").order_by("pk"))
        case = dice.choice([cases[0], *cases])
        told = dice.choice(list(case.reports.select_related("case__area").order_by("pk")) or [None])
        chances = [
            (self.weight(row.name), row.name, who)
            for who in PEOPLE
            for row in allowed(State(case.state), standing(case, actor(self.cast, who), report=told))
            if who or row.name in (*REPORTERS, "reopen")
        ]
        if chances:
            (_, name, who), *_ = dice.choices(chances, [weight for weight, *_ in chances])
            self.take(name, case, who=who, told=told, **self.choose(name, case, dice))
            expect_owned(Case.objects.get(pk=case.pk), self.cast)

    def weight(self, name: str) -> float:
        """What they are bent on and has become possible comes first; what often happened, last."""
        asked = BEFORE[name][1][-1][0] if name in BEFORE else ""
        if asked and self.done[asked] <= self.done[name]:
            return 0.1  # nothing waits for it
        wanted = WISH if name in self.wishes else RARE.get(name, MOVE if BY_NAME[name].target else 0.5)
        return wanted * (5 if name in self.first else 1) / (1 + self.done[name]) ** 2

    def choose(self, name: str, case: Case, dice: Random) -> dict[str, Any]:
        """What they choose, where there is a choice."""
        posts = [self.cast.posts[each] for each in HOLDERS]
        post = {"post": dice.choice(posts)}
        someone = self.cast.account[dice.choice(PEOPLE[1:])].pk
        if name in {"dispatch", "transfer", "attend"}:
            return post
        if name == "rule":
            ruled = Dispute.objects.filter(case=case).order_by("-pk").values_list("post", flat=True).first()
            return dice.choice([post, {"post": ruled or posts[0]}])
        if name == "plan":
            many = dice.randint(1, 3)
            return {"tasks": [Planned("办", dice.choice(posts), 1, Unit.WORKING_DAY) for _ in range(many)]}
        if name == "merge":
            return {"into": dice.choice(list(Case.objects.select_related("area").order_by("pk")))}
        choices: dict[str, dict[str, Any]] = {
            "whistle": {"posts": dice.sample(posts, 2), "meet_at": self.now + timedelta(days=1)},
            "classify": {"category": dice.choice(["lift", "rubbish", "water"])},
            "charge": {"role": dice.choice(Five.values), "account": someone},
            "rate": {"score": dice.randint(1, 3)},
        }
        return choices.get(name, {})

    def take(self, name: str, case: Case, **more: Any) -> bool:
        """Take a step; where it is refused nothing has changed."""
        before = look(case)
        try:
            with transaction.atomic():
                do(self.cast, name, case, now=self.now, **more)
        except CaseMoved:
            raise AssertionError(f"{name}: nobody else moves it here") from None
        except Refused:
            assert look(case) == before, name
            return False
        expect_kept(name, case)
        self.done[name] += 1
        self.taken[name] += 1
        return True

    def teardown(self) -> None:
        """The journal tells how all stand; from wherever they came to, all are brought to their end."""
        try:
            expect_told()
            expect_ended()
            for case in Case.objects.order_by("-pk"):
                expect_owned(case, self.cast)
                self.bring_home(case.pk)
            expect_told()
            expect_ended()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def bring_home(self, pk: int) -> None:
        """What a diligent office does with a case until it is closed."""
        for _ in range(40):
            case = Case.objects.select_related("area").get(pk=pk)
            if case.state not in OPEN:
                return
            name, who, more = next_step(self.cast, case, now=self.now)
            assert self.take(name, case, who=who, **more), (case.state, name, who)
        raise AssertionError("it never ends")


def look(case: Case) -> tuple[object, ...]:
    """How a case stands, and how much was told of it."""
    entries = Entry.objects.filter(subject_kind="case", subject_id=case.pk).count()
    return entries, *Case.objects.values_list().get(pk=case.pk)
