"""The command explains itself and ends with a code that scripts can trust."""

from itertools import pairwise

import pytest
from click.testing import CliRunner
from django.utils import translation

from wangge.config.cli import main as command
from wangge.config.cli.main import SUBCOMMANDS, LazyGroup, main
from wangge.config.cli.serve import free_port, server_command
from wangge.foundation.refusals import Refused


@pytest.fixture(autouse=True)
def _language_of_the_terminal():
    with translation.override("en"):
        yield


def test_help_lists_every_command_without_importing_any(monkeypatch):
    monkeypatch.setattr(command, "prepare", lambda _: pytest.fail("nothing is to be set up"))
    shown = CliRunner().invoke(main, ["--help"])
    assert shown.exit_code == 0
    assert all(f"  {name} " in shown.output for name in SUBCOMMANDS)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_helps(name):
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Usage:" in shown.output


def test_what_is_not_understood_ends_with_two():
    assert CliRunner().invoke(main, ["dance"]).exit_code == 2
    assert CliRunner().invoke(main, ["serve", "--port", "x"]).exit_code == 2


class LiftStuck(Refused):
    """The lift at {place} is stuck."""


def test_a_refusal_is_words_and_one_not_a_traceback():
    group = LazyGroup("wangge")

    @group.command("ride")
    def ride() -> None:
        raise LiftStuck(place="building 140")

    ended = CliRunner().invoke(group, ["ride"])
    assert ended.exit_code == 1
    assert ended.stderr == "Error: The lift at building 140 is stuck.\n"


def test_the_server_is_sized_to_its_database(db):
    arguments = server_command("127.0.0.1", free_port("127.0.0.1"))
    sized = {a: b for a, b in pairwise(arguments) if a in ("--workers", "--blocking-threads")}
    assert sized in (
        {"--workers": "1", "--blocking-threads": "1"},
        {"--workers": "2", "--blocking-threads": "4"},
    )
