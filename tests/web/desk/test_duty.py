"""The telephone of day and night: a rota without gaps, colleagues who change, who answers now."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import SYSTEM
from wangge.staffing import duty, rota
from wangge.staffing.errors import ShiftOver, ShiftsOverlap
from wangge.staffing.models import Handover, Office, Shift

NUMBERS = {
    "phone": "010-5550001",
    "mobile": "13800000100",
    "day_and_night": "010-5550024",
    "account_name": "春和发布",
    "account_link": "https://example.org/account",
}


def address(name: str, cast: Cast, *more: object) -> str:
    return reverse(f"desk:{name}", args=[cast.community.code, *more])


@pytest.fixture
def next_month() -> date:
    """The first day of the month after this one."""
    return (timezone.now().astimezone(CHINA_TIME).date().replace(day=28) + timedelta(days=7)).replace(day=1)


@pytest.fixture
def turning(enter, cast: Cast, next_month: date) -> Client:
    """Zhou's browser; three take turns by day and by night, and the next month is filled."""
    zhou = enter("zhou")
    zhou.post(address("duty-numbers", cast), NUMBERS)
    places = {f"turn-{cast.account[who].pk}": n for n, who in enumerate(("zhou", "chen", "he"), start=1)}
    said = {"starts": "08:00 20:00", "since": f"{next_month}", **places}
    assert zhou.post(address("duty-turns", cast), said).status_code == 302
    zhou.post(address("duty-month", cast), {"month": f"{next_month:%Y-%m}"})
    return zhou


@pytest.mark.row("JB-18")
def test_somebody_answers_for_24_hours_of_every_day_and_a_gap_shows(
    turning: Client, cast: Cast, next_month: date
) -> None:
    """24 h: 24 of 24 hours each day by turns; where a shift falls out, its hours show as a gap."""
    days = rota.month(cast.community, next_month)
    assert days[0].covered == 16, "before the first shift nobody is there"
    assert {day.covered for day in days[1:]} == {24}
    assert [shift.account.name for shift in days[1].shifts] == ["陈网格", "何楼长", "周社区"]
    page = turning.get(address("duty", cast), {"month": f"{next_month:%Y-%m}"})
    assert f"24 of 24 hours on {len(days) - 1} of {len(days)} days" in page.text
    assert "16/24" in page.text
    again = turning.post(address("duty-month", cast), {"month": f"{next_month:%Y-%m}"}, follow=True)
    assert "0 shifts were made." in again.text, "once more changes nothing"

    night = days[9].shifts[-1]
    assert turning.post(reverse("desk:shift", args=[night.pk]), {"drop": "1"}).status_code == 302
    short = rota.month(cast.community, next_month)
    assert (short[9].covered, short[10].covered) == (20, 16)
    told = turning.get(address("duty", cast), {"month": f"{next_month:%Y-%m}"}).text
    assert "20:00–24:00" in told
    assert "00:00–08:00" in told

    paper = turning.get(
        reverse("papers:duty-list", args=[cast.community.code, "pdf"]), {"on": f"{next_month}"}
    )
    assert paper.content[:5] == b"%PDF-"
    assert Client().get(reverse("papers:duty-list", args=[cast.community.code, "pdf"])).status_code == 302


@pytest.mark.row("JB-18")
def test_residents_read_who_answers_now_and_take_the_card_home(
    turning: Client, enter, cast: Cast, next_month: date
) -> None:
    """办公电话、手机号码、公众号二维码、24小时电话: on the pages and on the card, no private number."""
    now = timezone.now()
    shift = duty.Planned(cast.account["he"].pk, now - timedelta(hours=1), now + timedelta(hours=5))
    duty.enter_shifts(cast.community, [shift], by=cast.zhou, now=now)
    cast.account["he"].phone = "13911112222"
    cast.account["he"].save()
    resident = Client(headers={"accept-language": "en"})
    code = cast.grids[0].code
    for page in (reverse("portal:grid", args=[code]), f"{reverse('portal:home')}?grid={code}"):
        told = resident.get(page).text.partition("Who answers now")[2].partition("</section>")[0]
        assert "010-5550024" in told
        assert "010-5550001" in told
        assert "13911112222" not in told
        assert "何楼长岗" in told, "the post"
    card = resident.get(reverse("papers:key-tag", args=[cast.community.code, "pdf"]))
    assert (card.status_code, card.content[:5]) == (200, b"%PDF-")


