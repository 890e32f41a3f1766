"""Following, rating and reopening by number and secret."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from wangge.cases import actions
from wangge.cases.models import Case, ClockRun, Rating


def page(lin, address: str) -> str:
    return html.unescape(lin.client.get(address).content.decode())


@pytest.mark.row("ZH-33")
def test_from_home_to_rating_and_reopening_without_a_script(cast: Cast, lin, settle, report_at) -> None:
    assert 'action="/report"' in page(lin, "/")
    address = lin.reports("楼下垃圾三天没有清运")
    assert "Waiting for work to begin" in page(lin, address)
    settle(address)
    settled = page(lin, address)
    assert "换了新灯泡" in settled
    assert "Checked on site by somebody else" in settled
    assert "看过了" not in settled
    assert lin.client.post(f"{address}/rating", {"score": "2"})["Location"] == address
    assert "You rated it 2 of 5" in page(lin, address)
    assert lin.client.post(f"{address}/reopening", {"reason": "又满了"})["Location"] == address
    assert report_at(address).case.state == "accepted"
    assert "Opened again" in page(lin, address)
    settle(address)
    lin.client.post(f"{address}/rating", {"score": "5", "comment": "谢谢"})
    assert list(Rating.objects.order_by("round").values_list("score", flat=True)) == [2, 5]


def test_a_rating_without_a_face_keeps_the_words(lin, settle) -> None:
    address = lin.reports("垃圾没清运")
    settle(address)
    answer = lin.client.post(f"{address}/rating", {"comment": "还行吧"})
    assert answer.status_code == 422
    told = html.unescape(answer.content.decode())
    assert "tap one of the five faces" in told
    assert "还行吧" in told


def test_rated_twice_the_first_counts_and_reopened_twice_is_said(lin, settle) -> None:
    address = lin.reports("垃圾没清运")
    settle(address)
    lin.client.post(f"{address}/rating", {"score": "4"})
    assert lin.client.post(f"{address}/rating", {"score": "1"}).status_code == 302
    assert Rating.objects.get().score == 4
    assert lin.client.post(f"{address}/reopening", {"reason": ""}).status_code == 422
    lin.client.post(f"{address}/reopening", {"reason": "没好"})
    again = lin.client.post(f"{address}/reopening", {"reason": "没好"})
    assert "It is open already" in again.content.decode()
    assert Case.objects.get().reopened == 1


def test_a_refusal_says_why_and_where_to_go_and_can_be_questioned(cast: Cast, lin, report_at) -> None:
    address = lin.reports("电梯广告太吵")
    case = report_at(address).case
    actions.refuse(
        case, reason="不属于本社区", referral="物业服务中心 2 楼", by=cast.zhou, now=timezone.now()
    )
    told = page(lin, address)
    assert "Cannot be taken on here" in told
    assert "不属于本社区" in told
    assert "物业服务中心 2 楼" in told
    assert "Ask to look again" in told


def test_nobody_reads_a_reporters_name_or_phone_there(cast: Cast, lin) -> None:
    address = lin.reports("垃圾", name="林先生", phone="13900000000")
    told = page(lin, address)
    assert "林先生" not in told
    assert "13900000000" not in told


def test_a_report_by_somebody_of_the_staff_does_not_name_them_as_reporter(cast: Cast, lin) -> None:
    lin.client.force_login(cast.account["wu"])
    address = lin.reports("垃圾")
    lin.client.logout()
    assert "吴网格" not in page(lin, address)


def test_a_wrong_secret_and_a_wrong_number_are_the_same_page_that_helps(lin) -> None:
    address = lin.reports("垃圾")
    number, secret = address.split("/")[2:]
    wrong = [
        f"/r/{number}/aaaaaaaaaaaa",
        f"/r/20200101-000001/{secret}",
        f"/r/x/{secret}",
        f"/r/20261399-000001/{secret}",
    ]
    answers = [Client(headers={"Accept-Language": "en"}).get(w) for w in wrong]
    bodies = {a.content.decode().replace(w, "") for a, w in zip(answers, wrong, strict=True)}
    assert {a.status_code for a in answers} == {404}
    assert all("No report is found by this number and secret" in body for body in bodies)
    assert all("ask your community office" in body for body in bodies)
    assert lin.client.post(f"/r/{number}/aaaaaaaaaaaa/rating", {"score": "5"}).status_code == 404


def test_finding_ones_report_again_and_what_was_typed_stays(lin) -> None:
    address = lin.reports("垃圾")
    number, secret = address.split("/")[2:]
    assert (
        lin.client.post("/follow", {"number": f" {number} ", "secret": secret.upper()})["Location"] == address
    )
    answer = lin.client.post("/follow", {"number": number, "secret": "nonsense"})
    assert answer.status_code == 404
    assert f'value="{number}"' in answer.content.decode()
    assert lin.client.post("/follow", {}).status_code == 422


def test_the_page_is_kept_nowhere(lin) -> None:
    answer = lin.client.get(lin.reports("垃圾"))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    # With `no-referrer` Chromium would send `Origin: null` along with the rating, and it would be refused.
    assert answer["Referrer-Policy"] == "same-origin"


def test_what_is_late_is_said_kindly(lin) -> None:
    address = lin.reports("垃圾")
    ClockRun.objects.update(due_at=timezone.now() - timedelta(hours=30))
    told = page(lin, address)
    assert "step-late" in told
    assert "longer than promised" in told
    assert "30 hours late" in told


@pytest.mark.parametrize("what", ["rating", "reopening"])
def test_only_forms_change_anything(lin, what) -> None:
    assert lin.client.get(f"{lin.reports('垃圾')}/{what}").status_code == 405


def test_what_was_before_a_reopening_is_folded_away(cast: Cast, lin, settle) -> None:
    address = lin.reports("垃圾没清运")
    settle(address)
    assert "steps before" not in page(lin, address)
    lin.client.post(f"{address}/reopening", {"reason": "又满了"})
    told = page(lin, address)
    assert "5 steps before" in told
    assert told.index("steps before") < told.index("Opened again")
