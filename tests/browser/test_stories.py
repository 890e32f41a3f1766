"""Four stories of the loop from the first word to the last rating, on the pages that people use, by phone."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.browser.acting import act, at, case_of, fill, later, rate, shoot, tell
from tests.browser.conftest import Served, Visit
from tests.browser.screen import Screen
from wangge.cases.models import Case, Rating, Rectification, SiteVisit

CHINESE = {"language": "zh-hans"}
HOUSEHOLDS = 17


@pytest.fixture
def people(visit: Visit) -> Any:
    """`people("chen")`: the phone of Chen, in Chinese; the same one again when asked again."""
    phones: dict[str, Any] = {}

    def phone(name: str = "") -> Any:
        if name not in phones:
            phones[name] = visit(name, width=390, **CHINESE)
        return phones[name]

    return phone


def petition(office: Screen, *, building: int) -> tuple[Case, list[str]]:
    """The office takes down what fifteen households sign; the case, and the secrets on their slips."""
    page = office.open("/desk/report")
    signers = "\n".join(f"{n}\t住户{n}\t1380000{n:04d}\t1号楼{n}室" for n in range(2, 16))
    page.locator("details").filter(has=page.locator("[name=signers]")).locator("summary").click()
    fill(page, {"name": "一楼住户", "phone": "13800000001", "text": "一号楼下水道堵了，一楼十七户返水"})
    fill(page, {"building": building, "signers": signers})
    shoot(office, "sewer-1-petition")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile("/receipts/"))
    shoot(office, "sewer-2-receipts")
    slips = list(dict.fromkeys(re.findall(r"[a-z0-9]{12}", office.text())))
    assert len(slips) == 15
    return Case.objects.latest("pk"), slips


def test_the_sewer_of_seventeen_households(served: Served, people: Any) -> None:
    cast, office = served.town.cast, people("zhou")
    case, slips = petition(office, building=cast.buildings[0].pk)
    at(office, case)
    shoot(office, "sewer-3-case")
    act(office, "classification", category="estate", urgency="urgent", name="sewer-4-classify")
    resident = people()
    joined = [tell(resident, "下水道返水，家里进水了", joins=True) for _ in range(2)]
    shoot(resident, "sewer-5-joined")
    assert [case_of(path) for path in joined] == [case, case]
    at(office, case)
    act(office, "acceptance")
    act(office, "assignment", post=cast.posts["chen"], reason="先去看看", name="sewer-6-dispatch")
    grid = people("chen")
    at(grid, case)
    act(grid, "signature")
    act(grid, "contact", note="各户已电话联系，下午上门", name="sewer-7-contact")
    act(grid, "escalation", reason="主管道要动工，网格办不了")
    at(office, case)
    act(office, "escalation", reason="超出社区能力，请街道协调")
    street = people("zhao")
    at(street, case)
    act(street, "assignment", post=cast.posts["sun"], reason="请疏通并更换主管")
    water = people("sun")
    at(water, case)
    act(water, "signature")
    act(water, "visit", outcome="promised", note="管子断了，明早换", photo=True, name="sewer-8-visit")
    act(water, "contact", note="已告知各户明早停水两小时")
    act(water, "handling", note="主管已更换，试水不返", photo=True, name="sewer-9-handle")
    shoot(water, "sewer-10-handled")
    witness = people("he")
    at(witness, case)
    act(witness, "verification", note="一楼各户试水，不返了", name="sewer-11-verify")
    at(office, case)
    shoot(office, "sewer-12-verified")
    act(office, "closure")
    act(office, "callback", outcome="settled", note="十七户都满意", name="sewer-13-callback")
    shoot(office, "sewer-14-closed")
    rate(resident, joined[0], 5)
    shoot(resident, "sewer-15-rated")
    number = joined[0].split("/")[2]
    own = [*[f"/r/{number}/{secret}" for secret in slips], *joined[1:]]
    for each in own:
        told = Client().get(each, headers={"accept-language": "zh-hans"})
        assert "主管已更换，试水不返" in told.content.decode()
        assert Client().post(f"{each}/rating", {"score": 5}).status_code == 302
    assert Rating.objects.filter(report__case=case).count() == HOUSEHOLDS
    case.refresh_from_db()
    assert (case.state, case.reports.count()) == ("closed", HOUSEHOLDS)


def test_the_lift_of_building_140(served: Served, people: Any) -> None:
    cast = served.town.cast
    resident, office, street, water = people(), people("zhou"), people("zhao"), people("sun")
    path = tell(resident, "140号楼电梯停了三天，老人下不了楼", where="140号楼")
    shoot(resident, "lift-1-sent")
    case = case_of(path)
    at(office, case)
    act(office, "acceptance")
    act(office, "escalation", reason="维修资金要街道协调")
    at(street, case)
    shoot(street, "lift-2-street")
    posts = [cast.posts["sun"], cast.posts["zhou"]]
    asked = {"posts": posts, "leads": posts[0], "place": "140号楼一层大厅", "meet_at": later(0.1)}
    act(street, "whistle", **asked, name="lift-3-whistle")
    shoot(street, "lift-4-called")
    page = water.open("/desk/")
    shoot(water, "lift-5-today")
    page.locator("li.task", has_text=case.title).locator("a.row-link").click()
    act(water, "response", answer="coming", note="带检测设备", name="lift-6-respond")
    at(office, case)
    act(office, "response", answer="coming")
    at(street, case)
    rows = {"title-0": "检测定损", "title-1": "修复试运行", "post-0": posts[0], "post-1": posts[0]}
    same_day = {"amount-0": 0, "amount-1": 0}
    act(street, "plan", **rows, **same_day, name="lift-7-plan")
    for post in posts:
        act(street, "attendance", post=post, came="yes")
    act(street, "minutes", note="当天检测，当天修复，社区公示", name="lift-8-minutes")
    act(street, "assignment", post=posts[0])
    shoot(street, "lift-9-planned")
    at(water, case)
    act(water, "performance", note="门机主板坏了", name="lift-10-assess")
    shoot(water, "lift-11-step-two")
    act(water, "performance", note="换好主板，试运行正常", photo=True)
    act(water, "signature")
    act(water, "contact", note="已告知老人可以下楼")
    act(water, "handling", note="电梯已恢复运行", photo=True)
    at(office, case)
    act(office, "verification", note="试乘三趟正常", photo=True)
    act(office, "closure")
    rate(resident, path, 5)
    shoot(resident, "lift-12-followed")
    case.refresh_from_db()
    whistle = case.whistles.get()
    assert (case.state, whistle.minutes) == ("closed", "当天检测，当天修复，社区公示")
    assert {(s.leads, s.answer, s.came) for s in whistle.summons.all()} == {
        (True, "coming", True),
        (False, "coming", True),
    }
    assert [task.done for task in case.tasks.order_by("order")] == [True, True]


def test_the_shed_that_needs_five_visits(served: Served, people: Any) -> None:
    resident, grid, office = people(), people("chen"), people("zhou")
    path = tell(resident, "有人在楼前搭棚堆垃圾", where="1号楼前")
    case = case_of(path)
    page = grid.open("/desk/")
    page.locator("html[data-field=ready]").wait_for()
    shoot(grid, "shed-1-today")
    row = page.locator("li.task", has_text=case.title)
    row.locator("[data-act=sign]").click()
    row.locator("[data-act=contact]").first.wait_for()
    row.locator("a.row-link").click()
    came = [
        ("nobody", "家里没人，留了条"),
        ("refused", "不让进门"),
        ("other", "同意谈，要求周末"),
        ("promised", "答应周日前拆"),
        ("settled", "自己拆了，地面清干净"),
    ]
    for number, (outcome, note) in enumerate(came, start=1):
        act(grid, "visit", outcome=outcome, note=note, name=f"shed-2-visit-{number}" if number == 2 else "")
    shoot(grid, "shed-3-visits")
    act(grid, "contact", note="已告知反映人")
    act(grid, "handling", note="棚子已拆，五次上门", photo=True)
    at(office, case)
    shoot(office, "shed-4-office")
    act(office, "verification", note="现场已清", photo=True)
    act(office, "closure")
    resident.open(path)
    shoot(resident, "shed-5-followed")
    rate(resident, path, 4)
    assert list(SiteVisit.objects.filter(case=case).order_by("at").values_list("outcome", flat=True)) == [
        outcome for outcome, _note in came
    ]
    case.refresh_from_db()
    assert case.state == "closed"


def test_the_noise_of_the_day_care(served: Served, people: Any) -> None:
    cast = served.town.cast
    first, office, street, water = people(), people("zhou"), people("zhao"), people("sun")
    told = [
        tell(first, f"托老所水管半夜{words}", joins=False) for words in ("嗡嗡响睡不着", "嗡嗡响，请管管")
    ]
    one, two = map(case_of, told)
    assert one != two
    at(office, two)
    shoot(office, "noise-1-case")
    act_merge(office, two, one)
    at(water, one)
    act(water, "dispute", reason="楼内设备，属托老所", name="noise-3-dispute")
    first.open(told[1])
    shoot(first, "noise-4-disputed")
    at(street, one)
    act(street, "ruling", post=cast.posts["sun"], reason="供水加压泵归水务", name="noise-5-rule")
    at(water, one)
    act(water, "signature")
    act(water, "waiting", reason="请说明哪几天响", until=later(2), name="noise-6-wait")
    page = first.open(told[0])
    shoot(first, "noise-7-asked")
    page.locator("[name=note]").first.fill("周一到周五夜里一点")
    page.locator("form[action$='/supplement'] button").first.click()
    page.wait_for_load_state()
    shoot(first, "noise-8-answered")
    at(water, one)
    shoot(water, "noise-9-goes-on")
    act(water, "extension-request", amount=4, reason="配件要明天到", name="noise-10-more-time")
    at(office, one)
    act(office, "extension", name="noise-11-extend", note="同意")
    at(water, one)
    act(water, "visit", outcome="promised", note="答应周五前换减震垫")
    act(water, "contact", note="已告知周五前换好")
    act(water, "handling", note="已换减震垫", photo=True)
    at(office, one)
    act(office, "verification", note="夜里听过，不响了", photo=True)
    act(office, "closure")
    rate(first, told[0], 1)
    at(office, one)
    shoot(office, "noise-12-bad-rating")
    act(office, "rectification", note="加装隔音罩，反映人认可", name="noise-13-rectify")
    shoot(office, "noise-14-put-right")
    first.open(told[0])
    shoot(first, "noise-15-end")
    first.open(told[1])
    shoot(first, "noise-16-merged")
    mended = Rectification.objects.get(rating__report__case=one)
    assert mended.note == "加装隔音罩，反映人认可"
    assert mended.note in first.text() or (first.open(told[0]) and mended.note in first.text())


def act_merge(office: Screen, case: Case, into: Case) -> None:
    """Compare the two side by side, and merge the later one into the earlier."""
    page = office.page
    link = page.locator("a[href*='/merging']").first
    if not link.is_visible():
        page.locator(".action-bar .steps-all").click()
    page.locator("a[href*='/merging']:visible").first.click()
    page.locator(".alike a.row-link").filter(has_text=str(into.pk).zfill(6)).first.click()
    page.locator("[name=reason]").fill("同一处、同一事、同一时段")
    shoot(office, "noise-2-merge")
    page.locator("main form button.btn-primary").click()
    sure = page.locator("dialog[open] [value=yes], dialog[open] [data-close=yes]")
    page.locator(".notice-success").or_(sure).first.wait_for()
    if sure.count():
        sure.click()
        page.locator(".notice-success").wait_for()
