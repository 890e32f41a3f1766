"""The desk takes reports down: duplicates first, a receipt for each signer, trifles settled at once."""

import pytest
from django.utils import timezone

from wangge.cases import actions as cases
from wangge.cases.joining import Signer
from wangge.cases.models import Case, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.intake.errors import SignerUnclear
from wangge.intake.signers import read_signers
from wangge.journal.models import Entry

LIFT = "一单元电梯又停了，老人困在里面"


def form(house, key="k1", **more):
    told = {"key": key, "text": LIFT, "building": house.buildings[0].pk, "channel": "community-phone"}
    return told | {"name": "林女士", "phone": "13800008000"} | more


def filed() -> Case:
    return Case.objects.get()


def test_a_call_is_filed_with_who_called(enter, house):
    answer = enter("zhou").post("/desk/report", form(house))
    report = Report.objects.get()
    assert answer.headers["Location"] == f"/desk/cases/{number_of(report.case)}"
    assert (report.name, report.channel.code, report.account) == (
        "林女士",
        "community-phone",
        house.account["zhou"],
    )


@pytest.mark.row("ZH-24")
@pytest.mark.row("JB-16")
def test_what_may_be_known_already_is_shown_before_filing_and_joins_by_one_press(enter, house):
    zhou = enter("zhou")
    zhou.post("/desk/report", form(house))
    again = form(house, "k2", text="1号楼电梯停了有老人困在里面", name="吴先生", phone="13900009000")
    page = zhou.post("/desk/report", again)
    number = number_of(filed())
    assert Report.objects.count() == 1, "nothing is filed before somebody judged"
    assert "the same building" in page.text
    assert f'name="join" value="{number}"' in page.text
    joined = zhou.post("/desk/report", again | {"join": number})
    assert joined.headers["Location"] == f"/desk/cases/{number}"
    assert [report.name for report in filed().reports.order_by("id")] == ["林女士", "吴先生"]


def test_it_is_another_files_a_case_of_its_own(enter, house):
    zhou = enter("zhou")
    zhou.post("/desk/report", form(house))
    zhou.post("/desk/report", form(house, "k2", another="1"))
    assert Case.objects.count() == 2


def test_what_was_compared_while_typing_is_not_asked_again(enter, house):
    zhou = enter("zhou")
    zhou.post("/desk/report", form(house))
    typed = zhou.post("/desk/report/alike", form(house, "k2"))
    assert number_of(filed()) in typed.text
    zhou.post("/desk/report", form(house, "k2", compared=[number_of(filed())]))
    assert Case.objects.count() == 2


def test_a_neighbouring_office_is_shown_nothing_of_it(enter, house):
    enter("zhou").post("/desk/report", form(house))
    typed = enter("qian").post("/desk/report/alike", form(house, "k2"))
    assert number_of(filed()) not in typed.text
    assert enter("qian").post("/desk/report", form(house, "k2", join=number_of(filed()))).status_code in {
        404,
        422,
    }
    assert Report.objects.count() == 1


@pytest.mark.row("SY-16")
def test_seventeen_households_are_one_case_with_a_receipt_for_each(enter, house):
    lines = "\n".join(
        f"{n}、住户{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰'[n - 1]}，138000080{n:02d} 1号楼{n}室"
        for n in range(1, 16)
    )
    rows = {"signer_name": ["陈二", ""], "signer_phone": ["13700007000", ""], "signer_home": ["2号楼", ""]}
    told = form(house, text="下水道堵塞，污水倒灌", signers=lines, **rows)
    zhou = enter("zhou")
    answer = zhou.post("/desk/report", told)
    case = filed()
    assert answer.headers["Location"] == f"/desk/receipts/{number_of(case)}"
    assert case.reports.count() == 17
    assert case.representative.name == "林女士"
    slips = zhou.get(answer.headers["Location"])
    assert all(secret_of(report) in slips.text for report in case.reports.all())
    assert zhou.post("/desk/report", told).headers["Location"] == answer.headers["Location"]
    assert case.reports.count() == 17, "sent twice, it is one petition"


def test_receipts_are_only_for_whoever_took_the_report_down(enter, house):
    enter("zhou").post("/desk/report", form(house, signers="张三 13600006000"))
    slips = enter("zhao").get(f"/desk/receipts/{number_of(filed())}")
    assert "No slip for you" in slips.text
    assert not any(secret_of(report) in slips.text for report in Report.objects.all())


@pytest.mark.row("ZH-21")
def test_a_trifle_is_settled_on_the_phone_and_still_checked_by_somebody_else(enter, house):
    enter("zhou").post("/desk/report", form(house, settled="已电话告知重启按钮，电梯恢复"))
    case = filed()
    assert (case.state, case.on_the_spot, case.level) == ("handled", True, "community")
    cases.verify(case, note="电梯正常", by=house.he, now=timezone.now())
    assert filed().state == "verified"


def test_who_may_not_settle_files_it_and_is_told_why(enter, house):
    page = enter("zhao").post("/desk/report", form(house, settled="已解决"), follow=True)
    assert filed().state == "reported"
    assert "filed, but not settled" in page.text


def test_signers_are_read_as_people_paste_them():
    read = read_signers("1. 张三 13800008000 3-201\n（2）李四，010-12345678，春和苑 1号楼\n\n王五\n王五")
    assert read == [
        Signer("张三", "13800008000", "3-201"),
        Signer("李四", "010-12345678", "春和苑 1号楼"),
        Signer("王五"),
    ]


def test_a_line_without_a_name_is_refused_by_its_number(enter, house):
    with pytest.raises(SignerUnclear, match="Line 2"):
        read_signers("张三\n13800008000")
    page = enter("zhou").post("/desk/report", form(house, signers="13800008000"))
    assert page.status_code == 422
    assert not Case.objects.exists()


def test_grid_workers_find_and_offices_take_down(enter, house):
    page = enter("chen").get("/desk/report").text
    assert "patrol" in page
    assert 'value="community-phone"' not in page
    assert 'name="signers"' not in page
    assert 'value="community-phone"' in enter("zhou").get("/desk/report").text


def test_one_journal_entry_for_each_deed(enter, house):
    enter("zhou").post("/desk/report", form(house, signers="张三 13600006000"))
    verbs = list(Entry.objects.filter(subject_kind="case").order_by("id").values_list("verb", flat=True))
    assert verbs == ["case.reported", "case.petitioned"]
