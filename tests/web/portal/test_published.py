"""The public list, map and open data: what they show, what an office hides, and what never leaks."""

import html
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.cast import MONDAY, Cast
from tests.web.addresses import addresses
from tests.web.conftest import arguments_for, picture, tell_of_rubbish
from wangge.cases import actions, photos
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.joining import Signer
from wangge.cases.models import Case, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.telling import Telling
from wangge.journal import actions as journal
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.journal.models import Entry

OPEN_DATA = "/api/v1/published/cases"
SECRETS = {
    "name": "独孤求败",
    "phone": "13912345678",
    "text": "垃圾堆在我家密语九九八一门口",
    "address": "暗门七七四二",
    "home": "深巷五五一三",
    "signer": "令狐冲",
    "signer's phone": "13687654321",
    "added": "补充之言六六二零",
    "comment": "评语之言三三八四",
    "joiner": "任盈盈",
    "joiner's text": "同感之言一一七九",
    "note": "只对当事人说的办理结果",
    "reason": "内部缘由二二四八",
}


@pytest.fixture
def visitor(cast: Cast) -> Client:
    return Client(headers={"Accept-Language": "en"})


def tell(text: str = "楼下垃圾没清运", **more) -> Report:
    facts = {"channel": "portal", "lon": 116.005, "lat": 39.005}
    now = more.pop("now", None) or timezone.now()
    return actions.report(Telling(text, **facts | more), by=RESIDENT, now=now)


def private(code: str = "rubbish", **marks) -> None:
    row = {"code": code, "name": "垃圾", "name_en": code, "parent": "estate", "keywords": ["垃圾", "清运"]}
    enter_catalogue({"categories": [row | marks]}, by=SYSTEM, now=MONDAY)


