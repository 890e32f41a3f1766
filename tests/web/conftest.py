"""A case with a photo in grid 1, and every argument that an address may ask for."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from tests.cast import Cast
from wangge.cases import actions, photos
from wangge.cases.models import Case, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.planning import actions as planning


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return out.getvalue()


def tell_of_rubbish() -> Report:
    """Resident Lin reports rubbish in grid 1, with a photo; it goes to Chen's post."""
    facts = {"address": "桂花亭旁", "name": "林女士", "phone": "13800008000"}
    telling = Telling("楼下垃圾三天没有清运", "portal", lon=116.005, lat=39.005, **facts)
    content, now = picture(), timezone.now()
    kept = photos.read_picture(io.BytesIO(content), size=len(content))
    return actions.report(telling, pictures=[kept], by=RESIDENT, now=now)


def plan_of(cast: Cast) -> int:
    """A scenario that Zhou has begun from the plan in force."""
    return planning.open_draft(cast.community, name="两格", by=cast.zhou, now=timezone.now()).pk


def arguments_for(cast: Cast, report: Report) -> dict[str, object]:
    """Path arguments by name."""
    return {
        "number": number_of(report.case),
        "secret": secret_of(report),
        "code": cast.community.code,
        "pk": report.case.photos.get().pk,
        "index": 0,
        "grid": cast.grids[0].pk,
        "form": "svg",
        "draft": plan_of(cast),
        "division": cast.grids[0].division_id,
    }


@pytest.fixture
def told(cast: Cast) -> Report:
    return tell_of_rubbish()


@pytest.fixture
def case(told: Report) -> Case:
    return told.case
