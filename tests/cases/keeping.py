"""What always holds of cases: one owner, one deadline, nothing unverified, and the journal tells it all."""

from django.db.models import Min

from tests.cast import Cast
from wangge.cases.models import (
    Assignment,
    Case,
    ClockRun,
    Dispute,
    Handling,
    Hold,
    State,
    Task,
    Verification,
    Whistle,
)
from wangge.cases.workflow import OPEN
from wangge.journal.models import Entry


def expect_owned(case: Case, cast: Cast) -> None:
    """An open case has one owner and a deadline that runs; what is over has neither."""
    given = Assignment.objects.filter(case=case, ended_at=None, assists=False)
    owners = list(given.values_list("post", flat=True))
    if case.state not in OPEN:
        assert (owners, case.due_at) == ([], None), case.state
        return
    running = ClockRun.objects.filter(case=case, stopped_at=None, paused_at=None)
    assert case.due_at == running.aggregate(first=Min("due_at"))["first"] is not None, case.state
    assert owners == ([case.post_id] if case.post_id else []), case.state
    if not owners:  # the queue of the office is its owner
        assert case.state == State.REPORTED
        assert Case.objects.seen_by(cast.zhou).filter(pk=case.pk).exists()


def expect_kept(name: str, case: Case) -> None:
    """Nobody verified their own work, and nothing closed that nobody verified."""
    if name == "verify":
        by = Verification.objects.filter(case=case).latest("pk").by_id
        assert not Handling.objects.filter(case=case, by=by).exists()
        assert not Task.objects.filter(case=case, ended_by=by, done=True).exists()
    if name == "close":
        assert Verification.objects.filter(case=case, passed=True, round=case.reopened).exists()


def expect_ended() -> None:
    """Of what is over nothing is left open, and only what is on hold has a clock that stands."""
    over = Case.objects.exclude(state__in=[state.value for state in OPEN])
    running = ClockRun.objects.filter(case__in=over, stopped_at=None)
    assert set(running.values_list("kind", flat=True)) <= {"rectify"}
    for model in (Assignment, Whistle, Task):
        assert not model.objects.filter(case__in=over, ended_at=None).exists(), model
    assert not Dispute.objects.filter(case__in=over, decided_at=None).exists()
    held = Hold.objects.filter(granted=True, ended_at=None).exclude(case__state=State.HELD)
    assert not held.exists()
    assert not ClockRun.objects.exclude(case__state=State.HELD).exclude(paused_at=None).exists()


def expect_told() -> None:
    """The journal alone says how every case stands."""
    states: dict[int, str] = {}
    entries = Entry.objects.filter(subject_kind="case", verb__startswith="case.").order_by("pk")
    for pk, facts in entries.values_list("subject_id", "payload"):
        if "to" in facts:
            assert states[pk] == facts["from"]
        states[pk] = facts.get("to") or facts.get("state") or states[pk]
    assert states == dict(Case.objects.values_list("pk", "state"))
