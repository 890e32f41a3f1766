"""Found by ourselves against complained about; days without a ticket; stages; business lines."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.appraisal.conftest import GRID_2, HOUR, live, tell
from tests.cast import MONDAY, Cast
from wangge.appraisal import actions, periods, shares, units
from wangge.appraisal.models import Rate
from wangge.cases import actions as loop
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.models import Case
from wangge.cases.rulebook import rulebook

TICKETS = {"channels": [{"code": "12345", "name": "12345热线", "origin": "sent", "tickets": True}]}
STREET, COMMUNITY = "area-990101001", "area-990101001001"


@pytest.fixture
def tickets(cast: Cast) -> None:
    """The hotline brings tickets."""
    enter_catalogue(TICKETS, by=cast.an, now=MONDAY)


@pytest.mark.row("JB-16")
@pytest.mark.row("ES-06")
def test_205_found_in_a_month_and_tickets_down_29_percent(cast: Cast, tickets: None, enter) -> None:
    """300 tickets in July of the year before, 213 this July; 205 matters found before anybody complained."""
    july, before = (datetime(year, 7, 1, 2, tzinfo=UTC) for year in (2026, 2025))
    for start, channel, number, by in (
        (before, "12345", 300, cast.zhou),
        (july, "12345", 213, cast.zhou),
        (july, "patrol", 205, cast.chen),
    ):
        for index in range(number):
            topic = "rubbish" if index % 2 else "lift"
            tell(f"第{index}件", channel, at=start + timedelta(hours=3 * index % 700), by=by, category=topic)
    page = enter("zhao").get(f"/desk/rates/early?unit={STREET}&period=2026-07")
    told = page.context["early"]
    assert (told.now.found, told.now.tickets, told.before.tickets) == (205, 213, 300)
    assert told.tickets_change == pytest.approx(-0.29)
    text = page.content.decode()
    assert [word for word in (">205<", "−29 %", "300") if word not in text] == []
    assert told.now.share == pytest.approx(205 / 418)
    by_topic = {
        topic["word"]: (topic["now"].found, topic["now"].told, topic["before"].told)
        for topic in page.context["topics"]
    }
    assert by_topic == {"estate": (205, 213, 300)}
    months = {month: (found, tickets) for month, found, tickets in page.context["months"]}
    assert (months["2026-07"], months["2026-06"]) == ((205, 213), (0, 0))
    listed = enter("zhao").get(page.context["found_url"])
    assert listed.context["page"].paginator.count == 205


def test_shares_are_read_in_a_pinned_number_of_statements(cast: Cast, django_assert_num_queries) -> None:
    tell()
    book, zhao = rulebook(), cast.zhao
    unit = units.find(STREET, by=zhao, book=book)
    with django_assert_num_queries(3):
        shares.early(unit, periods.read("2026-11"), by=zhao, book=book)


@pytest.mark.row("JB-19")
def test_ticketless_days_never_hide_a_ticket(cast: Cast, tickets: None, enter) -> None:
    """Merging a ticket or declining it leaves its day a day with a ticket."""
    start = datetime(2026, 11, 1, 2, tzinfo=UTC)
    first = tell("电梯停了", "12345", at=start, category="lift").case
    second = tell("电梯又停了", "12345", at=start + timedelta(days=4), category="lift").case
    third = tell("想退货", "12345", at=start + timedelta(days=9), category="lift").case
    address = f"/desk/rates/early?unit={COMMUNITY}&period=2026-11-01~2026-11-16"
    quiet = enter("zhou").get(address).context["quiet"]
    assert (quiet.tickets, quiet.days, quiet.without, quiet.longest) == (3, 16, 13, 6)
    loop.merge(second, into=first, reason="同一部电梯", by=cast.zhou, now=MONDAY)
    loop.refuse(third, reason="不归社区", referral="12315", by=cast.zhou, now=MONDAY)
    page = enter("zhou").get(address)
    assert page.context["quiet"] == quiet
    assert [(row.unit.name, row.tickets, row.without) for row, _ in page.context["parts"]] == [
        ("第1网格", 3, 13), ("第2网格", 0, 16),
    ]  # fmt: skip
    assert page.context["ticketless"] == 1
    listed = enter("zhou").get(page.context["tickets_url"])
    assert listed.context["page"].paginator.count == 3
    street = enter("zhao").get(address.replace(COMMUNITY, STREET)).context
    assert [(row.unit.name, row.tickets) for row, _ in street["parts"]] == [("春和社区", 3), ("秋实社区", 0)]


@pytest.mark.row("ZH-40")
def test_three_stages_of_progression_from_facts(cast: Cast, enter) -> None:
    """Every call answered; one call and all come; acted before anybody called."""
    live(cast, tell())
    live(cast, tell(), talk=False)
    tell("巡查发现", "patrol", by=cast.chen, phone="")
    case = tell("三单元电梯停了", category="lift").case
    loop.accept(case, by=cast.zhou, now=MONDAY + HOUR)
    meet = MONDAY + timedelta(hours=4)
    loop.whistle(
        case,
        posts=[cast.posts["sun"]],
        place="140号楼",
        meet_at=meet,
        by=cast.zhao,
        now=MONDAY + HOUR,
    )
    loop.attend(case, post=cast.posts["sun"], came=True, by=cast.zhao, now=meet)
    stages = enter("zhao").get(f"/desk/rates/early?unit={STREET}&period=2026-11").context["stages"]
    answered, together, early = (stage["share"] for stage in stages)
    assert 0 < answered < 1
    assert (together, early) == (1.0, 0.25)
    opened = [enter("zhao").get(stage["url"]) for stage in stages]
    assert [len(page.context["rows"]) for page in opened][1:] == [1, 1]


@pytest.mark.row("JB-36")
@pytest.mark.row("ZH-22")
def test_settled_in_the_grid_the_community_or_the_street(cast: Cast, enter) -> None:
    """Three cases in the grid, one in the community, one at the street: shares by level, for each unit."""
    for place in ({}, {}, {"place": GRID_2}):
        live(cast, tell(**place))
    for who, office in (("zhou", "zhou"), ("zhao", "zhao")):
        case = tell("三单元电梯停了", category="lift").case
        loop.accept(case, by=cast.zhou, now=MONDAY + HOUR)
        loop.dispatch(case, post=cast.posts[office], by=cast.zhao, now=MONDAY + HOUR)
        actor = getattr(cast, who)
        loop.sign(case, by=actor, now=MONDAY + HOUR)
        loop.contact(case, note="已联系", by=actor, now=MONDAY + HOUR)
        loop.handle(case, note="修好了", by=actor, now=MONDAY + HOUR)
        loop.verify(case, note="好了", by=cast.he, now=MONDAY + HOUR)
        loop.close(case, by=cast.zhao if who == "zhou" else cast.zhou, now=MONDAY + HOUR)
    page = enter("zhou").get(f"/desk/rates/grids?unit={COMMUNITY}&period=2026-11")
    levels = {row.rate: (row.raw.well, row.raw.of) for row in page.context["levels"]}
    assert levels == {Rate.IN_GRID: (3, 5), Rate.IN_COMMUNITY: (1, 5), Rate.IN_STREET: (1, 5)}
    by_grid = {unit.name: [row.raw.well for row in rows] for unit, rows, _ in page.context["parts"]}
    assert by_grid == {"第1网格": [2, 1, 1], "第2网格": [1, 0, 0]}
    listed = enter("zhou").get(page.context["levels"][0].raw.well_url)
    assert {case.level for case, _ in listed.context["rows"]} == {"grid"}


@pytest.mark.row("JB-11")
def test_four_business_lines_in_every_grid(cast: Cast, enter) -> None:
    """Requests, safety, tenants and disputes, each with its cases; which matters they are about is data."""
    lines = [("requests", []), ("safety", ["lift"]), ("tenants", ["rubbish"]), ("disputes", ["water"])]
    rows = [{"code": code, "name": code, "categories": matters} for code, matters in lines]
    actions.enter_appraisal({"businesses": rows}, by=cast.an, now=MONDAY)
    tell("三单元电梯停了", category="lift")
    tell("水管漏水", category="water")
    live(cast, tell(place=GRID_2))
    page = enter("zhou").get(f"/desk/rates/grids?unit={COMMUNITY}&period=2026-11")
    told = {
        unit.name: [(cell.came, cell.open) for _word, cell, _url in cells]
        for unit, cells in page.context["carried"]
    }
    assert told == {
        "第1网格": [(2, 2), (1, 1), (0, 0), (1, 1)],
        "第2网格": [(1, 0), (0, 0), (1, 0), (0, 0)],
    }
    url = page.context["carried"][0][1][3][2]
    assert [case.title for case, _ in enter("zhou").get(url).context["rows"]] == ["水管漏水"]
    assert enter("zhou").get("/desk/rates/line?line=nothing").status_code == 422


def test_reports_are_the_base_whatever_became_of_their_cases(cast: Cast, tickets: None) -> None:
    first = tell("电梯停了", "12345", category="lift").case
    second = tell("电梯停了", "patrol", by=cast.chen, category="lift").case
    loop.merge(second, into=first, reason="同一部", by=cast.zhou, now=MONDAY + HOUR)
    book = rulebook()
    unit = units.find(STREET, by=cast.zhao, book=book)
    told = shares.early(unit, periods.read("2026-11"), by=cast.zhao, book=book)
    assert (told.now.found, told.now.told, told.now.tickets) == (1, 1, 1)
    assert Case.objects.count() == 2
    assert connection.vendor
