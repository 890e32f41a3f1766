"""Nobody's deadline is forgotten: warned, rung, urged the day after, escalated all the way up, circulated."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.cases.deeds import WHERE, do, tell
from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.models import Alarm, Case, ClockRun
from wangge.cases.ringing import ring
from wangge.cases.telling import Telling
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.places.models import Area
from wangge.staffing import actions as staffing
from wangge.staffing.models import PostKind

RUBBISH = Telling("楼下垃圾三天没有清运", "portal", category="rubbish", **WHERE)
UNROUTED = Telling("想问问老年大学怎么报名", "portal", **WHERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def go_on(start: datetime, days: float, *, step: timedelta = HOUR) -> None:
    """The worker looks again and again."""
    now = start
    while now < start + days * DAY:
        while ring(now=now):
            pass
        now += step


def alarms(case: Case, clock: str = "resolve") -> list[tuple[str, int | None]]:
    """What was told of a clock, to which post, in order."""
    found = Alarm.objects.filter(case=case, clock__kind=clock).order_by("id")
    return list(found.values_list("kind", "post"))


def district_office(cast: Cast) -> int:
    """A post above the streets."""
    district = Area.objects.get(code="990101")
    kind = PostKind.objects.create(code="district", name="区中心", tier="street", lead=True)
    return staffing.create_post("区中心岗", kind=kind, area=district, by=SYSTEM, now=MONDAY).pk


def test_from_the_grid_all_the_way_up_to_the_district(cast: Cast) -> None:
    top, posts = district_office(cast), cast.posts
    case = tell(RUBBISH).case
    go_on(MONDAY, 20)
    assert alarms(case) == [
        ("warning", posts["chen"]),
        ("ring", posts["chen"]),
        ("urge", posts["zhou"]),
        ("escalation", posts["zhao"]),
        ("circular", top),
    ]


def test_where_nobody_is_posted_so_high_the_gap_shows(cast: Cast) -> None:
    case = tell(RUBBISH).case
    go_on(MONDAY, 20)
    assert alarms(case)[-1] == ("circular", None)


def test_a_case_that_nobody_has_rings_at_its_office_and_upwards(cast: Cast) -> None:
    posts, case = cast.posts, tell(UNROUTED).case
    assert case.post_id is None
    go_on(MONDAY, 20)
    assert [post for _, post in alarms(case)] == [posts["zhou"], posts["zhou"], posts["zhao"], None, None]


def test_above_a_department_stands_its_street_and_above_the_street_never_the_community(cast: Cast) -> None:
    top, posts = district_office(cast), cast.posts
    case = tell().case
    do(cast, "accept", case, who="zhou")
    do(cast, "dispatch", case, who="zhou")
    street = tell().case
    do(cast, "accept", street, who="zhou")
    do(cast, "pass_up", street, who="zhou")
    go_on(MONDAY, 20)
    assert [post for _, post in alarms(case)] == [posts["sun"], posts["sun"], posts["zhao"], top, None]
    assert [post for _, post in alarms(street)] == [posts["zhao"], posts["zhao"], top, None, None]


def test_edits_begin_nothing_anew(cast: Cast) -> None:
    """Neither the deadline nor the place on the ladder moves, whatever is written to the case meanwhile."""
    case = tell(RUBBISH).case
    due = ClockRun.objects.get(case=case, kind="resolve").due_at
    now = MONDAY
    for day in range(20):
        now = MONDAY + day * DAY
        go_on(now, 1, step=6 * HOUR)
        for name, who in [("classify", "zhou"), ("charge", "zhou"), ("visit", "chen"), ("contact", "chen")]:
            do(cast, name, Case.objects.get(pk=case.pk), who=who, now=now)
        do(cast, "supplement", case, told=case.reports.get(), now=now)
    assert ClockRun.objects.get(case=case, kind="resolve").due_at == due
    assert [kind for kind, _ in alarms(case)] == ["warning", "ring", "urge", "escalation", "circular"]


def test_another_matter_with_less_time_rings_at_once_and_to_and_fro_rings_no_more(cast: Cast) -> None:
    case = tell(RUBBISH).case
    now = MONDAY + 30 * HOUR
    go_on(MONDAY, 1.2)
    assert alarms(case) == []
    for category in ("water", "rubbish", "water", "rubbish", "water"):
        do(cast, "classify", Case.objects.get(pk=case.pk), who="zhou", category=category, now=now)
        while ring(now=now + HOUR):
            pass
    assert [kind for kind, _ in alarms(case)] == ["ring"]


def test_a_thousand_late_clocks_are_all_rung_two_hundred_at_a_time(cast: Cast) -> None:
    first = tell(RUBBISH).case
    clock = ClockRun.objects.get(case=first, kind="resolve")
    ClockRun.objects.exclude(pk=clock.pk).update(stopped_at=MONDAY)
    kept = {f.attname: getattr(first, f.attname) for f in Case._meta.fields if not f.primary_key}
    made = Case.objects.bulk_create(Case(**kept) for _ in range(999))
    ClockRun.objects.bulk_create(
        ClockRun(case=case, kind="resolve", amount=5, unit="working_day", started_at=MONDAY,
                 due_at=clock.due_at, look_at=clock.due_at, rung=1)
        for case in made
    )  # fmt: skip
    ClockRun.objects.filter(pk=clock.pk).update(look_at=clock.due_at, rung=1)
    rounds = []
    while rang := ring(now=clock.due_at + timedelta(minutes=1)):
        rounds.append(rang)
    assert rounds == [200] * 5
    assert Alarm.objects.filter(kind="ring").values("case").distinct().count() == 1000


@pytest.fixture
def national_day(cast: Cast) -> None:
    """The first week of October off, the Saturday after it worked."""
    days = [(date(2026, 10, day), False, "国庆节") for day in range(1, 8)]
    days.append((date(2026, 10, 10), True, "补班"))
    staffing.set_calendar(days, until=date(2040, 12, 31), source="test", by=SYSTEM, now=MONDAY)


def test_urged_the_day_after_and_circulated_after_five_working_days_across_the_holidays(
    cast: Cast, national_day: None
) -> None:
    start = datetime(2026, 9, 23, 2, 0, tzinfo=UTC)
    case = tell(RUBBISH, now=start).case
    due = ClockRun.objects.get(case=case, kind="resolve").due_at.astimezone(CHINA_TIME)
    assert due.date() == date(2026, 9, 30)
    go_on(start, 25)
    told = {
        kind: timezone.localtime(at, CHINA_TIME).strftime("%m-%d %H")
        for kind, at in Alarm.objects.filter(case=case, clock__kind="resolve").values_list("kind", "at")
    }
    assert told["urge"] == "10-02 01"  # the first of October was the day after
    assert told["escalation"][:5] == "10-09"
    assert told["circular"][:5] == "10-13"  # 8, 9, 10 (worked), 12, 13


def test_a_hold_after_the_deadline_holds_the_ladder_too(cast: Cast) -> None:
    case = tell(RUBBISH).case
    do(cast, "sign", case, who="chen")
    due = ClockRun.objects.get(case=case, kind="resolve").due_at
    go_on(MONDAY, (due - MONDAY) / DAY + 0.1)
    held = due + 2 * HOUR
    do(cast, "wait", case, who="chen", now=held, until=held + 12 * DAY)
    go_on(held, 10)
    assert [kind for kind, _ in alarms(case)] == ["warning", "ring"]
    do(cast, "resume", Case.objects.get(pk=case.pk), who="zhou", now=held + 10 * DAY)
    while ring(now=held + 10 * DAY + HOUR):
        pass
    assert [kind for kind, _ in alarms(case)] == ["warning", "ring"]
    go_on(held + 10 * DAY, 12)
    assert [kind for kind, _ in alarms(case)] == ["warning", "ring", "urge", "escalation", "circular"]
    assert alarms(case, "review") == []


def test_a_review_rings_on_its_day(cast: Cast) -> None:
    case = tell(RUBBISH).case
    do(cast, "sign", case, who="chen")
    do(cast, "ask_shelving", case, who="chen", until=MONDAY + 3 * DAY)
    do(cast, "shelve", case, who="zhou")
    go_on(MONDAY, 2.9)
    assert alarms(case, "review") == []
    go_on(MONDAY + 2.9 * DAY, 1)
    assert alarms(case, "review") == [("ring", cast.posts["chen"])]


def test_urging_by_hand_reaches_whoever_has_it_or_its_office(cast: Cast) -> None:
    urged = do(cast, "urge", tell(RUBBISH).case, who="gao")
    assert (urged.kind, urged.post_id) == ("urge", cast.posts["chen"])
    unrouted = actions.report(UNROUTED, by=RESIDENT, now=MONDAY).case
    assert do(cast, "urge", unrouted, who="gao").post_id == cast.posts["zhou"]
