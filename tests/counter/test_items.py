"""Items are data, written one paper and one step a line."""

import pytest

from tests.cast import MONDAY
from wangge.counter import actions, lines, queries
from wangge.counter.errors import (
    CodeTaken,
    LineUnclear,
    NoDecisionLast,
    NoDepartmentNamed,
    NoSuchItem,
    NotAtYourWindow,
)
from wangge.counter.filing import Applicant
from wangge.counter.items import Guide
from wangge.counter.lines import Material, Step
from wangge.journal.actor import RESIDENT

PAPERS = "户口簿 | 原件和复印件 | 1 | 本人持有\n申请表｜填写｜2份｜窗口领取\n身份证"
STEPS = "受理 | 社区 | 2\n公示 | 社区 | 3天 | 公示\n审批 | 部门 | 10 | 决定"


def guide(**changes) -> Guide:
    told = {"code": "hard-life", "name": "特困人员救助供养", "audience": "特困人员", "fee": "免费"}
    told |= {"materials": tuple(lines.read_materials(PAPERS)), "steps": tuple(lines.read_steps(STEPS))}
    return Guide(**{**told, "department": "civil-affairs", **changes})


def test_papers_and_steps_are_read_as_people_write_them():
    assert lines.read_materials(PAPERS)[:2] == [
        Material("户口簿", "both", 1, "本人持有"),
        Material("申请表", "filled", 2, "窗口领取"),
    ]
    steps = lines.read_steps(STEPS)
    assert steps[1] == Step("公示", "community", 3, "notice")
    assert lines.read_steps(lines.written_steps(lines.as_rows(steps))) == steps
    papers = lines.read_materials(PAPERS)
    assert lines.read_materials(lines.written_materials(lines.as_rows(papers))) == papers


@pytest.mark.parametrize("unclear", ["受理 | 市长 | 2", "受理 | 社区 | 很久", "| 社区 | 1", "a|b|c|d|e"])
def test_an_unclear_line_is_named(unclear):
    with pytest.raises(LineUnclear, match="Line 2"):
        lines.read_steps(f"初审 | 社区 | 1\n{unclear}")


@pytest.mark.parametrize("steps", ["", "受理 | 社区 | 2", "决定 | 社区 | 2 | 决定\n送达 | 社区 | 1"])
def test_the_last_step_and_no_other_decides(steps):
    with pytest.raises(NoDecisionLast):
        lines.read_steps(steps)


def test_the_street_and_administrators_keep_the_items(window):
    made = actions.keep_item(None, guide(), by=window.an, now=MONDAY)
    assert (made.days, made.decides) == (15, "department")
    with pytest.raises(CodeTaken):
        actions.keep_item(None, guide(), by=window.zhao, now=MONDAY)
    with pytest.raises(NoDepartmentNamed):
        actions.keep_item(made, guide(department=""), by=window.zhao, now=MONDAY)
    with pytest.raises(NotAtYourWindow):
        actions.keep_item(made, guide(), by=window.zhou, now=MONDAY)


def test_an_application_keeps_the_steps_it_was_filed_with(window):
    made = actions.keep_item(None, guide(), by=window.an, now=MONDAY)
    found = actions.file(made, Applicant("林"), area=window.community, key="k", by=RESIDENT, now=MONDAY)
    short = tuple(lines.read_steps("办结 | 社区 | 1 | 决定"))
    actions.keep_item(made, guide(steps=short, offered=False), by=window.an, now=MONDAY)
    assert len(queries.progress(found).stages) == 3
    with pytest.raises(NoSuchItem):
        queries.item_of("hard-life")
    assert queries.items(words="居住") == [queries.item_of("residence-permit")]
