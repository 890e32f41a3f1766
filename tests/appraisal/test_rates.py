"""Each rate from facts, raw and adjusted; every figure opens to exactly the cases that it counts."""

from datetime import timedelta

import pytest

from tests.appraisal.conftest import GRID_2, HOUR, by_department, live, tell
from tests.cast import MONDAY, Cast
from wangge.appraisal import actions, opening, periods, queries, units
from wangge.appraisal.errors import NoSuchUnit
from wangge.appraisal.models import Rate
from wangge.appraisal.queries import ALL, Overview
from wangge.cases import actions as loop
from wangge.cases.models import Case
from wangge.cases.rulebook import rulebook
from wangge.journal.actor import RESIDENT, Actor

NOVEMBER = periods.read("2026-11")
LATER = MONDAY + timedelta(days=12)


def looked(unit: str, by: Actor, *, now=LATER, period=NOVEMBER) -> Overview:
    book = rulebook()
    return queries.overview(units.find(unit, by=by, book=book), period, by=by, book=book, now=now)


def pair(found: Overview, rate: Rate) -> tuple[int, int]:
    figure = found.judged.figure(rate)
    return figure.hit, figure.of


def behind(unit: str, rate: Rate, by: Actor, part: str = "of", *, adjusted: bool = False) -> set[Case]:
    book = rulebook()
    whose = units.find(unit, by=by, book=book)
    return set(
        opening.behind(whose, NOVEMBER, rate, part=part, adjusted=adjusted, by=by, book=book, now=LATER)
    )


STREET, COMMUNITY = "area-990101001", "area-990101001001"


def test_response_is_a_talk_and_a_signature_in_time(cast: Cast) -> None:
    good = live(cast, tell())
    silent = live(cast, tell(), talk=False)
    waiting = tell().case
    found = looked(STREET, cast.zhao)
    assert pair(found, Rate.RESPONSE) == (1, 3)
    assert behind(STREET, Rate.RESPONSE, cast.zhao, "in") == {good}
    assert behind(STREET, Rate.RESPONSE, cast.zhao, "out") == {silent, waiting}
    soon = looked(STREET, cast.zhao, now=MONDAY + HOUR)
    assert pair(soon, Rate.RESPONSE) == (1, 2), "what still runs in time is not asked about yet"


def test_what_we_find_ourselves_needs_no_talk(cast: Cast) -> None:
    live(cast, tell(channel="patrol", by=cast.chen, phone=""), talk=False)
    assert pair(looked(STREET, cast.zhao), Rate.RESPONSE) == (1, 1)


def test_resolution_is_what_the_reporter_says(cast: Cast) -> None:
    settled, unreached, unsettled, rated, reopened, _unasked = (tell() for _ in range(6))
    for report in (settled, unreached, unsettled, rated, reopened):
        live(cast, report)
    then = MONDAY + 2 * HOUR
    loop.call_back(settled.case, outcome="unsettled", by=cast.zhou, now=then)
    loop.call_back(settled.case, outcome="settled", by=cast.zhou, now=then + HOUR)
    loop.call_back(unreached.case, outcome="unreached", by=cast.zhou, now=then)
    loop.call_back(unsettled.case, outcome="partly", by=cast.zhou, now=then)
    loop.rate(rated, score=4, now=then)
    loop.call_back(reopened.case, outcome="settled", by=cast.zhou, now=then)
    loop.reopen(reopened.case, reason="又堆上了", by=RESIDENT, now=then + HOUR, report=reopened)
    assert pair(looked(STREET, cast.zhao), Rate.RESOLUTION) == (2, 5)
    assert behind(STREET, Rate.RESOLUTION, cast.zhao, "in") == {settled.case, rated.case}


