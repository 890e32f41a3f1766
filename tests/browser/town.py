"""The world of the browser tests: the named cast, and cases at every station of the loop."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from tests.cast import Cast, assemble
from wangge.cases import actions, photos
from wangge.cases.models import Case, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

HOUR = timedelta(hours=1)
GRID_1, GRID_2 = {"lon": 116.005, "lat": 39.005}, {"lon": 116.015, "lat": 39.004}
LIN = {"name": "林女士", "phone": "13800008000", "address": "桂花亭旁"}


@dataclass
class Town:
    """The cast, and reports by where their case stands."""

    cast: Cast
    reports: dict[str, Report] = field(default_factory=dict)

    def number(self, state: str) -> str:
        """The number of the case that stands there."""
        return number_of(self.reports[state].case)

    def follow(self, state: str) -> str:
        """The page by which its reporter follows it."""
        return f"/r/{self.number(state)}/{secret_of(self.reports[state])}"


def snapshot(text: str = "") -> bytes:
    """A picture as a phone makes it, though a small one."""
    out = io.BytesIO()
    image = Image.new("RGB", (640, 480), "#9fb7ae")
    ImageDraw.Draw(image).rectangle((180, 140, 460, 400), fill="#5b6f66")
    image.save(out, "JPEG", comment=text.encode())
    return out.getvalue()


def tell(text: str, place: dict[str, float] = GRID_1, *, hours: float = 3) -> Report:
    """Resident Lin tells something, so many hours ago, with a photo."""
    content = snapshot(text)
    kept = photos.read_picture(io.BytesIO(content), size=len(content))
    then = timezone.now() - hours * HOUR
    return actions.report(Telling(text, "portal", **place, **LIN), pictures=[kept], by=RESIDENT, now=then)


def walk(cast: Cast, case: Case, *steps: str) -> None:
    """Take a case of grid 1 that went to Chen so far along the loop."""
    now = max(timezone.now() - HOUR, case.reported_at)
    deeds = {
        "sign": lambda: actions.sign(case, by=cast.chen, now=now),
        "contact": lambda: actions.contact(case, note="已电话联系", by=cast.chen, now=now),
        "handle": lambda: actions.handle(case, note="已清运，桶位加密", by=cast.chen, now=now),
        "verify": lambda: actions.verify(case, note="现场已清", by=cast.he, now=now),
        "close": lambda: actions.close(case, by=cast.zhou, now=now),
    }
    for step in steps:
        deeds[step]()


def settle(cast: Cast, case: Case) -> None:
    """Take it the whole way."""
    walk(cast, case, "sign", "contact", "handle", "verify", "close")


def build() -> Town:
    """Found the town, and let things happen in it."""
    cast = assemble()
    town = Town(cast)
    steps = ("sign", "contact", "handle", "verify", "close")
    states = {"dispatched": 0, "signed": 2, "handled": 3, "verified": 4, "closed": 5}
    for state, far in states.items():
        town.reports[state] = tell(f"北门垃圾桶满了没人清（{state}）")
        walk(cast, town.reports[state].case, *steps[:far])
    town.reports["reported"] = tell("三单元电梯停了两天")
    town.reports["late"] = tell("五楼水管漏水", hours=60)
    town.reports["refused"] = tell("楼下饭店的电梯间吵闹")
    why = {"reason": "属于商业纠纷", "referral": "市场监管 12315"}
    actions.refuse(town.reports["refused"].case, **why, by=cast.zhou, now=timezone.now())
    town.reports["queue"] = tell("想问问老年大学怎么报名", GRID_2)
    return town
