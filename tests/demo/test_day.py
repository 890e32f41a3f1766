"""Days are lived through the actions alone, and the report is counted from the rows they wrote."""

import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from rich.console import Console

from wangge.cases.models import Case, ClockRun, Handling, Photo, Report, Verification
from wangge.config.work import work
from wangge.demo import checks
from wangge.demo.day import arrivals, live
from wangge.demo.figures import Figures, figures, unwitnessed
from wangge.demo.founding import found
from wangge.demo.report import sentences, show
from wangge.demo.simulation import SimulatedClock, Start, play
from wangge.journal.models import Entry
from wangge.journal.verification import Verdict, verify
from wangge.places.models import Building

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]  # the demo lives on SQLite
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def a_round(at: datetime) -> bool:
    return not work(now=at).idle


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """Two days with 60 requests and a few more, for every channel."""
    with django_db_blocker.unblock(), transaction.atomic():
        founded = found("jiabei", seed=2022, now=NOW - timedelta(days=40))
        yield founded, live("jiabei", founded, now=NOW, days=2, per_day=30, seed=7, work=a_round)
        transaction.set_rollback(True)


@pytest.fixture
def counted(city) -> Figures:
    return figures(now=NOW)


def test_every_request_is_a_case_located_and_routed(city, counted: Figures):
    assert counted.requests == Case.objects.count() == city[1].requests >= 60
    petitioners = Report.objects.filter(case__representative__isnull=False)
    parts = Case.objects.exclude(parent=None)
    assert (petitioners.count(), parts.count()) == (18, 2), "seventeen households and one that joined"
    assert Report.objects.count() == counted.requests - 2 + 17
    assert sum(counted.channels.values()) == sum(counted.states.values()) == counted.requests
    assert not Case.objects.filter(post=None).exclude(state="merged").exists()
    assert Case.objects.exclude(grid=None).count() > 0.9 * counted.requests
    assert all(case.reported_at <= NOW for case in Case.objects.all())


def test_the_figures_are_what_the_rows_say(city, counted: Figures):
    closed = Case.objects.filter(state="closed")
    assert counted.closed == closed.count() > 5
    assert counted.levels == Counter(closed.values_list("level", flat=True))
    assert counted.photos == Photo.objects.count() > 0
    runs = list(ClockRun.objects.filter(kind="sign"))
    met = sum(run.stopped_at is not None and run.stopped_at <= run.due_at for run in runs)
    ended = sum(run.stopped_at is not None or run.due_at < NOW for run in runs)
    assert (counted.on_time["sign"].met, counted.on_time["sign"].missed) == (met, ended - met)
    assert counted.steps["case.handled"] + counted.steps["case.settled"] == Handling.objects.count()
    assert counted.steps["case.verified"] == Verification.objects.filter(passed=True).count()


def test_nobody_verified_their_own_work(city, counted: Figures):
    assert counted.witnessed == counted.closed
    for case in Case.objects.filter(state="closed"):
        workers = set(case.handlings.values_list("by_id", flat=True))
        assert not workers & set(case.verifications.values_list("by_id", flat=True))


def test_a_case_verified_by_its_handler_would_be_counted(city):
    case = Case.objects.filter(state="closed").first()
    with transaction.atomic():
        case.verifications.update(by=case.handlings.first().by)
        assert unwitnessed(Case.objects.filter(state="closed")) == {case.pk}
        transaction.set_rollback(True)
    with transaction.atomic():
        case.verifications.update(at=case.handlings.order_by("at").first().at - timedelta(hours=1))
        assert unwitnessed(Case.objects.filter(state="closed")) == {case.pk}
        transaction.set_rollback(True)


def test_time_goes_forward_and_the_journal_is_whole(city):
    assert verify() == Verdict(sealed=Entry.objects.count(), unsealed=0)
    told = list(Entry.objects.filter(subject_kind="case").order_by("id").values_list("at", flat=True))
    assert told == sorted(told)
    for clock in ClockRun.objects.exclude(rang_at=None):
        assert clock.rang_at > clock.due_at


def test_pictures_carry_their_place_as_data(city):
    photo = Photo.objects.exclude(lon=None).first()
    assert photo.thumbnail
    assert abs(photo.lon - 116.2) < 0.02


def test_the_report_says_all_of_it(city, counted: Figures):
    out = io.StringIO()
    show(counted, city[1], verify(), console=Console(file=out, width=90))
    text = out.getvalue()
    assert "100.0 %" in text
    assert str(counted.requests) in text
    assert not any(sign in text for sign in "┃│╭\x1b"), "plain when piped"


def test_two_days_show_every_rare_step_and_state(city, counted: Figures):
    named = list(checks.of_day(counted, city[1], verify()))
    assert not [sentence for sentence in named if sentence.startswith(("no case is", "step never"))]
    assert {"disputed", "held", "merged"} <= set(counted.states)


def test_what_is_missing_is_named(city, counted: Figures):
    steps = {verb: n for verb, n in counted.steps.items() if verb != "case.sent_back"}
    short = replace(counted, steps=steps, witnessed=counted.closed - 1, channels={})
    named = list(checks.of_day(short, city[1], Verdict(9, 2)))
    assert "step never taken: sent_back" in named
    assert f"verified by another: {counted.closed - 1} of {counted.closed} closed cases" in named
    assert "channel never used: portal" in named
    assert "journal: 2 entries were not sealed" in named


def test_a_broken_journal_is_said(city, counted: Figures):
    said = sentences(counted, city[1], Verdict(3, 0, "entry 4 was altered after it was sealed", 11))
    assert any("entry 4 was altered" in sentence for sentence in said)


def test_a_building_left_out_of_the_grids_is_named(city):
    founded = city[0]
    with transaction.atomic():
        Building.objects.create(area=founded.community, name="x", lon=116.2, lat=39.7)
        assert list(checks.of_buildings(founded.division)) == ["嘉北社区: 1 buildings are in no grid"]
        transaction.set_rollback(True)


def test_few_requests_come_at_night():
    times = arrivals(NOW - timedelta(days=4), NOW, 400, Random(1))  # noqa: S311
    assert times == sorted(times)
    assert sum(2 <= (at.hour + 8) % 24 < 5 for at in times) < 20
    assert NOW - timedelta(days=4) <= times[0] <= times[-1] <= NOW


def test_stories_interleave_by_their_times_and_rest_where_they_are_left():
    clock, seen = SimulatedClock(NOW), []

    def story(name: str):
        for hours in (1, 1):
            seen.append((name, clock.now - NOW))
            yield timedelta(hours=hours)
        seen.append((name, clock.now - NOW))

    starts = [
        Start(NOW, story("a"), lambda: False),
        Start(NOW + timedelta(minutes=30), story("b"), lambda: ("b", timedelta(minutes=30)) in seen),
    ]
    rounds = []
    play(
        starts, clock=clock, until=NOW + timedelta(minutes=90), every=timedelta(hours=1), round_=rounds.append
    )
    minutes = [(name, at.seconds // 60) for name, at in seen]
    assert minutes == [("a", 0), ("b", 30), ("a", 60)]
    assert rounds == [NOW, NOW + timedelta(hours=1)]
    assert clock.now == NOW + timedelta(minutes=90)
