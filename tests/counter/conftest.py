"""A window with two items: relief, which the civil affairs bureau decides, and a residence permit."""

from datetime import date

import pytest

from tests.cast import MONDAY, Cast
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.counter import actions
from wangge.counter.models import Item
from wangge.journal.actor import SYSTEM, Actor
from wangge.staffing import actions as staffing
from wangge.staffing.models import PostKind
from wangge.staffing.queries import actor_of

RELIEF = {
    "code": "low-income",
    "name": "最低生活保障申请",
    "theme": "救助",
    "audience": "共同生活的家庭成员人均收入低于当地最低生活保障标准的家庭",
    "fee": "免费",
    "basis": "社会救助办法",
    "department": "civil-affairs",
    "materials": [
        {"name": "户口簿", "form": "both", "count": 1, "source": "本人持有"},
        {"name": "收入证明", "form": "original", "count": 1, "source": "所在单位"},
        {"name": "家庭经济状况核对授权书", "form": "filled", "count": 2, "source": "窗口领取"},
    ],
    "steps": [
        {"name": "入户调查", "who": "community", "days": 5, "kind": "work"},
        {"name": "社区公示", "who": "community", "days": 3, "kind": "notice"},
        {"name": "街道审核", "who": "street", "days": 4, "kind": "work"},
        {"name": "区民政部门审批", "who": "department", "days": 8, "kind": "decision"},
    ],
}
PERMIT = {
    "code": "residence-permit",
    "name": "居住证办理",
    "theme": "居住",
    "audience": "来本地居住半年以上的流动人口",
    "fee": "免费",
    "materials": [{"name": "身份证", "form": "copy", "count": 1, "source": "本人持有"}],
    "steps": [{"name": "办结", "who": "community", "days": 5, "kind": "decision"}],
}
GROUPS = [
    {"code": "mothers", "name": "育龄夫妇", "name_en": "couples of child-bearing age"},
    {"code": "moving", "name": "流入流出人员", "name_en": "people moving in or out"},
    {"code": "disabled", "name": "残疾人", "name_en": "disabled people"},
]


@pytest.fixture
def window(cast: Cast) -> Cast:
    """The cast, with the two items and the three groups."""
    actions.enter_items([RELIEF, PERMIT], by=SYSTEM, now=MONDAY)
    actions.enter_groups(GROUPS, by=SYSTEM, now=MONDAY)
    return cast


@pytest.fixture
def relief(window: Cast) -> Item:
    return Item.objects.get(code="low-income")


@pytest.fixture
def bureau(window: Cast) -> Actor:
    """Min of the civil affairs bureau of the district."""
    district = window.street.parent
    department = staffing.found_department(
        "civil-affairs", name="区民政局", area=district, by=SYSTEM, now=MONDAY
    )
    account = accounts.open_account(
        "min", name="闵民政", password="a-lantern-in-the-lane", keep=True, by=SYSTEM, now=MONDAY
    )
    accounts.grant(account, role=Role.DEPARTMENT, area=district, by=SYSTEM, now=MONDAY)
    kind = PostKind.objects.get(code="department")
    post = staffing.create_post(
        "民政岗", kind=kind, area=district, department=department, by=SYSTEM, now=MONDAY
    )
    staffing.appoint(post, account=account, since=date(2026, 1, 1), by=SYSTEM, now=MONDAY)
    window.account["min"] = account
    return actor_of(account, on=MONDAY.date())
