"""The big screen: what it counts, for whom, and how little it asks of the database."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import MONDAY, Cast
from wangge.cases import actions, board
from wangge.cases.inbox import View, Wanted, found
from wangge.cases.models import Case
from wangge.cases.rulebook import rulebook
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

HOUR = timedelta(hours=1)
GRID_1, GRID_2, BEYOND = (
    {"lon": 116.005, "lat": 39.005},
    {"lon": 116.015, "lat": 39.005},
    {"lon": 116.03, "lat": 39.005},
)
SAID = [
    ("楼下垃圾没有清运", GRID_1),
    ("电梯停了", GRID_2),
    ("水管漏水", GRID_1),
    ("垃圾满了", BEYOND),
    ("想问老年大学", GRID_2),
]


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    return [
        actions.report(Telling(text, "portal", **place), by=RESIDENT, now=MONDAY).case for text, place in SAID
    ]


def view(cast: Cast, who: str = "gao") -> board.View:
    return board.view(getattr(cast, who), cast.street, book=rulebook())


def test_open_cases_are_cut_four_ways(cast: Cast, cases: list[Case]) -> None:
    counted = board.counts(view(cast), now=MONDAY + 2 * HOUR, book=rulebook())
    names = {category.pk: category.code for category in rulebook().categories.values()}
    assert counted.total == 5
    assert counted.states == {"dispatched": 2, "reported": 3}
    assert counted.tiers == {"grid": 1, "department": 1, "community": 2, "": 1}
    assert counted.deadlines == {"late": 1, "today": 4}
    assert {names.get(pk or 0): n for pk, n in counted.categories.items()} == {
        "estate": 3,
        "utilities": 1,
        None: 1,
    }
    assert counted.areas == {cast.community.pk: 4, cast.neighbour.pk: 1}


def test_each_sees_their_own_part_alone(cast: Cast, cases: list[Case]) -> None:
    totals = {
        who: board.counts(view(cast, who), now=MONDAY, book=rulebook()).total
        for who in ("gao", "zhao", "zhou", "qian", "chen", "sun")
    }
    assert totals == {"gao": 5, "zhao": 5, "zhou": 4, "qian": 1, "chen": 0, "sun": 0}


def test_the_day_counts_what_came_and_what_was_closed_in_time(cast: Cast, cases: list[Case]) -> None:
    case, later = cases[0], MONDAY + HOUR
    actions.sign(case, by=cast.chen, now=later)
    actions.handle(case, note="已清运", by=cast.chen, now=later)
    actions.verify(case, note="已清", by=cast.he, now=later)
    actions.close(case, by=cast.zhou, now=later)
    told = board.today(view(cast), now=MONDAY + 3 * HOUR)
    assert (told.reported, told.closed, told.on_time, told.share) == (5, 1, 1, 1.0)
    tomorrow = board.today(view(cast), now=MONDAY + 24 * HOUR)
    assert (tomorrow.reported, tomorrow.closed, tomorrow.share) == (0, 0, None)


def test_what_is_late_names_who_has_it(cast: Cast, cases: list[Case]) -> None:
    late = board.late(view(cast), now=MONDAY + 2 * HOUR)
    assert [(case.title, case.post.name, case.holder) for case in late] == [
        ("水管漏水", "孙水务岗", "孙水务")
    ]


def test_the_last_events_come_first_and_from_nowhere_else(cast: Cast, cases: list[Case]) -> None:
    actions.sign(cases[0], by=cast.chen, now=MONDAY + HOUR)
    told = [(event.entry.verb, event.case.title) for event in board.events(view(cast, "zhou"))]
    assert told[0] == ("case.signed", "楼下垃圾没有清运")
    assert len(told) == 5
    assert "垃圾满了" not in dict(told).values()


@pytest.mark.parametrize(
    ("name", "status"), [("gao", 200), ("zhao", 200), ("zhou", 200), ("an", 200), ("chen", 403), ("sun", 403)]
)
def test_who_may_open_the_screen(cast: Cast, client: Client, name: str, status: int) -> None:
    assert client.get("/command/").status_code == 302
    client.force_login(cast.account[name])
    assert client.get("/command/").status_code == status


@pytest.mark.parametrize("address", ["/command/", "/command/board"])
def test_the_screen_asks_little_of_the_database(
    cast: Cast, cases: list[Case], client: Client, django_assert_max_num_queries, address: str
) -> None:
    client.force_login(cast.account["gao"])
    client.get(address)
    with django_assert_max_num_queries(10):
        answer = client.get(address, headers={"Accept-Language": "en"})
    assert "水管漏水" in answer.content.decode()


def test_going_down_to_a_community_and_no_further_than_ones_own(
    cast: Cast, cases: list[Case], client: Client
) -> None:
    client.force_login(cast.account["zhou"])
    own = client.get("/command/").content.decode()
    assert f"/api/v1/areas/{cast.community.code}/grids.geojson" in own
    assert client.get(f"/command/?area={cast.neighbour.code}").status_code == 404
    client.force_login(cast.account["gao"])
    street = client.get("/command/", headers={"Accept-Language": "en"}).content.decode()
    assert f"?area={cast.neighbour.code}" in street
    lower = client.get(f"/command/?area={cast.neighbour.code}").content.decode()
    assert f'href="?area={cast.street.code}"' in lower


def test_every_number_opens_to_its_list(cast: Cast, cases: list[Case], client: Client) -> None:
    client.force_login(cast.account["gao"])
    page = client.get("/command/", headers={"Accept-Language": "en"}).content.decode()
    for wanted in (
        "view=late",
        "view=today",
        "state=dispatched",
        "level=department",
        "category=utilities",
        "view=queue",
    ):
        assert wanted in page, wanted


def test_a_quiet_day_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.account["gao"])
    page = client.get("/command/", headers={"Accept-Language": "en"}).content.decode()
    assert "Nothing is late." in page
    assert "What happens to cases will appear here." in page


def test_the_pieces_are_fresh_and_never_kept(cast: Cast, client: Client) -> None:
    client.force_login(cast.account["gao"])
    answer = client.get("/command/board")
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.decode().count("<hx-partial") == 5
    assert str(timezone.localtime().year) in answer.content.decode()


def test_the_lists_hold_as_many_as_the_numbers_say(cast: Cast, cases: list[Case]) -> None:
    book, now = rulebook(), MONDAY + 2 * HOUR
    for wanted, number in [
        (Wanted(view=View.LATE, area=cast.street.code), 1),
        (Wanted(view=View.TODAY), 4),
        (Wanted(area=cast.neighbour.code), 1),
        (Wanted(level="department"), 1),
        (Wanted(level="community", area=cast.community.code), 1),
        (Wanted(state="dispatched"), 2),
        (Wanted(category="estate"), 3),
    ]:
        assert len(found(wanted, by=cast.gao, now=now, book=book)) == number, wanted
