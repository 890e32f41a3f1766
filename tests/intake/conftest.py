"""The channels of the stories: those of the desk, and two that bring tickets of their own."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import MONDAY, Cast
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.models import Channel
from wangge.intake.tickets import Desk
from wangge.journal.actor import SYSTEM

CHANNELS = [
    {
        "code": "community-phone",
        "name": "社区电话",
        "origin": "ordered",
        "desk": True,
        "round_the_clock": True,
    },
    {"code": "walk-in", "name": "窗口接访", "origin": "ordered", "desk": True},
    {"code": "opinion-box", "name": "意见箱", "origin": "ordered", "desk": True},
    {"code": "patrol", "name": "巡查", "name_en": "patrol", "origin": "found", "desk": True},
    {"code": "12345", "name": "12345热线", "origin": "sent", "desk": True, "tickets": True},
    {"code": "digital-city", "name": "数字城管", "origin": "sent", "tickets": True},
]


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The cast with the channels of an intake desk."""
    enter_catalogue({"channels": CHANNELS}, by=SYSTEM, now=MONDAY)
    return cast


@pytest.fixture
def hotline(house: Cast) -> Desk:
    """Where the hotline's tickets arrive for the community."""
    return Desk.of(Channel.objects.get(code="12345"), house.community)


@pytest.fixture
def enter(house: Cast, settings) -> Callable[[str], Client]:
    """`enter("zhou")` is Zhou's browser, in English."""

    def browser(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(house.account[name], backend="wangge.web.known.KnownBackend")
        return client

    return browser
