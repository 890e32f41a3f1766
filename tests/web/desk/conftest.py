"""Log-ins for the stories of the desk, and cases somewhere along the loop."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from wangge.cases import actions
from wangge.cases.models import Case
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

GRID_1 = {"lon": 116.005, "lat": 39.005}
TOLD = {"name": "林女士", "phone": "13800008000"}


@pytest.fixture
def enter(cast: Cast, settings) -> Callable[[str], Client]:
    """`enter("chen")` is Chen's browser, in English."""

    def browser(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(cast.account[name], backend="wangge.web.known.KnownBackend")
        return client

    return browser


@pytest.fixture
def rubbish(cast: Cast) -> Case:
    """Dispatched to Chen's post by its rule."""
    telling = Telling("楼下垃圾三天没有清运", "portal", **GRID_1, **TOLD)
    return actions.report(telling, by=RESIDENT, now=timezone.now() - timedelta(minutes=5)).case


@pytest.fixture
def lift(cast: Cast) -> Case:
    """Waits in the community's inbox."""
    telling = Telling("三单元电梯停了", "portal", **GRID_1, **TOLD)
    return actions.report(telling, by=RESIDENT, now=timezone.now() - timedelta(minutes=5)).case


@pytest.fixture
def handled(cast: Cast, rubbish: Case) -> Case:
    """Handled by Chen, not yet verified."""
    now = timezone.now()
    actions.sign(rubbish, by=cast.chen, now=now)
    actions.handle(rubbish, note="已清运", by=cast.chen, now=now)
    return rubbish
