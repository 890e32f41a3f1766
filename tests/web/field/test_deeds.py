"""What phones send: each deed once, in any state of the net, and conflicts told with how it stands now."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.web.conftest import picture
from wangge.cases import actions
from wangge.cases.models import Case, Handling, Report
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry
from wangge.outreach.models import Deed

PLACE = {"lon": 116.005, "lat": 39.005}
Phone = Callable[..., object]


@pytest.fixture
def phone(cast: Cast, settings) -> Callable[[str], Client]:
    """`phone("chen")` is Chen's phone, in English."""

    def browser(name: str) -> Client:
        client = Client(headers={"accept": "application/json"})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(cast.account[name], backend="wangge.web.known.KnownBackend")
        return client

    return browser


@pytest.fixture
def rubbish(cast: Cast) -> Case:
    """Dispatched to Chen's post."""
    then = timezone.now() - timedelta(minutes=5)
    return actions.report(Telling("垃圾没清", "portal", **PLACE), by=RESIDENT, now=then).case


def deed(kind: str, case: Case | None = None, **facts: object) -> dict[str, object]:
    """A deed as a phone sends it; it has seen the case as it stands now."""
    head: dict[str, object] = {"key": uuid4().hex, "kind": kind, "done_at": timezone.now().isoformat()}
    if case is not None:
        last = Entry.objects.filter(subject_kind="case", subject_id=case.pk).latest("pk")
        head |= {"number": number_of(case), "seen": last.pk}
    return head | facts


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("1.jpg", picture(), "image/jpeg")


def send(client: Client, said: dict[str, object]):
    return client.post("/desk/field/deeds", said)


def test_a_report_sent_again_is_one_case_with_one_photo(phone):
    said, chen = deed("report", text="北门垃圾桶满了", **PLACE), phone("chen")
    first = send(chen, {**said, "photos": [photo()]})
    again = send(chen, {**said, "photos": [photo()]})
    assert (first.status_code, again.json()) == (200, first.json())
    report = Report.objects.get()
    assert (report.channel.code, report.case.photos.count()) == ("patrol", 1)
    assert first.json()["url"] == f"/desk/cases/{number_of(report.case)}"


def test_what_was_done_in_a_row_without_network_goes_through_in_a_row(phone, rubbish):
    chen = phone("chen")
    row = [
        deed("sign", rubbish),
        deed("contact", rubbish, note="已电话联系"),
        deed("visit", rubbish, outcome="settled", note="到现场看过"),
        deed("handle", rubbish, note="已清运", photos=[photo()]),
    ]
    assert [send(chen, each).status_code for each in row] == [200] * 4
    rubbish.refresh_from_db()
    assert (rubbish.state, rubbish.photos.get().step) == ("handled", "handle")


def test_a_deed_answered_but_not_heard_is_not_done_again(phone, rubbish):
    chen, said = phone("chen"), deed("sign", rubbish)
    send(chen, said)
    send(chen, deed("handle", rubbish, note="已清运"))
    assert send(chen, said).json()["outcome"] == "done"
    assert (Handling.objects.count(), Deed.objects.count()) == (1, 2)


def test_a_case_that_others_moved_on_is_a_conflict_told_with_how_it_stands(cast, phone, rubbish):
    said = deed("sign", rubbish)
    actions.transfer(
        rubbish, post=cast.posts["zhou"], reason="社区统一清运", by=cast.zhou, now=timezone.now()
    )
    answer = send(phone("chen"), said)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["outcome"], told["error"], told["now"]["post"]) == ("kept", "case-moved", "周社区岗")
    assert told["now"]["lines"][0]["who"] == "周社区"
    assert not Deed.objects.exists()


def test_sent_back_and_given_again_is_still_a_conflict_for_work_done_before(cast, phone, rubbish):
    now = timezone.now()
    actions.sign(rubbish, by=cast.chen, now=now)
    said = deed("handle", rubbish, note="昨天清运过")
    actions.transfer(rubbish, post=cast.posts["zhou"], reason="先等等", by=cast.zhou, now=now)
    actions.transfer(rubbish, post=cast.posts["chen"], reason="又堆起来了", by=cast.zhou, now=now)
    actions.sign(rubbish, by=cast.chen, now=now)
    assert send(phone("chen"), said).status_code == 409
    assert send(phone("chen"), deed("contact", rubbish, note="昨天清运过")).status_code == 200


@pytest.mark.row("ES-01")
def test_a_handler_cannot_verify_from_the_phone_but_another_may(phone, rubbish):
    chen, he = phone("chen"), phone("he")
    for said in (deed("sign", rubbish), deed("handle", rubbish, note="已清运")):
        send(chen, said)
    assert send(chen, deed("verify", rubbish, note="看过")).json()["error"] == "own-work"
    assert send(he, deed("verify", rubbish, note="现场已清")).status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "handle"},
        {"key": "short"},
        {"kind": "close"},
        {"text": ""},
        {"lon": ""},
        {"done_at": "yesterday"},
        {"kind": "patrol_nothing", "walk": "1.morning.2020-01-01"},
    ],
)
def test_what_cannot_be_read_is_refused_with_words(phone, said):
    answer = send(phone("chen"), {**deed("report", text="垃圾", **PLACE), **said})
    assert (answer.status_code in {404, 422}, bool(answer.json()["message"])) == (True, True)
    assert not Report.objects.exists()


def test_nobody_elses_case_is_named_or_touched(phone, rubbish):
    answer = send(phone("wu"), deed("sign", rubbish))
    assert answer.status_code == 404
    assert "now" not in answer.json()


def test_patrol_results_come_by_phone(cast, phone, monkeypatch):
    noon = timezone.now().replace(hour=4, minute=0)  # twelve in Peking
    monkeypatch.setattr(timezone, "now", lambda: noon)
    walk = f"{cast.grids[0].pk}.morning.{noon.date()}"
    chen = phone("chen")
    assert send(chen, deed("patrol_fixed", walk=walk, note="清理了楼道杂物")).json()["number"] == ""
    found = send(chen, deed("patrol_found", walk=walk, text="路灯不亮", **PLACE))
    assert Report.objects.get().case.patrols.get().result == "found"
    assert found.json()["number"] == number_of(Report.objects.get().case)
    assert send(chen, deed("patrol_nothing", walk=walk)).json()["error"] == "has-result"
    page = chen.get("/desk/field/patrols").text
    assert "清理了楼道杂物" in page
    assert phone("zhou").post("/desk/field/patrols/exports").headers["Content-Type"].endswith("sheet")
