"""A town in a database of its own, a server for it, and windows for its people."""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests import migrated
from tests.browser.screen import WIDTHS, Screen
from tests.browser.town import Town, build
from tests.browser.workbench import begin, bench, village, worker
from wangge.web import throttle

__all__ = ["begin", "bench", "village", "worker"]
Visit = Callable[..., Screen]


@dataclass
class Served:
    """The town and the address where it is served."""

    url: str
    town: Town

    def session(self, name: str) -> str:
        """The session of somebody who has logged in."""
        client = Client()
        account = self.town.cast.account[name]
        client.force_login(account, backend="wangge.web.known.KnownBackend")
        return client.cookies["sessionid"].value


@pytest.fixture(scope="session")
def founded(django_db_blocker, tmp_path_factory, chromium) -> tuple[Path, Town]:
    """The town, built once, and the database that holds it: every file of tests begins with a copy."""
    if connection.vendor != "sqlite":
        pytest.skip("the browser looks at the house on SQLite")
    file = tmp_path_factory.mktemp("founded") / "town.sqlite3"
    with django_db_blocker.unblock():
        migrated.furnish(connection, str(file))
        with migrated.named(connection, str(file)):
            return file, build()


@pytest.fixture(scope="module")
def served(django_db_blocker, tmp_path_factory, founded) -> Iterator[Served]:
    """One town for all tests of a file, in a database that is thrown away afterwards."""
    built, town = founded
    copied = Path(shutil.copy(built, tmp_path_factory.mktemp("town")))
    with django_db_blocker.unblock(), migrated.named(connection, str(copied)):
        server = LiveServer("127.0.0.1")
        paces = {pace: pace.rate for pace in (throttle.reports, throttle.guesses)}
        for pace in paces:
            pace.rate = 0  # all of these people share one address
        try:
            yield Served(server.url, deepcopy(town))
        finally:
            server.stop()
            for pace, rate in paces.items():
                pace.rate = rate


@pytest.fixture(params=sorted(WIDTHS))
def width(request) -> int:
    """A phone, and a desk."""
    return int(request.param)


@pytest.fixture
def visit(chromium: Any, served: Served) -> Iterator[Visit]:
    """`visit("chen", width=390)`: Chen's window, in English; nothing may go wrong behind it."""
    opened: list[Screen] = []

    def open_window(
        name: str = "", *, width: int = 390, language: str = "en", script: bool = True, **cookies: str
    ) -> Screen:
        known = {"django_language": language, **cookies}
        if name:
            known["sessionid"] = served.session(name)
        opened.append(Screen(chromium, served.url, width=width, cookies=known, script=script))
        return opened[-1]

    yield open_window
    faults = [fault for screen in opened for fault in screen.faults()]
    for screen in opened:
        screen.close()
    assert not faults, "\n".join(faults)
