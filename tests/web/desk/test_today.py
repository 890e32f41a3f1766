"""Today's list, and where each role begins."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD
from wangge.cases import actions
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("chen", "/desk/"),
        ("zhou", "/desk/inbox"),
        ("zhao", "/desk/inbox"),
        ("sun", "/desk/inbox"),
        ("gao", "/command/"),
    ],
)
def test_logging_in_leads_to_where_the_role_begins(cast, name, page):
    answer = Client().post("/login", {"username": name, "password": PASSWORD})
    assert answer.headers["Location"] == page


def test_the_list_has_what_the_holder_must_do(enter, rubbish):
    page = enter("chen").get("/desk/")
    assert [(duty.step, duty.case) for duty, _, _ in page.context["rows"]] == [("sign", rubbish)]
    assert f"/desk/cases/{number_of(rubbish)}/signature" in page.text


def test_after_signing_the_reporter_is_to_be_called_first(enter, cast, rubbish):
    actions.sign(rubbish, by=cast.chen, now=rubbish.reported_at)
    [(duty, step, _)] = enter("chen").get("/desk/").context["rows"]
    assert (duty.step, step.resource, duty.call) == ("contact", "contact", True)


def test_what_chen_handled_waits_for_another_pair_of_eyes(enter, handled):
    assert enter("chen").get("/desk/").context["rows"] == []
    assert [duty.step for duty, _, _ in enter("he").get("/desk/").context["rows"]] == ["verify"]
    assert enter("wu").get("/desk/").context["rows"] == []


def test_an_empty_list_says_what_will_appear(enter):
    assert "Nothing waits for you" in enter("wu").get("/desk/").text


@pytest.mark.parametrize("number", [1, 12])
def test_today_costs_the_same_however_long_it_is(enter, cast, number, django_assert_num_queries):
    for n in range(number):
        telling = Telling(f"垃圾 {n}", "portal", lon=116.005, lat=39.005)
        actions.report(telling, by=RESIDENT, now=timezone.now())
    chen = enter("chen")
    with django_assert_num_queries(6):  # session, account, roles, posts, cases, their clocks
        chen.get("/desk/")