@pytest.mark.row("JB-18")
def test_a_call_at_three_at_night_is_on_record_with_whoever_was_on_duty(
    turning: Client, enter, cast: Cast, monkeypatch
) -> None:
    night = datetime(2032, 3, 2, 3, tzinfo=CHINA_TIME)
    shift = duty.Planned(cast.account["zhou"].pk, night - timedelta(hours=7), night + timedelta(hours=5))
    duty.enter_shifts(cast.community, [shift], by=cast.zhou, now=timezone.now())
    names = {"name": "社区24小时电话", "name_en": "24-hour phone", "round_the_clock": True, "desk": True}
    enter_catalogue({"channels": [{"code": "community-phone", **names}]}, by=SYSTEM, now=timezone.now())
    page = turning.get(address("duty", cast))
    link = page.text.partition("/desk/report?channel=")[2].partition('"')[0]
    form = turning.get("/desk/report", {"channel": link}).context["form"]
    assert form["channel"].value() == link, "the way it came in is chosen already"
    monkeypatch.setattr(timezone, "now", lambda: night)
    zhou = enter("zhou")
    said = {
        "key": "n1",
        "channel": link,
        "text": "半夜水管爆了",
        "name": "林女士",
        "phone": "",
        "lon": "116.005",
    }
    sent = zhou.post("/desk/report", said | {"lat": "39.005"})
    assert sent.status_code == 302, sent.text[:500]
    case = Case.objects.latest("id")
    assert case.reported_at == night
    told = zhou.get(reverse("desk:case", args=[number_of(case)])).text
    assert "On duty when it came in" in told
    assert "20:00–08:00" in told
    later = night + timedelta(days=1)
    with pytest.raises(ShiftOver):
        duty.give_shift(
            Shift.objects.get(since=shift.since), account=cast.account["he"].pk, by=cast.zhou, now=later
        )


@pytest.mark.row("JB-18")
def test_colleagues_swap_with_consent_and_the_office_covers(
    turning: Client, enter, cast: Cast, next_month: date
) -> None:
    days = rota.month(cast.community, next_month)
    mine = next(s for day in days[3:] for s in day.shifts if s.account_id == cast.account["chen"].pk)
    theirs = next(s for day in days[3:] for s in day.shifts if s.account_id == cast.account["he"].pk)
    chen, he = enter("chen"), enter("he")
    page = reverse("desk:shift", args=[mine.pk])
    chen.post(page, {"to": cast.account["he"].pk, "back": theirs.pk})
    assert Shift.objects.get(pk=mine.pk).account.name == "陈网格", "not before the colleague agrees"
    asked = Handover.objects.get()
    assert "asks you to take" in he.get(address("duty", cast)).text
    assert chen.post(reverse("desk:handover", args=[asked.pk]), {"agreed": "yes"}).status_code == 404
    for _twice in range(2):
        he.post(reverse("desk:handover", args=[asked.pk]), {"agreed": "yes"})
    swapped = [Shift.objects.get(pk=shift.pk) for shift in (mine, theirs)]
    assert [(s.account.name, s.instead_of.name) for s in swapped] == [
        ("何楼长", "陈网格"),
        ("陈网格", "何楼长"),
    ]

    turning.post(page, {"to": cast.account["zhou"].pk})
    assert Shift.objects.get(pk=mine.pk).account.name == "周社区"
    assert enter("sun").get(address("duty", cast)).status_code == 403
    assert chen.post(page, {"drop": "1"}, follow=True).status_code == 200
    assert Shift.objects.filter(pk=mine.pk).exists(), "only the office takes shifts off"


def test_the_rota_goes_out_as_a_workbook_and_comes_back(
    turning: Client, cast: Cast, next_month: date
) -> None:
    month = f"{next_month:%Y-%m}"
    sheet = turning.get(address("duty", cast), {"month": month, "excel": "1"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[2][:4] == [f"{next_month}", "08:00", "20:00", "周社区"]
    count = Shift.objects.count()
    overlapping = turning.post(address("duty-file", cast), {"file": SimpleUploadedFile("r.xlsx", sheet)})
    assert (overlapping.status_code, Shift.objects.count()) == (422, count)
    Shift.objects.all().delete()
    turning.post(address("duty-file", cast), {"file": SimpleUploadedFile("r.xlsx", sheet)})
    assert Shift.objects.count() == count
    wrong = SimpleUploadedFile(
        "r.csv", f"{next_month},08:00,09:00,没有这人\n2031-01-01,8:00,9:00,周社区\n".encode()
    )
    refused = turning.post(address("duty-file", cast), {"file": wrong})
    assert "rows 1 are not understood" in refused.text


def test_two_shifts_do_not_overlap_and_an_odd_time_is_told(
    turning: Client, cast: Cast, next_month: date
) -> None:
    there = Shift.objects.first()
    again = duty.Planned(cast.account["zhou"].pk, there.since + timedelta(hours=1), there.until)
    with pytest.raises(ShiftsOverlap):
        duty.enter_shifts(cast.community, [again], by=cast.zhou, now=timezone.now())
    said = {"starts": "8点", "since": f"{next_month}", f"turn-{cast.account['zhou'].pk}": "1"}
    odd = turning.post(address("duty-turns", cast), said)
    assert "Write it as 08:00" in odd.text
    assert Office.objects.get().starts == ["08:00", "20:00"]
    link = turning.post(address("duty-numbers", cast), NUMBERS | {"account_link": "javascript:1"})
    assert link.status_code == 422
