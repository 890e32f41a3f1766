"""The window on the screens: taken in, told once on one sheet, passed on, decided, handed over."""

import io

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from wangge.counter import actions
from wangge.counter.filing import Applicant
from wangge.counter.models import Application, Errand, Group, Item
from wangge.counter.numbering import number_of, secret_of
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

WHO = {"name": "林大妈", "phone": "13800008000", "tail": "002x", "address": "1号楼"}


@pytest.fixture
def enter(window, settings):
    def browser(name: str = "") -> Client:
        client = Client(headers={"accept-language": "en"})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        if name:
            client.force_login(window.account[name], backend="wangge.web.known.KnownBackend")
        return client

    return browser


@pytest.fixture
def filed(window, relief) -> Application:
    person = Applicant("林大妈", "13800008000", "", "1号楼")
    return actions.file(relief, person, area=window.community, key="a", by=RESIDENT, now=timezone.now())


def step(client: Client, filed: Application, name: str, **said):
    return client.post(f"/desk/counter/applications/{filed.pk}/{name}", said, follow=True)


@pytest.mark.row("JB-25")
def test_taken_in_at_one_window_and_told_once_on_a_sheet(enter, window, relief):
    zhou = enter("zhou")
    assert "最低生活保障申请" in zhou.get("/desk/counter/new").text
    asked = zhou.get("/desk/counter/new?item=low-income")
    assert "收入证明" in asked.text
    key = asked.context["form"].initial["key"]
    told = {"item": "low-income", "area": window.community.pk, "key": key, "here": ["0"], **WHO}
    page = zhou.post("/desk/counter/new", told, follow=True)
    assert page.status_code == 200
    (made,) = Application.objects.all()
    zhou.post("/desk/counter/new", told)  # sent twice
    assert Application.objects.count() == 1
    page = step(zhou, made, "tell", here=["0"], **{"why-1": "没有带", "words": "周五前带来"})
    assert "Print the sheet" in page.text
    number, secret = number_of(made), secret_of(made)
    own = enter().get(f"/a/{number}/{secret}").text
    for word in ("收入证明", "没有带", "家庭经济状况核对授权书", "周社区", "138****8000"):
        assert word in own
    assert "13800008000" not in own
    assert "林大妈" not in own
    paper = enter().get(f"/papers/told/{number}/{secret}")
    assert paper.content.startswith(b"%PDF")
    assert enter().get(f"/papers/told/{number}/{'x' * 12}").status_code == 404
    page = step(zhou, made, "tell", here=["0", "1"], **{"why-2": "漏签"})
    assert "told too late" not in page.text  # the first sheet named it
    page = step(zhou, made, "tell", here=["1", "2"])
    assert "1 paper was told too late" in page.text
    assert f"/desk/counter/applications/{made.pk}" in zhou.get("/desk/counter?view=late").text
    page = step(zhou, made, "accept", here=["0", "1", "2"])
    assert "The first step has begun" in page.text
    opened = Entry.objects.filter(verb="counter.opened", actor_id=window.account["zhou"].pk)
    assert opened.count() == 1  # once a day


@pytest.mark.row("SY-18")
def test_relief_is_decided_by_the_bureau_and_followed_by_number_and_secret(enter, window, filed, bureau):
    zhou, zhao, office = enter("zhou"), enter("zhao"), enter("min")
    step(zhou, filed, "accept", here=["0", "1", "2"])
    assert "Grant it" not in step(zhou, filed, "pass_on", note="属实").text
    assert "林**" in enter().get("/guide").text  # on public notice, masked
    filed.stages.filter(position=1).update(due_at=timezone.now())
    step(zhou, filed, "pass_on")
    step(zhao, filed, "pass_on")
    assert "for department to take" in step(zhou, filed, "grant").text
    page = office.get("/desk/counter")
    assert "林**" in page.text
    assert "林大妈" not in page.text
    assert "Granted." in step(office, filed, "grant", note="每月差额救助").text
    assert "Handed over." in step(zhou, filed, "hand_over", to="本人").text
    found = enter().post("/follow", {"number": number_of(filed), "secret": secret_of(filed)}, follow=True)
    assert "每月差额救助" in found.text
    assert "区民政部门审批" in found.text


def test_applied_for_from_home_put_right_and_withdrawn(enter, window, relief):
    home = enter()
    assert "最低生活保障申请" in home.get("/guide?q=收入").text
    assert "Nothing found" in home.get("/guide?q=没有的").text
    item = home.get("/guide/low-income").text
    assert "户口簿" in item
    assert "20 working days" in item
    key = home.get("/guide/low-income/application").context["form"].initial["key"]
    told = {"name": "林大妈", "phone": "13800008000", "area": window.community.pk, "key": key}
    wrong = home.post("/guide/low-income/application", {**told, "phone": "x"})
    assert wrong.status_code == 422
    page = home.post("/guide/low-income/application", told, follow=True)
    assert "We have it" in page.text
    made = Application.objects.get()
    where = f"/a/{number_of(made)}/{secret_of(made)}"
    home.post(f"{where}/correction", {"name": "林桂芳", "phone": "13800008001"})
    made.refresh_from_db()
    assert (made.name, made.phone) == ("林桂芳", "13800008001")
    assert home.post(f"{where}/withdrawal", {"reason": ""}).status_code == 422
    assert "withdrawn" in home.post(f"{where}/withdrawal", {"reason": "不办了"}, follow=True).text.lower()
    assert home.get(f"/a/{number_of(made)}/{'x' * 12}").status_code == 404


