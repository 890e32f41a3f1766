"""A preset's community is founded through the actions, in one piece."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Count

from wangge.accounts.models import Account, Role
from wangge.cases.models import Category, Channel, RoutingRule, ServiceLevel
from wangge.demo import checks
from wangge.demo.founding import Founded, found, know_holidays
from wangge.demo.grids import rule_of
from wangge.demo.logins import SHOWN, logins
from wangge.demo.staff import NEWCOMER, PASSWORD
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Entry
from wangge.places.models import Area, Backdrop, Building, Compound, Home
from wangge.planning import queries
from wangge.planning.actions import open_draft
from wangge.planning.models import Draft
from wangge.staffing.actions import appoint
from wangge.staffing.errors import EnoughSubstitutes
from wangge.staffing.models import Appointment, CalendarDay, Post, PostKind, Tier
from wangge.staffing.queries import actor_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def founded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield found("jiabei", seed=2022, now=NOW)
        transaction.set_rollback(True)


def test_everything_that_the_preset_counts_is_there(founded: Founded):
    assert Area.objects.count() == 5
    assert (Compound.objects.count(), Building.objects.count(), Home.objects.count()) == (9, 54, 5250)
    homes = Building.objects.annotate(n=Count("homes"))
    assert all(building.n == building.households for building in homes)
    assert all(feature["properties"]["layer"] for feature in Backdrop.objects.get().features["features"])
    assert (Channel.objects.count(), Category.objects.count()) == (19, 72)
    assert ServiceLevel.objects.exists()
    assert RoutingRule.objects.exists()
    assert CalendarDay.objects.get(day="2026-10-01").name == "国庆节"


def test_the_engine_draws_fifteen_grids_in_range_with_the_names_of_the_place(founded: Founded):
    division, rule = founded.division, rule_of("jiabei")
    assert (rule.k, rule.min, rule.max) == (15, 252, 371)
    assert [*checks.of_sizes(division, rule), *checks.of_buildings(division)] == []
    assert [grid.name for grid in division.grids.all()][:2] == ["幸福1区", "幸福2区"]
    assert {len(grid.code) for grid in division.grids.all()} == {15}


def test_four_levels_of_posts_are_staffed(founded: Founded):
    assert list(checks.of_posts(founded.division)) == []
    assert set(PostKind.objects.values_list("tier", flat=True)) == set(Tier.values) - {Tier.ABOVE}
    names = [member.account.name for member in founded.staff]
    assert len(set(names)) == len(names)
    heads = Post.objects.filter(kind__code="grid-head")
    assert heads.count() == 15
    deputies = Post.objects.filter(kind__code="building-head")
    assert 15 <= deputies.count() <= 27


def test_a_head_sees_their_own_grid_and_holds_its_post(founded: Founded):
    head = actor_of(Account.objects.get(username="grid07"), on=NOW.date())
    grid = founded.division.grids.get(number=7)
    assert head.grids == {grid.pk}
    assert head.posts == {grid.posts.get(kind__code="grid-head").pk}
    assert head.roles == {Role.GRID_WORKER}


def test_somebody_stands_in_for_the_chief(founded: Founded):
    chief = Post.objects.get(kind__code="chief-grid-head")
    held = Appointment.objects.filter(post=chief).values_list("account__username", "substitute")
    assert sorted(held) == [("chief", False), ("desk1", True)]


def test_the_log_ins_shown_work_and_one_must_choose_a_password(founded: Founded):
    shown = logins()
    assert {login.username for login in shown} == set(SHOWN) - {"real"}
    for login in shown:
        account = Account.objects.get(username=login.username)
        assert account.check_password(PASSWORD)
        assert login.initial == account.must_change_password == (login.username == NEWCOMER)


def test_every_step_of_the_founding_is_in_the_journal(founded: Founded):
    verbs = dict(Entry.objects.values_list("verb").annotate(n=Count("pk")))
    assert verbs["post.created"] == Post.objects.count()
    assert verbs["account.opened"] == Account.objects.count()
    assert verbs["post_kind.defined"] == PostKind.objects.count()
    assert {"area.founded", "buildings.entered", "draft.drawn", "division.adopted", "calendar.set"} <= set(
        verbs
    )


def test_a_year_without_published_holidays_is_no_obstacle(founded: Founded):
    know_holidays(datetime(2031, 1, 1, tzinfo=UTC).date(), now=NOW)
    assert Entry.objects.filter(verb="calendar.set").count() == 2


def test_a_scenario_with_fewer_grids_is_open_beside_the_division(founded: Founded):
    draft = Draft.objects.get(adopted=None)
    sheet = queries.description(draft, on=NOW.date())
    assert (len(sheet["rows"]), sheet["name"]) == (12, "并为 12 个片区（备选）")
    assert all(row["within"] and row["pieces"] == 1 and row["staff"] for row in sheet["rows"])
    assert len(sheet["difference"]["dissolved"]) == 3
    assert sheet["approvable"]
    names = {name for row in sheet["rows"] for name in row["facilities"]}
    assert names == {"嘉北小学", "嘉北幼儿园", "嘉北社区服务站"}


@pytest.mark.row("JB-03")
def test_posts_have_levels_holders_terms_and_substitutes(founded: Founded):
    kinds = list(PostKind.objects.filter(level__gt=0).order_by("level"))
    assert [(kind.level, kind.name, kind.holder) for kind in kinds] == [
        (1, "总网格长", "社区书记"),
        (2, "片区网格长", "“两委一站”工作人员"),
        (3, "片区副网格长（楼长）", "楼长"),
        (4, "网格员", "楼门长、党员、志愿者"),
    ]
    assert all(kind.term_months and kind.holder_en and kind.substitutes == 1 for kind in kinds)
    heads = Post.objects.filter(kind=kinds[1]).order_by("grid__number")
    assert [post.grid.name for post in heads] == [f"幸福{n}区" for n in range(1, 16)]
    first, second = Account.objects.filter(username__startswith="member")[:2]
    appoint(heads[0], account=first, since=NOW.date(), substitute=True, by=SYSTEM, now=NOW)
    with pytest.raises(EnoughSubstitutes):
        appoint(heads[0], account=second, since=NOW.date(), substitute=True, by=SYSTEM, now=NOW)


@pytest.mark.row("JB-04")
def test_fifteen_grids_divide_5250_households_and_the_shops_without_gap_or_overlap(founded: Founded):
    rule = {"min": 252, "max": 371, "k": 15}
    draft = open_draft(founded.community, terms=rule, by=SYSTEM, now=NOW)
    sheet = queries.description(draft, on=NOW.date())
    found = {check["code"]: check for check in sheet["checks"]}
    total = found["total"]["facts"]
    assert [total[name] for name in ("k", "low", "total", "high", "mean")] == [15, 3780, 5250, 5565, 350.0]
    assert {found[code]["level"] for code in ("range", "total", "orphan", "coverage", "connected")} == {"ok"}
    assert (found["coverage"]["facts"]["gap"], found["coverage"]["facts"]["overlap"]) == (0, 0)
    held = [row["counts"]["households"] for row in sheet["rows"]]
    assert min(held) >= 252
    assert max(held) <= 371
    assert all(row["staff"] for row in sheet["rows"]), "somebody answers for every grid"
    shops = sum(building.merchants for building in Building.objects.all())
    assert (
        shops == sheet["totals"]["merchants"] == sum(row["counts"]["merchants"] for row in sheet["rows"]) > 0
    )
