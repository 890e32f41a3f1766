"""The gate on the desk: a department asks, the street decides, the grids hand in; the list as Excel."""

import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from wangge.admission.models import Handout, State, Task

ASKED = {
    "title": "独居老人用水情况",
    "purpose": "夏季供水保障",
    "audience": "80岁以上独居老人",
    "since": "2026-12-01",
    "until": "2026-12-31",
    "every": "monthly",
    "forms": "老人登记表：姓名、联系电话、住址、水表号",
}


@pytest.fixture
def asked(enter, cast) -> Task:
    """Sun of the water department has asked."""
    sun = enter("sun")
    offered = sun.get("/desk/admission/new").context["form"].fields
    (department,) = offered["department"].queryset
    answer = sun.post("/desk/admission/new", {**ASKED, "department": department.pk, "area": cast.street.pk})
    task = Task.objects.get()
    assert answer["Location"] == f"/desk/admission/{task.pk}"
    return task


@pytest.mark.row("ES-17")
def test_a_task_goes_through_the_gate_from_page_to_page(enter, asked):
    zhao, sun, chen = enter("zhao"), enter("sun"), enter("chen")
    where = f"/desk/admission/{asked.pk}"
    assert asked.title in zhao.get("/desk/admission").content.decode()
    assert 'name="strike"' not in zhao.get(where).content.decode()
    sun.post(f"{where}/send_out")
    assert not Handout.objects.exists()
    zhao.post(f"{where}/approve")
    sun.post(f"{where}/send_out")
    assert Handout.objects.count() == 2
    page = chen.get("/desk/admission").content.decode()
    assert asked.title in page
    mine = Handout.objects.get(grid__number=1)
    chen.post(f"/desk/admission/handouts/{mine.pk}")
    assert "1 of 2 grids" in sun.get(where).content.decode()
    sun.post(f"{where}/finish")
    asked.refresh_from_db()
    assert asked.state == State.FINISHED


def test_the_street_sees_what_is_collected_already_and_what_it_saves(enter, asked, cast):
    zhao, sun = enter("zhao"), enter("sun")
    zhao.post(f"/desk/admission/{asked.pk}/approve")
    again = {
        **ASKED,
        "title": "再报一次",
        "forms": "表：名字、手机",
        "area": cast.street.pk,
        "department": asked.department_id,
    }
    sun.post("/desk/admission/new", again)
    second = Task.objects.get(title="再报一次")
    page = zhao.get(f"/desk/admission/{second.pk}")
    assert page.context["known"] == 2
    assert "collected already" in page.content.decode()
    zhao.post(f"/desk/admission/{second.pk}/merge", {"into": asked.pk, "reason": "已有"})
    second.refresh_from_db()
    assert second.merged_into == asked
    shown = zhao.get("/desk/admission", {"view": "spared"})
    assert (shown.context["saved"].forms, shown.context["saved"].fields) == (2, 4)


def test_refusals_are_told_on_the_page(enter, asked):
    zhao = enter("zhao")
    said = zhao.post(f"/desk/admission/{asked.pk}/refuse", follow=True).content.decode()
    assert "Please fill in: why" in said
    said = zhao.post(f"/desk/admission/{asked.pk}/merge", {"into": "x", "reason": "y"}, follow=True)
    assert "the other task" in said.content.decode()
    assert zhao.post(f"/desk/admission/{asked.pk}/nonsense").status_code == 302
    assert enter("qian").get("/desk/admission/999").status_code == 302


def test_the_form_says_what_is_wrong_and_keeps_what_was_written(enter, cast):
    sun = enter("sun")
    answer = sun.post("/desk/admission/new", {**ASKED, "forms": "没有字段", "area": cast.street.pk})
    assert answer.status_code == 422
    assert "没有字段" in answer.content.decode()
    assert enter("zhao").get("/desk/admission/new").status_code == 403


def test_the_department_changes_what_was_returned(enter, asked):
    zhao, sun = enter("zhao"), enter("sun")
    zhao.post(f"/desk/admission/{asked.pk}/return", {"reason": "太多"})
    page = sun.get(f"/desk/admission/{asked.pk}/amendment").content.decode()
    assert "老人登记表：姓名、联系电话、住址、水表号" in page
    sun.post(f"/desk/admission/{asked.pk}/amendment", {**ASKED, "forms": "表：水表号"})
    asked.refresh_from_db()
    assert (asked.state, asked.forms.get().name) == (State.PROPOSED, "表")


def test_the_list_is_taken_as_excel(enter, asked):
    answer = enter("zhao").post("/desk/admission/exports", {"view": "waiting"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert "赵街道" in rows[0][0]
    assert rows[2][:2] == [asked.title, "水务局"]
    assert timezone.localtime(asked.asked_at).date() == rows[2][15].date()


@pytest.mark.parametrize("number", [1, 4])
def test_the_gate_costs_the_same_however_long_it_is(enter, asked, number, django_assert_num_queries):
    for copy in range(number):
        Task.objects.filter(pk=asked.pk).first()
        fresh = Task.objects.get(pk=asked.pk)
        fresh.pk, fresh.title = None, f"第{copy}件"
        fresh.save(force_insert=True)
    zhao = enter("zhao")
    zhao.get("/desk/admission")
    with django_assert_num_queries(5):  # editions, session, tasks, saved, waiting
        zhao.get("/desk/admission")
