"""The reporter sees each step: who has it, until when, and why it waits; nothing of other reporters."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from wangge.cases import actions
from wangge.cases.following import own_number
from wangge.cases.joining import Part, Signer
from wangge.cases.models import Case, Hold, Rating
from wangge.cases.numbering import secret_of
from wangge.cases.ringing import ring
from wangge.cases.sla import Unit
from wangge.cases.tasking import Planned
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

RUBBISH = "楼下垃圾三天没有清运"
BURST = "水管漏水了，楼道全是水"


def page(lin, address: str) -> str:
    answer = lin.client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return html.unescape(answer.content.decode())


def tell(text: str = RUBBISH, **more) -> Telling:
    facts = {"lon": 116.005, "lat": 39.005, "channel": "portal", "name": "林女士", "phone": "13800008000"}
    return Telling(text, **facts | more)


@pytest.fixture
def signed(cast: Cast, lin, report_at) -> str:
    """The address of a report that Chen works on."""
    address = lin.reports(RUBBISH)
    actions.sign(report_at(address).case, by=cast.chen, now=timezone.now())
    return address


@pytest.mark.row("BS-13")
def test_ordered_by_a_resident_sent_by_the_platform_taken_by_the_grid(
    cast: Cast, lin, settle, report_at
) -> None:
    """群众点单，平台派单，微网格接单: the resident sees all three, without anybody telling them."""
    address = lin.reports(RUBBISH)
    told = page(lin, address)
    assert "Received" in told
    assert "陈网格" in told, "the platform sent it to the grid's own post at once, and says to whom"
    case = report_at(address).case
    assert case.post_id == cast.posts["chen"]
    actions.sign(case, by=cast.chen, now=timezone.now())
    told = page(lin, address)
    assert "Work has begun" in told
    assert "Being worked on" in told


@pytest.mark.row("ZH-33")
def test_what_waits_for_the_reporter_says_so_and_goes_on_when_answered(
    cast: Cast, lin, signed, report_at
) -> None:
    now = timezone.now()
    actions.wait(
        report_at(signed).case,
        reason="请问是哪一个单元",
        until=now + timedelta(days=3),
        by=cast.chen,
        now=now,
    )
    told = page(lin, signed)
    assert "We are waiting for you" in told
    assert "请问是哪一个单元" in told
    assert "Its time stands still" in told
    empty = lin.client.post(f"{signed}/supplement", {"note": " "})
    assert empty.status_code == 422
    assert "write a few words" in empty.content.decode()
    assert lin.client.post(f"{signed}/supplement", {"note": "三单元一层"})["Location"] == signed
    assert report_at(signed).case.state == "signed"
    told = page(lin, signed)
    assert "We are waiting for you" not in told
    assert "You added something" in told
    assert "三单元一层" in told
    assert "Work goes on" in told


def test_what_is_put_off_says_until_when_and_why(cast: Cast, lin, signed, report_at) -> None:
    now, case = timezone.now(), report_at(signed).case
    actions.ask_shelving(case, reason="要等雨季过后", until=now + timedelta(days=30), by=cast.chen, now=now)
    assert "要等雨季过后" not in page(lin, signed), "nobody has agreed to it yet"
    actions.shelve(case, by=cast.zhou, now=now)
    told = page(lin, signed)
    assert "was put off" in told
    assert "要等雨季过后" in told
    assert "Put off for now" in told
    assert "late" not in told.partition("case-head")[2].partition("</div>")[0]
    assert Hold.objects.get().kind == "shelved"


def test_more_time_says_by_whom_and_why(cast: Cast, lin, signed, report_at) -> None:
    now, case = timezone.now(), report_at(signed).case
    actions.ask_extension(case, amount=2, reason="零件还在路上", by=cast.chen, now=now)
    actions.extend(case, by=cast.zhou, now=now)
    told = page(lin, signed)
    assert "More time was granted" in told
    assert told.count("零件还在路上") >= 2, "above, and at its step"
    assert "周社区" in told
    assert "How this time is reckoned" in told


def test_in_dispute_it_says_who_decides_and_then_whose_it_is(cast: Cast, lin, report_at) -> None:
    address = lin.reports(BURST)
    case, now = report_at(address).case, timezone.now()
    assert "孙水务岗" in page(lin, address)
    actions.dispute(case, reason="属于物业内部管线", by=cast.sun, now=now)
    told = page(lin, address)
    assert "孙水务岗 says that it belongs to another unit" in told
    assert "The street decides which unit it belongs to" in told
    assert "属于物业内部管线" not in told
    actions.rule(case, post=cast.posts["zhou"], reason="由社区牵头", by=cast.zhao, now=now)
    told = page(lin, address)
    assert "The street has decided whose it is" in told
    assert "to 周社区岗" in told


def test_a_department_is_named_by_its_post_alone(cast: Cast, lin, report_at) -> None:
    cast.account["sun"].phone = "13811112222"
    cast.account["sun"].save()
    address = lin.reports(BURST)
    actions.sign(report_at(address).case, by=cast.sun, now=timezone.now())
    told = page(lin, address)
    assert "孙水务岗" in told
    assert "13811112222" not in told


@pytest.mark.row("ZH-36")
def test_a_whistle_says_who_was_called_and_who_came(cast: Cast, lin, signed, report_at) -> None:
    now, case = timezone.now(), report_at(signed).case
    posts = [cast.posts["sun"], cast.posts["zhou"]]
    actions.whistle(
        case,
        posts=posts,
        leads=posts[0],
        place="桂花亭",
        meet_at=now + timedelta(hours=2),
        by=cast.zhao,
        now=now,
    )
    actions.respond(case, answer="coming", by=cast.sun, now=now)
    actions.attend(case, post=posts[0], by=cast.zhao, now=now)
    told = page(lin, signed)
    assert "Several units were called to the place" in told
    assert "桂花亭" in told
    called = told.partition("Units called to the place")[2]
    assert "came" in called
    assert "has not answered yet" in called
    actions.conclude(case, note="由水务局内部先行垫付", by=cast.zhao, now=now)
    told = page(lin, signed)
    assert "did not come" in told
    assert "先行垫付" not in told, "the minutes are theirs"


def test_ordered_steps_say_which_is_due_and_whose(cast: Cast, lin, signed, report_at) -> None:
    now, case = timezone.now(), report_at(signed).case
    steps = [
        Planned("先鉴定", cast.posts["sun"], 4, Unit.NATURAL_HOUR),
        Planned("再维修", cast.posts["chen"], 1, Unit.NATURAL_DAY),
    ]
    actions.plan(case, tasks=steps, by=cast.zhou, now=now)
    told = page(lin, signed)
    assert told.index("先鉴定") < told.index("再维修")
    assert "after the step before it" in told
    actions.perform(case, note="已鉴定", by=cast.sun, now=now)
    told = page(lin, signed)
    assert "A step of the work is done" in told
    assert "after the step before it" not in told


@pytest.mark.row("SY-15")
def test_five_visits_are_counted_with_their_outcomes(cast: Cast, lin, signed, report_at) -> None:
    case, now = report_at(signed).case, timezone.now()
    for hour, outcome in enumerate(["nobody", "nobody", "refused", "promised", "settled"]):
        actions.visit(case, outcome=outcome, note="住户的私事", by=cast.chen, now=now + timedelta(hours=hour))
    told = page(lin, signed)
    assert "Somebody went there 5 times" in told
    assert "nobody there" in told
    assert "住户的私事" not in told, "what was found at somebody's door is not told"


def test_what_is_late_says_which_office_was_told(cast: Cast, lin, report_at) -> None:
    address, soon = lin.reports(RUBBISH), timezone.now()
    for days in range(1, 40):
        ring(now=soon + timedelta(days=days))
    told = page(lin, address)
    assert "Its time is up" in told
    assert "Told to a higher office, because its time is up" in told
    assert "赵街道岗 was told" in told


@pytest.mark.row("ZH-24")
def test_merged_the_old_number_goes_on_working_and_each_rates(
    cast: Cast, lin, settle, report_at, monkeypatch
) -> None:
    first, second = lin.reports(RUBBISH), None
    lin.tells("3号楼门口垃圾成堆")
    lin.points()
    second = lin.sends(name="吴老伯", phone="13700007000")["Location"].removesuffix("?sent")
    kept, gone = report_at(first).case, report_at(second).case
    now = timezone.now()
    actions.merge(gone, into=kept, reason="同一堆垃圾", by=cast.zhou, now=now)
    told = page(lin, second)
    assert "handled together under number" in told
    assert kept.reported_at.strftime("%Y") in told
    assert "3号楼门口垃圾成堆" in told
    assert RUBBISH not in told, "what the neighbour wrote is theirs"
    assert second.split("/")[2] in told, "one's own number stays"
    assert "1 more person has told the same" in page(lin, first)
    settle(first)
    for address, score in [(first, "5"), (second, "2")]:
        assert "Everybody who told it rates for themselves" in page(lin, address)
        assert lin.client.post(f"{address}/rating", {"score": score})["Location"] == address
        assert f"You rated it {score} of 5" in page(lin, address)
    assert page(lin, first).count("You rated it") == 2, "at its step and above, for this rating alone"
    assert Rating.objects.count() == 2


def test_split_each_part_shows_its_own_state(cast: Cast, lin, signed, report_at) -> None:
    now = timezone.now()
    parts = [Part("路灯不亮", "路灯", "rubbish"), Part("井盖松动", "井盖", "water")]
    made = actions.split(report_at(signed).case, parts=parts, by=cast.zhou, now=now)
    actions.sign(made[1], by=cast.sun, now=now)
    told = page(lin, signed)
    assert "Divided into parts" in told
    shown = told.partition("Its parts")[2]
    assert shown.index("路灯不亮") < shown.index("passed on") < shown.index("井盖松动")
    assert "being worked on" in shown


@pytest.mark.row("SY-16")
def test_who_speaks_for_seventeen_households_sees_how_many_signed(cast: Cast, lin) -> None:
    now, telling = timezone.now(), tell("下水道堵塞，污水倒灌", key="seventeen")
    told = actions.report(telling, by=RESIDENT, now=now)
    signers = [Signer(f"住户{n}", f"138000010{n:02d}", f"{n}号") for n in range(1, 17)]
    others = actions.petition(told, telling, signers, by=cast.zhou, now=now)
    assert "You speak for 17 people who signed" in page(lin, address_of(told))
    theirs = page(lin, address_of(others[3]))
    assert "17 people brought this together" in theirs
    assert "13800001005" not in theirs
    assert "住户5" not in theirs


def address_of(report) -> str:
    return f"/r/{own_number(report)}/{secret_of(report)}"


def test_who_joins_reads_nothing_of_the_first(cast: Cast, lin, report_at) -> None:
    first = actions.report(
        tell("我家301室门口有垃圾", address="301室"), by=RESIDENT, now=timezone.now() - timedelta(hours=2)
    )
    joined = actions.join(first.case, tell("我也看到了", name="王五"), by=RESIDENT, now=timezone.now())
    told = page(lin, address_of(joined))
    assert "Reported by somebody else first" in told
    assert "You said that you have this too" in told
    assert "301室" not in told
    assert "林女士" not in told
    theirs = page(lin, address_of(first))
    assert "1 more person has told the same" in theirs
    assert "我也看到了" not in theirs


def test_closed_says_what_was_done_and_the_role_of_who_looked(lin, settle) -> None:
    address = lin.reports(RUBBISH)
    settle(address)
    told = page(lin, address)
    assert "换了新灯泡" in told
    checked = told.partition("Checked on site by somebody else")[2]
    assert "member" in checked[:400], "the role of whoever looked"
    assert "何楼长" not in told


def test_over_the_interface_a_reporter_learns_why_and_answers(cast: Cast, lin, signed, report_at) -> None:
    now, (number, secret) = timezone.now(), signed.split("/")[2:4]
    actions.wait(
        report_at(signed).case, reason="哪个单元", until=now + timedelta(days=3), by=cast.chen, now=now
    )
    where = f"/api/v1/cases/{number}"
    told = lin.client.get(f"{where}?secret={secret}").json()
    assert told["stands_still"]
    assert told["why"][0] | {"until": None} == {"kind": "waiting", "words": "哪个单元", "until": None}
    sent = lin.client.post(
        f"{where}/supplements?secret={secret}", {"text": "三单元"}, content_type="application/json"
    )
    assert sent.status_code == 200
    assert sent.json()["state"] == "signed"
    wrong = lin.client.post(
        f"{where}/supplements?secret=aaaaaaaaaaaa", {"text": "三单元"}, content_type="application/json"
    )
    assert wrong.status_code == 404
    assert Case.objects.get().state == "signed"
