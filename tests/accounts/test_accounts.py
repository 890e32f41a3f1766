"""Accounts: first passwords, lock-out, Argon2, who somebody is on a day."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import DAY, MONDAY, PASSWORD, Cast
from wangge.accounts import actions
from wangge.accounts.errors import NameTaken, SamePassword, WeakPassword, WrongPassword
from wangge.accounts.models import Account, Grant, Role
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Entry
from wangge.staffing.models import Appointment
from wangge.staffing.queries import actor_of

NEW = "seven-herons-at-dawn"


def opened(**more: object) -> Account:
    return actions.open_account("lin", name="林居民", password=PASSWORD, by=SYSTEM, now=MONDAY, **more)


def test_passwords_are_kept_by_argon2(db, real_passwords) -> None:
    assert opened().password.startswith("argon2")


def test_a_log_in_name_is_taken_once(db) -> None:
    opened()
    with pytest.raises(NameTaken):
        opened()


def test_a_first_password_must_be_changed_before_anything_else(cast: Cast, client: Client) -> None:
    account = opened()
    actions.grant(account, role=Role.COMMUNITY, area=cast.community, by=SYSTEM, now=MONDAY)
    assert client.post("/login", {"username": "lin", "password": PASSWORD}).status_code == 302
    assert client.get("/desk/").headers["Location"] == "/password"
    answer = client.post("/password", {"old": PASSWORD, "new": NEW})
    assert answer.status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_password_must_be_right_different_and_strong(db) -> None:
    account = opened()
    for old, new, refusal in [
        ("wrong", NEW, WrongPassword),
        (PASSWORD, PASSWORD, SamePassword),
        (PASSWORD, "1234567890", WeakPassword),
        (PASSWORD, "short", WeakPassword),
    ]:
        with pytest.raises(refusal):
            actions.change_password(account, old=old, new=new, by=SYSTEM, now=MONDAY)
    assert Account.objects.get().check_password(PASSWORD)
    assert not Entry.objects.filter(verb="account.password_changed").exists()


def test_five_wrong_passwords_lock_the_door(cast: Cast, client: Client) -> None:
    for _ in range(5):
        client.post("/login", {"username": "zhou", "password": "guess"})
    answer = client.post("/login", {"username": "zhou", "password": PASSWORD})
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_session_ends_after_a_working_day(cast: Cast, client: Client, settings) -> None:
    client.force_login(cast.account["zhou"], backend="wangge.web.known.KnownBackend")
    assert client.session.get_expiry_age() == 8 * 3600


def test_a_role_given_twice_is_given_once(cast: Cast) -> None:
    for _ in range(2):
        actions.grant(cast.account["zhou"], role=Role.COMMUNITY, area=cast.community, by=SYSTEM, now=MONDAY)
    assert Grant.objects.filter(account=cast.account["zhou"]).count() == 1


def test_somebody_is_who_they_are_on_that_day(cast: Cast) -> None:
    account = cast.account["chen"]
    assert cast.chen.grids == {cast.grids[0].pk}
    assert actor_of(account, on=DAY - timedelta(days=1)).grids == frozenset()
    Appointment.objects.filter(account=account).update(until=MONDAY.date())
    assert actor_of(account, on=MONDAY.date()).posts == frozenset()


def test_a_deputy_sees_the_grid_but_holds_no_case(cast: Cast) -> None:
    assert cast.he.grids == cast.chen.grids
    assert cast.he.posts == frozenset()


def test_an_account_without_a_password_opens_no_door(db, client: Client) -> None:
    actions.open_account("shi", name="石志愿", password=None, by=SYSTEM, now=MONDAY)
    for guess in ("", "None", PASSWORD):
        client.post("/login", {"username": "shi", "password": guess})
    assert "_auth_user_id" not in client.session
