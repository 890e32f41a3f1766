"""The pages that a phone keeps hold nobody's data; its worker changes with whatever it keeps."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from wangge.cases import actions
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT


@pytest.fixture
def chen(cast) -> Client:
    client = Client()
    client.force_login(cast.account["chen"], backend="wangge.web.known.KnownBackend")
    return client


@pytest.mark.parametrize("page", ["/desk/field/", "/desk/field/report"])
def test_the_kept_pages_name_nobody_and_carry_no_token(chen, page):
    actions.report(Telling("垃圾没清", "portal", lon=116.005, lat=39.005), by=RESIDENT, now=timezone.now())
    html = chen.get(page).text
    assert "陈网格" not in html
    assert "垃圾没清" not in html
    assert "csrfmiddlewaretoken" not in html
    assert re.search(r'X-CSRFToken": ""', html)


def test_the_list_is_kept_by_no_cache(chen):
    assert chen.get("/desk/field/held").headers["Cache-Control"] == "private, no-store"


def test_the_worker_renews_the_pages_when_the_language_changes(client, settings):
    def kept() -> list[dict[str, object]]:
        script = client.get("/desk/field/worker.js").text
        return json.loads(script.partition("self.WANGGE = ")[2].partition(";\n")[0])["kept"]

    chinese = kept()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = kept()
    assert [k["url"] for k in chinese] == [k["url"] for k in english]
    assert chinese != english
    assert "/desk/field/" in [k["url"] for k in chinese]
    assert not any("/desk/cases" in str(k["url"]) for k in chinese)


def test_the_worker_answers_for_the_whole_desk(client):
    answer = client.get("/desk/field/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/desk/"
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_the_phone_can_install_it(client):
    told = client.get("/desk/field/manifest.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/desk/", "/desk/", "standalone")
    assert [icon["sizes"] for icon in told["icons"]] == ["192x192", "512x512", "512x512"]


def test_the_ticket_says_whose_deeds_may_be_sent(cast, chen, client):
    assert chen.get("/desk/field/ticket").json()["account"] == cast.account["chen"].pk
    assert client.get("/desk/field/ticket").status_code == 302
