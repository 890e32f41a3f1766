"""Has somebody reported it already? Shown before it is sent, without a word of anybody's."""

import html

from django.utils import timezone

from tests.cast import Cast
from wangge.cases import actions
from wangge.cases.models import Case, Report
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

RUBBISH = "楼下垃圾三天没有清运"


def neighbour(**more) -> Report:
    facts = {
        "lon": 116.0051,
        "lat": 39.0051,
        "name": "林女士",
        "phone": "13800008000",
        "address": "301室门口",
    }
    telling = Telling("林家门口的垃圾没人清运", "portal", **facts | more)
    return actions.report(telling, by=RESIDENT, now=timezone.now())


def asked(lin) -> str:
    answer = lin.points()
    assert answer["Location"] == "/report/same"
    return html.unescape(lin.client.get("/report/same").content.decode())


def test_with_nothing_nearby_nobody_is_asked(lin) -> None:
    lin.tells(RUBBISH)
    assert lin.points()["Location"] == "/report/contact"
    assert lin.client.get("/report/same")["Location"] == "/report/contact"


def test_i_have_this_too_joins_with_a_number_and_secret_of_ones_own(cast: Cast, lin, picture) -> None:
    first = neighbour()
    lin.tells(RUBBISH, photos=picture())
    shown = asked(lin)
    assert "I have this too" in shown
    assert "rubbish" in shown
    for word in ("林女士", "13800008000", "林家门口", "301室"):
        assert word not in shown
    assert lin.client.post("/report/same", {"case": first.case_id})["Location"] == "/report/contact"
    assert "Yours is added to the matter" in lin.client.get("/report/contact").content.decode()
    address = lin.sends(name="张三", phone="13900000000")["Location"]
    told = html.unescape(lin.client.get(address).content.decode())
    assert "It was added to the same matter" in told
    assert Case.objects.count() == 1
    mine = Report.objects.order_by("id").last()
    assert mine.case_id == first.case_id
    assert mine.text == RUBBISH
    assert first.case.photos.count() == 1
    assert "林家门口" not in told


def test_sent_twice_it_joins_once(cast: Cast, lin) -> None:
    first = neighbour()
    lin.tells(RUBBISH)
    asked(lin)
    lin.client.post("/report/same", {"case": first.case_id})
    key = lin.key()
    once = lin.sends(key=key)["Location"]
    assert lin.sends(key=key)["Location"] == once.removesuffix("?sent")
    assert Report.objects.count() == 2


def test_going_on_makes_a_case_of_its_own(cast: Cast, lin) -> None:
    neighbour()
    lin.tells(RUBBISH)
    asked(lin)
    assert lin.client.post("/report/same", {"case": ""})["Location"] == "/report/contact"
    lin.sends()
    assert Case.objects.count() == 2


def test_only_what_was_shown_can_be_joined(cast: Cast, lin) -> None:
    hidden = neighbour()
    Case.objects.filter(pk=hidden.case_id).update(hidden=True)
    lin.tells(RUBBISH)
    assert lin.points()["Location"] == "/report/contact"
    lin.client.post("/report/same", {"case": hidden.case_id})
    lin.sends()
    assert Report.objects.filter(case=hidden.case_id).count() == 1


def test_closed_meanwhile_it_is_sent_by_itself(cast: Cast, lin) -> None:
    first = neighbour()
    lin.tells(RUBBISH)
    asked(lin)
    lin.client.post("/report/same", {"case": first.case_id})
    Case.objects.filter(pk=first.case_id).update(state="closed", closed_at=timezone.now())
    assert lin.sends()["Location"] == "/report/contact"
    assert "closed meanwhile" in lin.client.get("/report/contact").content.decode()
    assert "?sent" in lin.sends()["Location"]
    assert Case.objects.count() == 2


def test_without_words_or_place_there_is_nothing_to_ask(lin) -> None:
    assert lin.client.get("/report/same")["Location"] == "/report"
