"""Time in the loop: more asked for, none counted while on hold, bad ratings put right, supervision."""

from datetime import date, datetime, timedelta

import pytest

from tests.cases.deeds import WHERE, Life, lead, tell
from tests.cast import MONDAY, Cast
from wangge.cases.errors import (
    AskedAlready,
    HasItAlready,
    Missing,
    NotAhead,
    NothingAsked,
    NothingBad,
    NotReady,
    NotYours,
    OwnRequest,
    TimeIsUp,
    TooMuchTime,
)
from wangge.cases.models import ClockRun, Hold, Rectification
from wangge.cases.telling import Telling
from wangge.cases.workflow import State
from wangge.foundation.calendar import CHINA_TIME
from wangge.staffing.queries import actor_of

DAY = timedelta(days=1)


def due_of(life: Life, kind: str = "resolve") -> datetime:
    return ClockRun.objects.filter(case=life.pk, kind=kind).latest("pk").due_at


def day_of(life: Life, kind: str = "resolve") -> date:
    return due_of(life, kind).astimezone(CHINA_TIME).date()


def test_more_time_is_asked_for_before_the_limit_and_granted_by_somebody_else(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    before = due_of(life)
    life.take("ask_extension", "sun", amount=2)
    assert due_of(life) == before  # asking alone changes nothing
    with pytest.raises(AskedAlready):
        life.take("ask_extension", "sun", amount=1)
    life.take("decline_extension", "zhou")
    life.take("ask_extension", "sun", amount=2)
    granted = life.take("extend", "zhao", note="情况复杂")
    assert (granted.granted, granted.decided_by) == (True, cast.account["zhao"])
    assert (day_of(life), life.case.due_at <= due_of(life)) == (date(2026, 11, 25), True)
    run = ClockRun.objects.get(case=life.pk, kind="resolve")
    assert any(line["kind"] == "extension" for line in run.lines)
    with pytest.raises(TooMuchTime):  # five days have five more, all in all
        life.take("ask_extension", "sun", amount=4)
    with pytest.raises(NothingAsked):
        life.take("extend", "zhao")


def test_nobody_grants_their_own_wish_nor_after_the_limit(cast: Cast) -> None:
    life = Life(cast)
    life.take("accept", "zhou")
    life.take("dispatch", "zhou", post=cast.posts["zhou"])
    life.take("ask_extension", "zhou")
    with pytest.raises(OwnRequest):
        life.take("extend", "zhou")
    life.take("extend", "zhao")
    with pytest.raises(TimeIsUp):
        life.take("ask_extension", "zhou", now=due_of(life))


def test_waiting_for_the_reporter_takes_no_time_and_ends_when_they_answer(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    before = due_of(life)
    with pytest.raises(NotAhead):
        life.take("wait", "sun", until=MONDAY)
    life.take("wait", "sun", until=MONDAY + 7 * DAY)
    held = life.case
    assert (held.state, held.due_at) == ("held", MONDAY + 7 * DAY)
    assert ClockRun.objects.get(case=life.pk, kind="resolve").paused_at == MONDAY
    life.take("supplement", now=MONDAY + 3 * DAY)
    assert life.case.state == "signed"
    assert before.astimezone(CHINA_TIME).date() == date(2026, 11, 23)
    assert day_of(life) == date(2026, 11, 25)  # the 17th and the 18th do not count
    assert not ClockRun.objects.filter(case=life.pk, kind="review", stopped_at=None).exists()


def test_a_first_contact_while_on_hold_ends_its_clock_for_good(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    life.take("wait", "sun", until=MONDAY + 7 * DAY)
    life.take("contact", "sun", now=MONDAY + timedelta(hours=1))
    clock = ClockRun.objects.get(case=life.pk, kind="contact")
    assert (clock.stopped_at, clock.paused_at) == (MONDAY + timedelta(hours=1), None)


def test_a_first_contact_during_a_hold_is_not_late_by_the_time_of_the_hold(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    before = due_of(life, "contact")
    held, called = before - timedelta(minutes=10), before + 3 * DAY
    life.take("wait", "sun", until=MONDAY + 9 * DAY, now=held)
    life.take("contact", "sun", now=called)
    clock = ClockRun.objects.get(case=life.pk, kind="contact")
    assert clock.stopped_at == called <= clock.due_at
    assert any(line["kind"] == "pause" for line in clock.lines)


def test_a_first_contact_that_was_late_before_the_hold_stays_late(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    before = due_of(life, "contact")
    life.take("wait", "sun", until=MONDAY + 9 * DAY, now=before + timedelta(minutes=1))
    life.take("contact", "sun", now=before + DAY)
    clock = ClockRun.objects.get(case=life.pk, kind="contact")
    assert clock.stopped_at > clock.due_at == before


def test_shelving_is_asked_for_agreed_to_by_another_and_taken_up_again(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    life.take("ask_shelving", "sun", until=MONDAY + 30 * DAY)
    with pytest.raises(AskedAlready):
        life.take("wait", "sun")
    assert life.case.state == "signed"  # and the clock runs
    assert ClockRun.objects.get(case=life.pk, kind="resolve").paused_at is None
    with pytest.raises(NotYours):
        life.take("shelve", "sun")
    life.take("shelve", "zhou")
    life.take("supplement")  # what the reporter adds does not end it
    assert life.case.state == "held"
    life.take("resume", "zhou", now=MONDAY + 14 * DAY)
    assert day_of(life) == date(2026, 12, 4)  # nine working days later than the 23rd of November


def test_a_wish_to_shelve_lapses_when_the_case_goes_to_somebody_else(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    life.take("ask_shelving", "sun")
    life.take("transfer", "zhou", post=cast.posts["chen"])
    life.take("sign", "chen")
    assert Hold.objects.get(case=life.pk).granted is False
    with pytest.raises(NothingAsked):
        life.take("shelve", "zhou")
    life.take("ask_shelving", "chen")


def test_a_transfer_to_whoever_has_it_wins_no_time(cast: Cast) -> None:
    life = lead(cast, State.DISPATCHED)
    with pytest.raises(HasItAlready):
        life.take("transfer", "zhou", post=cast.posts["sun"], now=MONDAY + DAY)
    assert ClockRun.objects.filter(case=life.pk, kind="sign", stopped_at=None).get().started_at == MONDAY


def test_a_supervision_is_answered_before_closing(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    life.take("supervise", "gao", due=MONDAY + DAY)
    for name, who in [("handle", "sun"), ("verify", "he")]:
        life.take(name, who)
    with pytest.raises(NotReady, match="supervision"):
        life.take("close", "zhou")
    answered = life.take("answer", "sun", note="已全部整改")
    assert (answered.answer, answered.answered_by) == ("已全部整改", cast.account["sun"])
    life.take("close", "zhou")


@pytest.mark.parametrize("score", [1, 2])
def test_a_bad_rating_is_put_right_in_fifteen_working_days(cast: Cast, score: int) -> None:
    life = lead(cast, State.CLOSED)
    with pytest.raises(NothingBad):
        life.take("rectify", "zhou")
    life.take("rate", score=score)
    assert day_of(life, "rectify") == date(2026, 12, 7)
    run = ClockRun.objects.get(case=life.pk, kind="rectify")
    assert run.stopped_at is None
    life.take("rectify", "zhou", note="已上门道歉并补做", now=MONDAY + DAY)
    done = Rectification.objects.get(rating__case=life.pk)
    assert (done.done_at, done.note) == (MONDAY + DAY, "已上门道歉并补做")
    run.refresh_from_db()
    assert (run.stopped_at, run.late) == (MONDAY + DAY, False)


def test_a_fair_rating_asks_for_nothing_and_a_word_outside_the_list_is_refused(cast: Cast) -> None:
    life = lead(cast, State.CLOSED)
    life.take("rate", score=3)
    assert not Rectification.objects.exists()
    with pytest.raises(Missing):
        life.take("call_back", "zhou", outcome="perhaps, but not in the list of outcomes")
    with pytest.raises(Missing):
        lead(cast, State.REPORTED).take("classify", "zhou", urgency="whenever")


def test_a_case_that_lies_elsewhere_goes_to_the_office_there(cast: Cast) -> None:
    case = tell().case
    life = Life(cast, told=case.reports.get())
    life.take("locate", "zhou", lon=116.03, lat=39.005)
    assert (life.case.area, life.case.post_id) == (cast.neighbour, cast.posts["qian"])
    life.take("accept", "qian")


def test_what_no_rule_sent_anywhere_belongs_to_the_office_that_takes_it_on(cast: Cast) -> None:
    for who in ("zhou", "zhao"):
        life = lead_unrouted(cast)
        assert life.case.post_id is None
        life.take("accept", who)
        assert life.case.post_id == cast.posts[who]
        assert actor_of(cast.account[who], on=MONDAY.date()).posts == {life.case.post_id}


def lead_unrouted(cast: Cast) -> Life:
    return Life(cast, told=tell(Telling("想问问老年大学怎么报名", "portal", **WHERE)))
