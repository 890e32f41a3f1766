"""Accounts from the command line."""

import pytest
from click.testing import CliRunner

from tests.cast import Cast
from wangge.accounts.models import Account
from wangge.config.cli.account import account
from wangge.foundation.refusals import Refused


def run(*words: str) -> str:
    found = CliRunner().invoke(account, list(words), catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


def test_an_account_is_opened_with_a_password_to_change(cast: Cast) -> None:
    said = run("open", "ma", "--name", "马社区", "--role", "community", "--area", cast.community.code)
    name, password = said.split()
    made = Account.objects.get(username=name)
    assert made.check_password(password)
    assert made.must_change_password
    assert list(made.grants.values_list("role", "area__code")) == [("community", cast.community.code)]


def test_a_password_is_reset_and_a_role_added(cast: Cast) -> None:
    run("grant", "zhou", "--role", "command", "--area", cast.street.code)
    _, password = run("reset", "zhou").split()
    zhou = Account.objects.get(username="zhou")
    assert zhou.check_password(password)
    assert zhou.grants.count() == 2


@pytest.mark.parametrize(
    "words", [("reset", "nobody"), ("grant", "zhou", "--role", "street", "--area", "000000")]
)
def test_what_does_not_exist_is_named(cast: Cast, words: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match=r"nobody|000000"):
        CliRunner().invoke(account, list(words), catch_exceptions=False)