def test_satisfaction_is_what_ratings_are_worth(cast: Cast) -> None:
    for score in (5, 4, 1):
        report = tell()
        live(cast, report)
        loop.rate(report, score=score, now=MONDAY + 2 * HOUR)
    figure = looked(STREET, cast.zhao).judged.figure(Rate.SATISFACTION)
    assert (figure.of, figure.hit, figure.raw) == (3, 180, pytest.approx(0.6))
    actions.enter_appraisal({"values": [{"score": 4, "percent": 90}]}, by=cast.an, now=LATER)
    assert looked(STREET, cast.zhao).judged.figure(Rate.SATISFACTION).hit == 190


def test_on_time_rework_and_level(cast: Cast) -> None:
    live(cast, tell())
    late = live(cast, tell(), late=timedelta(days=10))
    again = tell().case
    loop.sign(again, by=cast.chen, now=MONDAY + HOUR)
    loop.handle(again, note="清了", by=cast.chen, now=MONDAY + HOUR)
    loop.rework(again, reason="还有一堆", by=cast.he, now=MONDAY + 2 * HOUR)
    mended = by_department(cast)
    found = looked(STREET, cast.zhao)
    assert pair(found, Rate.ON_TIME) == (2, 4)
    assert behind(STREET, Rate.ON_TIME, cast.zhao, "out") == {late, again}
    assert pair(found, Rate.REWORK) == (1, 4)
    assert pair(found, Rate.IN_GRID) == (2, 3)
    assert pair(found, Rate.IN_STREET) == (1, 3)
    assert behind(STREET, Rate.IN_STREET, cast.zhao, "in") == {mended}


def test_every_figure_opens_to_the_cases_that_it_counts(cast: Cast) -> None:
    for place in ({}, {"place": GRID_2}):
        live(cast, tell(**place))
    report = tell()
    live(cast, report, late=timedelta(days=9))
    loop.rate(report, score=1, now=MONDAY + timedelta(days=10))
    by_department(cast)
    tell("三单元电梯停了", category="lift")
    for code, by in ((STREET, cast.zhao), (COMMUNITY, cast.zhou), (f"grid-{cast.grids[0].pk}", cast.zhou)):
        found = looked(code, by)
        for rate in ALL:
            figure = found.judged.figure(rate)
            assert len(behind(code, rate, by)) == figure.of, (code, rate)
            if not figure.rated:
                assert len(behind(code, rate, by, "in")) == figure.hit, (code, rate)
                assert len(behind(code, rate, by, "out")) == figure.of - figure.hit, (code, rate)


def test_a_street_is_the_sum_of_its_communities_and_these_of_their_grids(cast: Cast) -> None:
    live(cast, tell())
    live(cast, tell(place=GRID_2), late=timedelta(days=9))
    street, community = looked(STREET, cast.zhao), looked(COMMUNITY, cast.zhou)
    assert [part.unit.name for part in street.parts] == ["春和社区", "秋实社区"]
    assert [part.figure(Rate.ON_TIME).of for part in street.parts] == [2, 0]
    assert [(p.unit.name, p.figure(Rate.ON_TIME).hit) for p in community.parts] == [
        ("第1网格", 1),
        ("第2网格", 0),
    ]
    assert pair(street, Rate.ON_TIME) == pair(community, Rate.ON_TIME) == (1, 2)
    month = community.months[2026 * 12 + 10]
    assert (len(community.months), month.figures[Rate.ON_TIME].of) == (12, 2)


def test_merged_cases_are_counted_once(cast: Cast) -> None:
    first, second = tell("三单元电梯停了", category="lift").case, tell("电梯又停了", category="lift").case
    loop.merge(second, into=first, reason="同一部电梯", by=cast.zhou, now=MONDAY + HOUR)
    assert looked(STREET, cast.zhao).judged.sheet.total == 1