def page(visitor: Client, query: str = "") -> str:
    answer = visitor.get(f"/cases{query}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def listed(visitor: Client, query: str = "") -> list[dict[str, object]]:
    return visitor.get(f"{OPEN_DATA}{query}").json()["cases"]


def settle(cast: Cast, report: Report, since: timedelta = timedelta()) -> None:
    case, now = report.case, timezone.now() - since
    actions.sign(case, by=cast.chen, now=now)
    actions.handle(case, note=SECRETS["note"], by=cast.chen, now=now)
    actions.verify(case, note="看过", by=cast.he, now=now)
    actions.close(case, by=cast.zhou, now=now)


@pytest.mark.row("ZH-33")
def test_anybody_sees_what_was_reported_and_how_far_it_is(cast: Cast, visitor: Client) -> None:
    assert "No case that may be shown fits" in page(visitor)
    tell()
    settle(cast, tell("垃圾又堆满", now=timezone.now() - timedelta(days=4)))
    told = page(visitor)
    assert "2 matters reported" in told
    assert told.count("第1网格") == 2
    assert "took 4 days" in told
    assert "closed" in told
    assert "1 matter reported" in page(visitor, "?state=open")
    assert "took" not in page(visitor, "?state=open")
    assert "No case that may be shown fits" in page(visitor, "?matter=water")
    assert "2 matters reported" in page(visitor, f"?matter=estate&area={cast.community.code}")
    assert "No case that may be shown fits" in page(visitor, f"?area={cast.neighbour.code}")


def test_what_was_closed_long_ago_or_refused_or_has_no_public_matter_is_not_there(
    cast: Cast, visitor: Client
) -> None:
    settle(cast, tell(now=timezone.now() - timedelta(days=100)), timedelta(days=95))
    refused = tell("电梯广告太吵")
    actions.refuse(refused.case, reason="不属于", referral="物业", by=cast.zhou, now=timezone.now())
    tell("说不清是什么事")
    assert listed(visitor) == []
    tell()
    assert len(listed(visitor)) == 1
    private(public=False)
    assert listed(visitor) == []
    assert "rubbish" not in page(visitor), "nor is the matter among the filters"


def test_a_private_place_is_told_only_roughly(cast: Cast, visitor: Client) -> None:
    for east in range(5):
        tell(lon=116.005 + east / 100_000, lat=39.005 + east / 100_000)
    exact = {(case["lon"], case["lat"]) for case in listed(visitor)}
    assert (116.005, 39.005) in exact
    private(private_place=True)
    rough = listed(visitor)
    assert {(c["lon"], c["lat"], c["within"]) for c in rough} == {(rough[0]["lon"], rough[0]["lat"], 150)}
    assert (116.005, 39.005) not in {(c["lon"], c["lat"]) for c in rough}
    assert {c["where"] for c in rough} == {"春和社区"}
    drawn = visitor.get(f"{OPEN_DATA}.geojson").json()["features"]
    points = {tuple(f["geometry"]["coordinates"]) for f in drawn}
    assert points == {(rough[0]["lon"], rough[0]["lat"])}
    tell(lon=116.0185, lat=39.0005)
    assert [c["lon"] for c in listed(visitor)].count(None) == 1, "where nobody else lives there is no point"


def test_an_office_takes_a_case_off_and_puts_it_back(cast: Cast, visitor: Client) -> None:
    case = tell().case
    where = f"/desk/cases/{number_of(case)}/hidden"
    desk = Client()
    desk.force_login(cast.account["zhou"], backend="wangge.web.known.KnownBackend")
    assert desk.post(where, {"hidden": "1", "reason": ""}).status_code == 302
    assert len(listed(visitor)) == 1, "not without a reason"
    desk.post(where, {"hidden": "1", "reason": "涉及未成年人"})
    assert listed(visitor) == []
    assert visitor.get(f"{OPEN_DATA}.geojson").json()["features"] == []
    assert Entry.objects.filter(verb="case.hidden").get().payload == {"reason": "涉及未成年人"}
    desk.post(where, {"hidden": "0"})
    assert len(listed(visitor)) == 1
    desk.force_login(cast.account["chen"], backend="wangge.web.known.KnownBackend")
    assert desk.post(where, {"hidden": "1", "reason": "不好看"}).status_code == 403


def test_the_file_the_page_and_the_open_data_say_the_same(cast: Cast, visitor: Client) -> None:
    first = tell()
    actions.join(
        first.case, Telling("我也有", "portal", lon=116.005, lat=39.005), by=RESIDENT, now=timezone.now()
    )
    content = visitor.get("/cases/export?state=open").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    said = listed(visitor)[0]
    assert rows[2][:2] == ["rubbish", said["day"]]
    assert rows[2][5:7] == [0, 2]
    assert said["joined"] == 2
    assert "2 people" in page(visitor)
    feature = visitor.get(f"{OPEN_DATA}.geojson").json()["features"][0]["properties"]
    assert {
        k: v for k, v in said.items() if v is not None and k not in ("lon", "lat")
    }.items() <= feature.items()


def test_long_lists_come_by_pages(cast: Cast, visitor: Client, monkeypatch) -> None:
    monkeypatch.setattr("wangge.web.api.published.PAGE", 2)
    monkeypatch.setattr("wangge.web.portal.published.PAGE", 2)
    for _ in range(3):
        tell()
    first = visitor.get(OPEN_DATA).json()
    assert (first["total"], len(first["cases"]), first["next"]) == (3, 2, 2)
    assert visitor.get(f"{OPEN_DATA}?page=2").json()["next"] is None
    assert "page=2" in page(visitor)
    assert visitor.get(f"{OPEN_DATA}?page=0").status_code == 422
    assert page(visitor, "?page=99&state=x&matter=0&area=0")


def test_the_list_costs_the_same_however_long(
    cast: Cast, visitor: Client, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        tell()
    visitor.get("/cases")
    with django_assert_max_num_queries(8):
        visitor.get("/cases")


@pytest.fixture(params=["open", "waiting", "closed", "private", "hidden"])
def seeded(request, cast: Cast) -> Report:
    """A case with everything that reporters say, in many fields, as it stands in several ways."""
    told = tell(SECRETS["text"], **{name: SECRETS[name] for name in ("name", "phone", "address")})
    telling = Telling(SECRETS["text"], "portal", lon=116.005, lat=39.005)
    now, case = timezone.now(), told.case
    signer = Signer(SECRETS["signer"], SECRETS["signer's phone"], SECRETS["home"])
    actions.petition(told, telling, [signer], by=cast.zhou, now=now)
    joined = Telling(SECRETS["joiner's text"], "portal", name=SECRETS["joiner"], lon=116.005, lat=39.005)
    actions.join(case, joined, by=RESIDENT, now=now)
    actions.supplement(told, note=SECRETS["added"], now=now)
    content = picture()
    photos.attach(
        case, photos.read_picture(io.BytesIO(content), size=len(content)), step="report", by=RESIDENT, now=now
    )
    if request.param == "waiting":
        actions.sign(case, by=cast.chen, now=now)
        actions.wait(case, reason=SECRETS["reason"], until=now + timedelta(days=2), by=cast.chen, now=now)
    elif request.param == "closed":
        settle(cast, told)
        actions.rate(told, score=2, comment=SECRETS["comment"], now=timezone.now())
    elif request.param == "private":
        private(private_place=True)
    elif request.param == "hidden":
        Case.objects.filter(pk=case.pk).update(hidden=True)
        journal.announce("rules")
    return told


def test_nothing_of_a_reporter_is_in_anything_public(cast: Cast, seeded: Report) -> None:
    """Every public address, in both languages, with every filter, as page, JSON, map and file."""
    arguments = arguments_for(cast, tell_of_rubbish()) | {"pk": seeded.case.photos.get().pk}
    number = re.compile(rf"(?<!\w){number_of(seeded.case)}")  # at the window BM… may count alike
    own = {"number", "secret"}
    found = 0
    languages = ("en", "zh-hans")
    visits = [Client(raise_request_exception=False, headers={"Accept-Language": each}) for each in languages]
    for path in _public(cast, arguments, own):
        for visit in visits:
            answer = visit.get(path)
            body = _unpacked(getattr(answer, "content", b""))
            found += answer.status_code == 200
            leaked = [what for what, said in SECRETS.items() if said in body]
            assert not leaked, f"{path} shows {leaked}"
            assert secret_of(seeded) not in body
            assert not number.search(body)
    assert found > 10


def _public(cast: Cast, arguments: dict[str, object], own: set[str]) -> list[str]:
    plain = [
        address.path(arguments | ({"code": f"{arguments['code']}001"} if address.name == "grid" else {}))
        for address in addresses()
        if address.roles == frozenset() and not address.parameters & own and "logout" not in address.route
    ]
    queries = ["", "?state=open", "?state=closed", "?matter=rubbish", f"?area={cast.community.code}"]
    lists = ("/cases", "/cases/export", "/figures", OPEN_DATA, f"{OPEN_DATA}.geojson")
    return plain + [path + query for path in lists for query in queries]


def _unpacked(content: bytes) -> str:
    """The text of an answer: pages unescaped, workbooks unzipped."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    text = html.unescape(content.decode(errors="ignore"))
    return re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), text)


def test_the_look_alikes_show_nothing_of_a_reporter_either(
    cast: Cast, seeded: Report, lin, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin.tells("楼下垃圾没清运")
    lin.points()
    body = html.unescape(lin.client.get("/report/same", follow=True).content.decode())
    assert [what for what, said in SECRETS.items() if said in body] == []


def test_asking_costs_the_same_whatever_reporters_wrote(
    cast: Cast, visitor: Client, django_assert_num_queries: Callable
) -> None:
    tell()
    visitor.get(OPEN_DATA)
    with django_assert_num_queries(3) as short:
        visitor.get(OPEN_DATA)
    Report.objects.update(text="长" * 4000, name="某" * 40)
    with django_assert_num_queries(len(short)):
        visitor.get(OPEN_DATA)
    assert not any("text" in query["sql"] for query in short.captured_queries)