@pytest.mark.row("SY-19")
def test_an_errand_from_the_door_to_the_ledger_and_its_workbook(enter, window):
    chen = enter("chen")
    form = chen.get("/desk/counter/errands/new").context["form"]
    ids = {
        "item": Item.objects.get(code="residence-permit").pk,
        "group": Group.objects.get(code="disabled").pk,
    }
    told = {"name": "林大妈", "phone": "13800008000", "copies": 2, "taken": "on", "papers": "身份证、照片"}
    place = {"area": window.community.pk, "grid": window.grids[0].pk, "key": form.initial["key"]}
    chen.post("/desk/counter/errands/new", {**ids, **told, **place})
    (made,) = Errand.objects.all()
    assert (made.stand, made.papers) == ("taken", ["身份证", "照片"])
    assert enter("wu").get(f"/desk/counter/errands/{made.pk}").status_code == 404
    for deed in ("fetch", "hand"):
        chen.post(f"/desk/counter/errands/{made.pk}/{deed}")
    zhou = enter("zhou")
    ledger = "取证日期,事项,对象,姓名,份数\n" + "\n".join(
        f"2026-0{1 + n % 9}-02,居住证办理,{('育龄夫妇', '流入流出人员', '残疾人')[n % 3]},王{n},1"
        for n in range(200)
    )
    area = {"area": window.community.pk}
    file = io.BytesIO(ledger.encode())
    file.name = "l.csv"
    page = zhou.post("/desk/counter/errands/ledger", {**area, "file": file}, follow=True)
    assert "200 of 200 rows are new" in page.text
    assert [n for _group, n in page.context["counts"].groups] == [67, 67, 68]
    assert page.context["counts"].copies == 202
    rows = zhou.get("/desk/counter/errands?group=disabled&month=2026-03")
    assert rows.context["page"].paginator.count == dict(rows.context["counts"].months)["2026-03"]
    taken = zhou.post("/desk/counter/errands/exports", {"group": "disabled"})
    lines = CalamineWorkbook.from_filelike(io.BytesIO(taken.content)).get_sheet_by_index(0).to_python()
    assert lines[0][0] == "67 errands, 68 certificates"
    assert "王*" in {line[3].replace("**", "*") for line in lines[2:]}
    bad = io.BytesIO("取证日期,事项,对象,姓名\n2026-01-02,没有的,残疾人,王\n".encode())
    bad.name = "b.csv"
    page = zhou.post("/desk/counter/errands/ledger", {**area, "file": bad})
    assert "Row 2: 事项" in page.text


def test_an_errand_asked_for_from_home_reaches_the_grid_of_its_building(enter, window):
    home = enter()
    group = Group.objects.get(code="moving").pk
    address = f"/guide/residence-permit/errand?area={window.community.pk}"
    key = home.get(address).context["form"].initial["key"]
    told = {"name": "林大妈", "phone": "13800008000", "group": group, "copies": 1, "key": key}
    place = {"area": window.community.pk, "building": window.buildings[0].pk}
    page = home.post("/guide/residence-permit/errand", {**told, **place}, follow=True)
    assert "We have it" in page.text
    made = Errand.objects.get()
    assert made.grid == window.grids[0]
    assert number_of(made) in enter("chen").get(f"/desk/counter/errands/{made.pk}").text
    chen = enter("chen")
    chen.post(f"/desk/counter/errands/{made.pk}/take", {"papers": "身份证"})
    chen.post(f"/desk/counter/errands/{made.pk}/strike", {"reason": ""}, follow=True)
    made.refresh_from_db()
    assert made.stand == "taken"


def test_items_are_looked_at_before_they_are_kept(enter, relief):
    zhao = enter("zhao")
    assert enter("zhou").get("/desk/counter/items/new").status_code == 403
    form = zhao.get("/desk/counter/items/low-income").context["form"]
    told = {name: value for name, value in form.initial.items() if value not in (None, False)}
    told |= {"steps": "当场办结 | 社区 | 1 | 决定", "department": ""}
    seen = zhao.post("/desk/counter/items/low-income", told)
    assert "当场办结" in seen.context["item"].steps[0]["name"]
    assert len(Item.objects.get(pk=relief.pk).steps) == 4
    wrong = zhao.post("/desk/counter/items/low-income", {**told, "steps": "谁 | 市长 | 1"})
    assert "Line 1 cannot be read" in wrong.text
    assert zhao.post("/desk/counter/items/low-income", {**told, "keep": "1"}).status_code == 302
    assert len(Item.objects.get(pk=relief.pk).steps) == 1
    assert "最低生活保障申请" in enter("an").get("/desk/counter", follow=True).text


def test_the_list_is_taken_as_a_workbook_with_masked_names(enter, filed):
    zhou = enter("zhou")
    taken = zhou.post("/desk/counter/exports", {"view": "open"})
    lines = CalamineWorkbook.from_filelike(io.BytesIO(taken.content)).get_sheet_by_index(0).to_python()
    assert lines[2][2] == "林**"
    assert Entry.objects.filter(verb="counter.exported").exists()
    assert "Nothing waits for you" in enter("qian").get("/desk/counter").text