@pytest.mark.row("ES-12")
def test_a_department_is_scored_by_speed_and_quality_and_sees_every_case_behind_it(cast: Cast, enter) -> None:
    """Its clocks are those that ran while it had the case; its score has its arithmetic line by line."""
    quick, slow = by_department(cast), by_department(cast, work=timedelta(days=3))
    loop.call_back(quick, outcome="settled", by=cast.zhou, now=LATER)
    loop.call_back(slow, outcome="unsettled", by=cast.zhou, now=LATER)
    page = enter("sun").get("/desk/rates?period=2026-11")
    judged = page.context["judged"]
    assert (judged.unit.name, judged.unit.kind, judged.sheet.total) == ("水务局", "department", 2)
    assert [(line.rate, line.share, line.weight) for line in judged.raw.lines] == [
        ("response", 1.0, 30), ("resolution", 0.5, 35), ("satisfaction", None, 35),
    ]  # fmt: skip
    assert judged.raw.total == pytest.approx(100 * (30 + 17.5) / 65)
    row = next(row for row in page.context["main"] if row.rate == Rate.ON_TIME)
    assert {case for case, _ in enter("sun").get(row.raw.out_url).context["rows"]} == {slow}
    street = enter("zhao").get("/desk/rates?period=2026-11&unit=" + STREET).context["leagues"]
    assert [line[0].unit.name for league in street for line in league.lines][-1] == "水务局"


@pytest.mark.row("ES-12")
def test_nobody_on_a_grid_is_counted_by_volume(cast: Cast, enter) -> None:
    """No rate, scheme, page or sheet has a number of reports of a person; grids are shown and not scored."""
    live(cast, tell(channel="patrol", by=cast.chen, phone=""), talk=False)
    found = looked(f"grid-{cast.grids[0].pk}", cast.zhou)
    assert (found.judged.scheme, found.judged.raw) == (None, None)
    assert all(part.raw is None for part in looked(COMMUNITY, cast.zhou).parts)
    for address in ("rates", "rates/early", "rates/grids", "rates/weights"):
        told = enter("zhou").get(f"/desk/{address}?period=2026-11").content.decode()
        assert not [name for name in ("陈网格", "何楼长") if name in told], f"{address} names somebody"
    words = {rate.value for rate in Rate}
    assert not {word for word in words if "report" in word or "volume" in word or "person" in word}
    assert enter("chen").get("/desk/rates").status_code == 403


def test_a_department_answers_only_for_the_time_it_had(cast: Cast) -> None:
    """A case that came to it after its limit is not late by it."""
    case = tell("三单元电梯停了", category="lift").case
    loop.accept(case, by=cast.zhou, now=MONDAY + timedelta(days=1))
    then = MONDAY + timedelta(days=9)
    loop.dispatch(case, post=cast.posts["sun"], reason="转水务", by=cast.zhao, now=then)
    loop.sign(case, by=cast.sun, now=then + timedelta(minutes=5))
    loop.handle(case, note="好了", by=cast.sun, now=then + HOUR)
    department = units.departments_of(cast.sun)[0].code
    found = looked(department, cast.sun)
    assert pair(found, Rate.ON_TIME) == (0, 0)
    assert pair(found, Rate.RESPONSE) == (1, 1)
    assert pair(looked(STREET, cast.zhao), Rate.ON_TIME) == (0, 1)


def test_refusals_are_recorded_against_the_unit_until_an_appeal_is_upheld(cast: Cast) -> None:
    case = tell("水管漏水", category="water").case
    loop.dispute(case, reason="不归水务", by=cast.sun, now=MONDAY + HOUR)
    loop.rule(case, post=cast.posts["sun"], reason="就归水务", by=cast.zhao, now=MONDAY + 2 * HOUR)
    loop.appeal(case, reason="仍不归水务", by=cast.sun, now=MONDAY + 3 * HOUR)
    department = units.departments_of(cast.sun)[0].code
    assert pair(looked(department, cast.zhao), Rate.REFUSALS) == (1, 1)
    loop.dismiss(case, reason="维持裁定", by=cast.gao, now=MONDAY + 4 * HOUR)
    assert pair(looked(department, cast.zhao), Rate.REFUSALS) == (1, 1)


