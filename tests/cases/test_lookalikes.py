"""What may be the same matter is suggested with its reasons: to staff in their scope, to others roughly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.likeness import USUAL, Facts, Matter, likeness, matter, pairs, plain_address, score
from wangge.cases.lookalikes import hints, lookalikes
from wangge.cases.models import Case, Category
from wangge.cases.rulebook import rulebook
from wangge.cases.siting import Site
from wangge.cases.sought import Sought
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

LATER = MONDAY + timedelta(days=2)
LIFT = "一单元电梯又停了，老人困在里面"
FACTS = Facts(
    metres=0.0,
    same_building=True,
    same_address=False,
    days=0.0,
    matter=Matter.SAME,
    words=1.0,
    open=True,
)


def told(text: str = LIFT, *, days: float = 0, **more: object) -> Case:
    place = {} if "building" in more or "area" in more else {"lon": 116.005, "lat": 39.005}
    return actions.report(
        Telling(text, "portal", **(place | more)), by=RESIDENT, now=MONDAY + timedelta(days=days)
    ).case


def sought(text: str = LIFT, **more: object) -> Sought:
    area = Case.objects.values_list("area", flat=True).first()
    given = {"area": area, "lon": 116.005, "lat": 39.005, "category": "estate/lift/"} | more
    return Sought(text=text, at=LATER, **given)


def pks(found) -> list[int]:
    return [one.case if isinstance(one.case, int) else one.case.pk for one in found]


@pytest.mark.parametrize(
    "worse",
    [
        {"same_building": False, "metres": 100.0},
        {"days": -9.0},
        {"matter": Matter.BRANCH},
        {"words": 0.1},
        {"open": False},
    ],
)
def test_each_fact_that_is_worse_lowers_the_score(worse: dict[str, object]) -> None:
    assert score(FACTS) == pytest.approx(1)
    assert 0 <= score(replace(FACTS, **worse)) < 1


def test_what_is_not_known_neither_helps_nor_harms() -> None:
    assert score(replace(FACTS, matter=Matter.UNKNOWN, words=None)) == pytest.approx(1)


def test_texts_are_alike_by_runs_of_two_signs_whatever_their_width_and_blanks() -> None:
    assert likeness(pairs("电梯 坏了!"), pairs("电梯坏了")) == pytest.approx(1)
    assert likeness(pairs("ＬＥＤ灯坏了"), pairs("led 灯坏了")) == pytest.approx(1)
    assert likeness(pairs("电梯坏了"), pairs("电梯坏了，三号楼的老人下不了楼")) > 0.4
    assert likeness(pairs("电梯坏了"), pairs("垃圾没有清运")) == 0
    assert likeness(pairs("梯"), pairs("电梯坏了")) is None


def test_categories_are_the_same_of_a_branch_or_unlike() -> None:
    assert matter("estate/lift/", "estate/lift/") is Matter.SAME
    assert matter("estate/lift/", "estate/rubbish/") is Matter.BRANCH
    assert matter("estate/", "estate/rubbish/") is Matter.BRANCH
    assert matter("estate/lift/", "utilities/water/") is Matter.UNLIKE
    assert matter("", "utilities/water/") is Matter.UNKNOWN


def test_addresses_are_the_same_however_they_are_written() -> None:
    assert plain_address("春和苑 ３号楼，2-101") == plain_address("春和苑3号楼2101")


def test_before_filing_the_earlier_case_is_suggested_with_what_speaks_for_it(cast: Cast) -> None:
    earlier = told("一单元电梯停了，里面困了人", building=cast.buildings[0].pk)
    told("楼下垃圾没有清运", lon=116.006, lat=39.0055)
    telling = Telling(LIFT, "portal", building=cast.buildings[0].pk)
    place = Site(cast.community.pk, None, cast.buildings[0].pk, 116.0051, 39.005)
    book = rulebook()
    first, *rest = lookalikes(Sought.told(telling, place, book=book, now=LATER), by=cast.zhou, now=LATER)
    assert (first.case, rest, first.joined) == (earlier, [], 1)
    assert first.facts.same_building
    assert first.facts.open
    assert first.facts.metres == pytest.approx(8.7, abs=0.2)
    assert first.facts.days == pytest.approx(-2)
    assert first.facts.matter is Matter.SAME
    assert 0.3 < first.facts.words < 0.9
    assert USUAL.cut <= first.score < 1


def test_after_filing_a_case_does_not_find_itself_nor_its_parts(cast: Cast) -> None:
    case, part, other = told(), told(), told()
    Case.objects.filter(pk=part.pk).update(parent=case)
    part.refresh_from_db()
    assert pks(lookalikes(Sought.filed(case), by=cast.zhou, now=LATER)) == [other.pk]
    assert pks(lookalikes(Sought.filed(part), by=cast.zhou, now=LATER)) == [other.pk]


def test_the_likeliest_come_first_and_no_more_than_asked_for(cast: Cast) -> None:
    rubbish = told("楼下垃圾没有清运", days=2)
    older, same = told(days=-6), told(days=1.9)
    assert pks(lookalikes(sought(), by=cast.zhou, now=LATER)) == [same.pk, older.pk]
    assert pks(lookalikes(sought(), by=cast.zhou, now=LATER, most=1)) == [same.pk]
    lax = replace(USUAL, cut=0.0)
    assert pks(lookalikes(sought(), by=cast.zhou, now=LATER, measure=lax)) == [same.pk, older.pk, rubbish.pk]


def test_far_away_nothing_is_suggested_unless_the_address_is_the_same(cast: Cast) -> None:
    far = told(lon=116.009, lat=39.009, address="春和苑 ３号楼")
    assert lookalikes(sought(), by=cast.zhou, now=LATER) == []
    assert pks(lookalikes(sought(address="春和苑3号楼"), by=cast.zhou, now=LATER)) == [far.pk]
    assert lookalikes(sought(address="春和苑13号楼"), by=cast.zhou, now=LATER) == []


def test_a_case_that_has_an_address_alone_is_found_by_it(cast: Cast) -> None:
    only = told(area=cast.community.pk, address="柳街 12 号")
    found = lookalikes(sought(lon=None, lat=None, address="柳街12号"), by=cast.zhou, now=LATER)
    assert pks(found) == [only.pk]
    assert found[0].facts.metres is None
    assert lookalikes(sought(lon=None, lat=None), by=cast.zhou, now=LATER) == []


def test_closed_cases_are_suggested_for_a_while_and_count_for_less(cast: Cast) -> None:
    case = told()
    (still,) = lookalikes(sought(), by=cast.zhou, now=LATER)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=MONDAY + timedelta(days=1))
    (closed,) = lookalikes(sought(), by=cast.zhou, now=LATER)
    assert (closed.score, closed.facts.open) == (pytest.approx(still.score * USUAL.closed), False)
    assert lookalikes(sought(), by=cast.zhou, now=LATER + timedelta(days=60)) == []
    longer = replace(USUAL, days=90)
    assert lookalikes(sought(), by=cast.zhou, now=LATER + timedelta(days=60), measure=longer)


@pytest.mark.parametrize("state", ["refused", "merged"])
def test_what_was_refused_or_went_into_another_is_not_suggested(cast: Cast, state: str) -> None:
    Case.objects.filter(pk=told().pk).update(state=state)
    assert lookalikes(sought(), by=cast.zhou, now=LATER) == []
    assert hints(sought(), now=LATER) == []


def test_nobody_is_shown_a_case_outside_what_they_may_see(cast: Cast) -> None:
    border = told(lon=116.0099, lat=39.005)  # in grid 1, a few steps from grid 2
    near = sought(lon=116.0101)
    assert pks(lookalikes(near, by=cast.chen, now=LATER)) == [border.pk]
    assert pks(lookalikes(near, by=cast.zhou, now=LATER)) == [border.pk]
    for stranger in (cast.wu, cast.qian, RESIDENT):
        assert lookalikes(near, by=stranger, now=LATER) == []


def test_residents_are_told_what_may_be_published_and_no_more(cast: Cast) -> None:
    case = told(building=cast.buildings[0].pk, name="林居民", phone="13800000000")
    (hint,) = hints(sought(lon=116.0052), now=LATER)
    assert (hint.case, hint.category.code, hint.where) == (case.pk, "lift", "春和苑")
    assert (hint.metres, hint.state, hint.joined) == (50, case.state, 1)
    assert hint.told_on == MONDAY.date()
    assert not any(secret in repr(hint) for secret in ("困", "林居民", "13800000000", "1号楼"))


def test_hints_do_not_depend_on_what_others_wrote(cast: Cast) -> None:
    alike = told(category="lift")
    before = hints(sought(), now=LATER)
    Case.objects.filter(pk=alike.pk).update(text="完全是另一回事")
    assert hints(sought(), now=LATER) == before != []
    assert hints(sought(text="别的话"), now=LATER) == before


def test_what_is_hidden_unsorted_or_of_a_matter_kept_from_the_public_is_no_hint(cast: Cast) -> None:
    case = told()
    Case.objects.filter(pk=case.pk).update(hidden=True)
    assert hints(sought(), now=LATER) == []
    Case.objects.filter(pk=case.pk).update(hidden=False, category=None)
    assert hints(sought(), now=LATER) == []
    Case.objects.filter(pk=case.pk).update(category=Category.objects.get(code="lift"))
    Category.objects.filter(code="lift").update(public=False)
    assert hints(sought(), now=LATER) == []


def test_of_a_private_matter_residents_learn_the_community_alone(cast: Cast) -> None:
    told(building=cast.buildings[0].pk)
    Category.objects.filter(code="lift").update(private_place=True)
    (hint,) = hints(sought(), now=LATER)
    assert (hint.where, hint.metres) == ("春和社区", None)


def test_two_statements_are_asked_one_where_nothing_is_near(cast: Cast, django_assert_num_queries) -> None:
    told(), told("楼下垃圾没有清运")
    wanted, by = sought(address="柳街12号"), cast.zhou
    with django_assert_num_queries(2):
        (one, *_) = lookalikes(wanted, by=by, now=LATER)
        assert one.case.category.name == "电梯"
        assert one.case.area.name == "春和社区"
        assert one.case.channel.code == "portal"
    with django_assert_num_queries(2):
        hints(wanted, now=LATER)
    with django_assert_num_queries(1):
        lookalikes(replace(wanted, lon=116.001), by=by, now=LATER)
