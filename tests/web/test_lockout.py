"""Guessing passwords: no way around the lock, and nothing told about who has an account."""

import logging

import pytest
from django.test import Client
from ninja.conf import settings as ninja

from tests.cast import MONDAY, PASSWORD, Cast
from wangge.accounts import actions
from wangge.accounts.errors import NameTaken
from wangge.config.logs import WithoutSecrets
from wangge.journal.actor import SYSTEM

GUESS = "a-wrong-guess"


def tried(name: str, password: str = GUESS, **headers: str) -> int:
    return Client().post("/login", {"username": name, "password": password}, headers=headers).status_code


def test_another_way_of_writing_the_name_opens_no_new_tries(cast: Cast) -> None:
    codes = [tried(name) for name in ("zhou", "Zhou", " ZHOU ", "ｚhou", "zHoU", "zhoU")]
    assert codes[4:] == [429, 429]
    assert tried("ZHOU", PASSWORD) == 429


def test_headers_that_name_another_address_open_no_new_tries(cast: Cast) -> None:
    codes = [tried("zhou", **{"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(6)]
    assert codes[4:] == [429, 429]


def test_behind_our_proxy_its_callers_are_told_apart(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(ninja, "NUM_PROXIES", 1)
    for _ in range(5):
        tried("zhou", **{"X-Forwarded-For": "10.0.0.1"})
    assert tried("zhou", PASSWORD, **{"X-Forwarded-For": "10.9.9.9, 10.0.0.1"}) == 429
    assert tried("zhou", PASSWORD, **{"X-Forwarded-For": "10.0.0.2"}) == 302
    assert tried("zhou", PASSWORD, **{"X-Forwarded-For": "no address"}) == 302


def test_a_name_nobody_has_looks_like_one_that_somebody_has(cast: Cast) -> None:
    assert [tried("nobody") for _ in range(6)] == [tried("zhou") for _ in range(6)]


def test_two_names_that_differ_by_case_are_one(cast: Cast) -> None:
    with pytest.raises(NameTaken):
        actions.open_account("ZHOU", name="另一人", password=PASSWORD, by=SYSTEM, now=MONDAY)
    assert tried("Zhou", PASSWORD) == 302


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/inbox", "/command/", "/password", "/api/v1/cases.geojson"]
)
def test_personal_pages_stay_in_no_cache(cast: Cast, client: Client, address: str) -> None:
    client.force_login(cast.account["gao"])
    assert "private" in client.get(address).headers["Cache-Control"]


def test_logs_keep_no_secret(cast: Cast) -> None:
    handler = logging.Handler()
    handler.addFilter(WithoutSecrets())
    lines: list[str] = []
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("django.request").addHandler(handler)
    try:
        Client().post("/r/20260302-000001/abcdefghjkmn/rating")
        Client().get("/r/20260302-000001/abcdefghjkmn")
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert any("/r/20260302-000001/…" in line for line in lines)
    assert not any("abcdefghjkmn" in line for line in lines)