@pytest.mark.row("ZH-27")
def test_both_sides_rate_and_the_lower_rates_the_upper_for_the_yearly_score(cast: Cast, enter) -> None:
    """Chen calls the water department in; each rates the other; both stand in the year's score."""
    report = tell("水管漏水", "patrol", by=cast.chen, phone="", category="water")
    case = report.case
    loop.sign(case, by=cast.sun, now=MONDAY + HOUR)
    loop.handle(case, note="修了", by=cast.sun, now=MONDAY + HOUR)
    loop.verify(case, note="好了", by=cast.he, now=MONDAY + HOUR)
    loop.close(case, by=cast.zhou, now=MONDAY + HOUR)
    loop.rate(report, score=4, now=MONDAY + 2 * HOUR)
    loop.rate_reporter(case, score=5, by=cast.sun, now=MONDAY + 2 * HOUR)
    ours = {"upward": 60, "callers": 40}
    actions.set_weights(
        cast.street,
        kind="department",
        weights=ours,
        provenance="年终考核办法",
        since=NOVEMBER.first,
        by=cast.gao,
        now=LATER,
    )
    department = units.departments_of(cast.sun)[0].code
    judged = enter("sun").get(f"/desk/rates?unit={department}&period=2026").context["judged"]
    assert [(line.rate, line.share) for line in judged.raw.lines] == [("upward", 0.8), ("callers", 1.0)]
    assert judged.raw.total == pytest.approx(88)
    neighbour = tell("水管又漏", category="water")
    assert behind(department, Rate.UPWARD, cast.sun) == {case}
    assert neighbour.case not in behind(department, Rate.CALLERS, cast.sun)


@pytest.mark.row("ES-08")
def test_four_signs_of_health(cast: Cast, enter) -> None:
    """Quality of what is found, speed of taking it on, work shown on site, units that come together."""
    live(cast, tell(channel="patrol", by=cast.chen, phone=""), talk=False)
    bad = tell("看不清", "patrol", by=cast.chen, phone="").case
    if bad.state == "dispatched":
        loop.return_(bad, reason="不是事", by=cast.chen, now=MONDAY)
    whistled = tell("三单元电梯停了", category="lift").case
    loop.accept(whistled, by=cast.zhou, now=MONDAY + HOUR)
    meet = MONDAY + timedelta(days=1)
    loop.whistle(
        whistled,
        posts=[cast.posts["sun"]],
        place="140号楼",
        meet_at=meet,
        by=cast.zhao,
        now=MONDAY + HOUR,
    )
    found = looked(STREET, cast.zhao)
    assert pair(found, Rate.TEAMWORK) == (0, 1)
    loop.attend(whistled, post=cast.posts["sun"], came=True, by=cast.zhao, now=meet)
    found = looked(STREET, cast.zhao)
    assert pair(found, Rate.TEAMWORK) == (1, 1)
    assert pair(found, Rate.PRESENCE) == (0, 1)
    assert found.judged.figure(Rate.QUALITY).of == 2
    page = enter("zhao").get(f"/desk/rates?unit={STREET}&period=2026-11")
    assert [row.rate for row in page.context["health"]] == list(queries.HEALTH)


def test_the_page_is_read_in_a_pinned_number_of_statements(cast: Cast, django_assert_max_num_queries) -> None:
    live(cast, tell())
    book = rulebook()
    unit = units.find(STREET, by=cast.zhao, book=book)
    zhao = cast.zhao
    with django_assert_max_num_queries(11):
        queries.overview(unit, NOVEMBER, by=zhao, book=book, now=LATER)


def test_nobody_reads_figures_of_units_that_are_not_theirs(cast: Cast, enter) -> None:
    live(cast, tell())
    department = units.departments_of(cast.sun)[0].code
    with pytest.raises(NoSuchUnit):
        looked(STREET, cast.sun)
    for who, unit in (("qian", COMMUNITY), ("zhou", STREET), ("zhou", department), ("sun", COMMUNITY)):
        assert enter(who).get(f"/desk/rates?unit={unit}").status_code == 404, (who, unit)
    for odd in ("area-", "grid-99999999999999999999", "department-x", "nonsense"):
        assert enter("zhao").get(f"/desk/rates?unit={odd}").status_code == 404
    assert enter("qian").get("/desk/rates?period=2026-11").context["judged"].sheet.total == 0
