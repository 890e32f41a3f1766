"""Circulars after five working days stand on a page that everybody above reads."""

from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from wangge.cases import actions
from wangge.cases.models import Alarm, ClockRun
from wangge.cases.numbering import number_of
from wangge.cases.ringing import ring
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT


def test_what_stays_late_five_working_days_is_in_the_circulars_of_all_above(cast: Cast, enter) -> None:
    begun = timezone.now() - timedelta(days=30)
    told = Telling("电梯坏了没人管", "portal", lon=116.005, lat=39.005)
    case = actions.report(told, by=RESIDENT, now=begun).case
    run = ClockRun.objects.get(case=case, kind="resolve")
    for day in range(30):
        while ring(now=begun + timedelta(days=day)):
            pass
    circular = Alarm.objects.get(case=case, kind=Alarm.Kind.CIRCULAR)
    assert timedelta(days=5) <= circular.at - run.due_at <= timedelta(days=12)
    month = f"{circular.at:%Y-%m}"
    for who in ("zhou", "zhao", "gao"):
        page = enter(who).get(f"/desk/rates/circulars?period={month}")
        assert number_of(case) in page.text, who
    assert "/desk/rates/circulars" in enter("zhao").get("/desk/rates").text
    assert number_of(case) not in enter("qian").get(f"/desk/rates/circulars?period={month}").text
    sheet = enter("zhao").get(f"/desk/rates/circulars?period={month}&excel=1")
    assert sheet.headers["Content-Type"].endswith("sheet")
    before = enter("zhao").get("/desk/rates/circulars?period=2020-01").text
    assert "No circular in these days" in before
