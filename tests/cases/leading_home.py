"""The shortest way home: what a diligent office does next with a case until it is closed."""

from datetime import datetime
from typing import Any

from tests.cast import Cast
from wangge.cases.closing import lacks
from wangge.cases.models import Case, Five, Handling, Task
from wangge.cases.rulebook import rulebook
from wangge.cases.workflow import State

HOLDERS = ("chen", "zhou", "zhao", "sun")  # whose posts receive cases; Deputy He never has one, so may look
Next = tuple[str, str, dict[str, Any]]


def next_step(cast: Cast, case: Case, *, now: datetime) -> Next:
    """The step, who takes it, and what they choose."""
    holder = next((each for each in HOLDERS if cast.posts[each] == case.post_id), "")
    if case.state == State.ACCEPTED and case.category_id is None:
        return "classify", "zhou", {}
    if case.state == State.SIGNED and Task.objects.filter(case=case, ended_at=None).exists():
        return "drop", "zhou", {}
    if case.state == State.VERIFIED:
        missing = [lack.code for lack in lacks(case, book=rulebook(), now=now)]
        if missing:
            return _put_right(cast, case, missing[0])
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


def _put_right(cast: Cast, case: Case, lack: str) -> Next:
    """What is missing before it may be closed."""
    if lack == "apart":
        solvers = {Handling.objects.filter(case=case).latest("pk").by_id}
        solvers |= set(case.charges.filter(role=Five.SOLVE).values_list("account", flat=True))
        other = next(a.pk for a in cast.account.values() if a.pk not in solvers)
        return "charge", "zhou", {"role": Five.SUPERVISE.value, "account": other}
    plain = {"appeal": ("dismiss", "gao"), "supervision": ("answer", "zhou"), "whistle": ("conclude", "zhao")}
    return *plain[lack], {}
