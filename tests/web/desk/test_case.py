"""The case page: what it tells, what it offers, to whom."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from wangge.cases import actions, photos
from wangge.cases.models import Case, ClockRun
from wangge.cases.numbering import number_of
from wangge.cases.workflow import TABLE, Standing
from wangge.web.desk import steps


def address(case: Case, resource: str = "") -> str:
    return f"/desk/cases/{number_of(case)}" + (f"/{resource}" if resource else "")


def picture(shade: str = "teal") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), shade).save(file, "JPEG")
    file.seek(0)
    file.name = "yard.jpg"
    return file


def offered(client, case: Case) -> list[str]:
    """The steps at hand, the expected one first."""
    return [offer.step.name for offer in client.get(address(case)).context["offers"].near]


def drawers(client, case: Case) -> dict[str, list[str]]:
    """What “More” holds, by the English word of its drawer."""
    found = client.get(address(case)).context["offers"].drawers
    return {str(group.value): [offer.step.name for offer in offers] for group, offers in found}


def test_every_step_of_the_table_has_its_address():
    shown = {step.name for step in steps.OFFERED}
    assert shown == {row.name for row in TABLE if row.who != {Standing.REPORTER}}
    assert len({step.resource for step in steps.STEPS}) == len(steps.STEPS)


def test_only_what_is_allowed_is_offered_the_expected_first(enter, rubbish):
    assert offered(enter("chen"), rubbish) == ["sign", "contact", "return"]
    assert drawers(enter("chen"), rubbish) == {
        "The work": ["settle", "visit", "classify", "pass_up"],
        "Time": ["ask_extension"],
        "Other units": ["dispute", "plan", "invite_party"],
    }
    assert offered(enter("zhou"), rubbish) == ["contact"]
    assert drawers(enter("zhou"), rubbish)["The reporters"] == ["merge", "split"]
    assert offered(enter("he"), rubbish) == []
    assert drawers(enter("gao"), rubbish) == {"Supervision": ["urge", "supervise"]}


def test_every_step_is_explained_and_everything_stands_on_a_page_of_its_own(enter, rubbish):
    page = enter("zhou").get(address(rubbish, "steps"))
    for step in steps.STEPS:
        assert step.explain, step.name
    assert "Several matters came in one report" in page.text
    assert f'href="{address(rubbish, "splitting")}"' in page.text


def test_one_press_signs_and_a_second_one_shows_how_it_stands(enter, rubbish):
    chen = enter("chen")
    first = chen.post(address(rubbish, "signature"), {"back": "/desk/"}, follow=True)
    assert first.redirect_chain[-1][0] == "/desk/"
    second = chen.post(address(rubbish, "signature"), follow=True)
    assert second.redirect_chain[-1][0] == address(rubbish)
    assert "This is how it stands now." in second.text
    rubbish.refresh_from_db()
    assert rubbish.state == "signed"


def test_handling_with_a_photo_and_verifying_by_another(enter, cast, rubbish):
    actions.sign(rubbish, by=cast.chen, now=timezone.now())
    enter("chen").post(address(rubbish, "handling"), {"note": "已清运", "photos": [picture()]})
    rubbish.refresh_from_db()
    assert (rubbish.state, rubbish.photos.get().step) == ("handled", "handle")

    assert "Whoever handled a case cannot verify it." in enter("chen").get(address(rubbish)).text
    refused = enter("chen").post(address(rubbish, "verification"), {"note": "我自己看过"})
    assert (refused.status_code, Case.objects.get().state) == (422, "handled")
    assert offered(enter("he"), rubbish) == ["verify", "rework"]
    enter("he").post(address(rubbish, "verification"), {"note": "现场已清"})
    enter("zhou").post(address(rubbish, "closure"))
    assert Case.objects.get().state == "closed"


def test_what_is_missing_is_asked_for_and_nothing_happens(enter, lift):
    answer = enter("zhou").post(address(lift, "refusal"), {"reason": "不归社区"})
    assert answer.status_code == 422
    assert "Where to go instead" in answer.text
    assert Case.objects.get().state == "reported"


def test_a_file_that_is_no_picture_undoes_the_step(enter, cast, rubbish):
    actions.sign(rubbish, by=cast.chen, now=timezone.now())
    broken = io.BytesIO(b"no picture")
    broken.name = "x.jpg"
    answer = enter("chen").post(address(rubbish, "handling"), {"note": "已清运", "photos": [broken]})
    assert answer.status_code == 422
    assert Case.objects.get().state == "signed"


def test_dispatch_offers_only_posts_that_answer_for_the_place(enter, cast, lift):
    actions.accept(lift, by=cast.zhou, now=timezone.now())
    form = enter("zhou").get(address(lift, "assignment")).context["form"]
    posts = {pk for _, group in form.fields["post"].choices[1:] for pk, _ in group}
    assert posts == {cast.posts[name] for name in ("chen", "wu", "zhao", "sun")}
    enter("zhou").post(address(lift, "assignment"), {"post": cast.posts["chen"], "reason": "请先到现场"})
    assert Case.objects.get().post_id == cast.posts["chen"]


def test_the_matter_can_be_set_and_moves_the_deadlines(enter, lift):
    before = ClockRun.objects.get(case=lift, kind="resolve").due_at
    enter("zhou").post(address(lift, "classification"), {"category": "water", "urgency": ""})
    assert Case.objects.get().category.code == "water"
    assert ClockRun.objects.get(case=lift, kind="resolve").due_at < before


def test_who_told_it_is_masked_unless_one_works_on_it(enter, rubbish):
    for name, shown in {"chen": True, "zhou": True, "he": False, "gao": False}.items():
        page = enter(name).get(address(rubbish)).text
        assert ("13800008000" in page) is shown, name
        assert ("林女士" in page) is shown, name


def test_the_page_says_why_this_deadline_and_which_rule(enter, rubbish):
    page = enter("chen").get(address(rubbish)).text
    assert "cleanliness is first settled in the grid" in page or "环境卫生由网格先办" in page
    assert "4 working hours" in page
    assert "So the time is up on" in page


@pytest.mark.parametrize("name", ["wu", "qian"])
def test_neighbours_find_no_case(enter, rubbish, name):
    client = enter(name)
    assert client.get(address(rubbish)).status_code == 404
    assert client.post(address(rubbish, "signature")).status_code == 404
    assert client.get("/desk/cases/20200101-000001").status_code == 404


def test_a_photo_is_for_those_who_see_its_case(enter, cast, rubbish):
    taken = photos.read_picture(picture(), size=100)
    photo = photos.attach(rubbish, taken, step="report", by=cast.chen, now=timezone.now())
    answer = enter("zhou").get(f"/desk/photos/{photo.pk}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert enter("wu").get(f"/desk/photos/{photo.pk}").status_code == 404


def test_the_way_back_stays_on_the_desk(enter, rubbish):
    answer = enter("chen").post(address(rubbish, "signature"), {"back": "//elsewhere.example/desk/"})
    assert answer.headers["Location"] == address(rubbish)


def test_the_case_page_costs_few_statements(enter, cast, handled, django_assert_max_num_queries):
    chen = enter("chen")
    chen.get(address(handled))
    with django_assert_max_num_queries(26):
        # session, account, roles, posts · case, edition, standing · clocks, assignments, reports, photos,
        # entries, handlings · five persons, what closing lacks, telephones, templates, exclusions
        chen.get(address(handled))


def test_a_patrol_report_is_one_report_however_often_it_is_sent(enter, cast):
    told = {"key": "k1", "text": "路灯不亮", "building": cast.buildings[0].pk, "channel": "patrol"}
    chen = enter("chen")
    first = chen.post("/desk/report", {**told, "photos": [picture()]})
    second = chen.post("/desk/report", {**told, "photos": [picture()]})
    assert first.headers["Location"] == second.headers["Location"]
    case = Case.objects.get()
    assert (case.grid, case.photos.count()) == (cast.grids[0], 1)
    assert chen.post("/desk/report", {**told, "key": "k2", "building": ""}).status_code == 422


def test_photos_taken_together_are_one_line_of_the_record(enter, cast, rubbish):
    now = timezone.now()
    for shade in ("teal", "maroon", "navy"):
        upload = picture(shade)
        kept = photos.read_picture(upload, size=upload.getbuffer().nbytes)
        photos.attach(rubbish, kept, step="handle", by=cast.chen, now=now)
    told = enter("chen").get(address(rubbish)).context["told"]
    assert [len(line.photos) for line in told if line.icon == "camera"] == [3]


def test_from_the_highest_office_nothing_is_passed_up(enter, cast, rubbish):
    actions.pass_up(rubbish, reason="本级办不了", by=cast.chen, now=timezone.now())
    assert "pass_up" in drawers(enter("zhou"), rubbish)["The work"]
    actions.pass_up(rubbish, reason="本级办不了", by=cast.zhou, now=timezone.now())
    assert "pass_up" not in drawers(enter("zhao"), rubbish).get("The work", [])
    assert offered(enter("zhao"), rubbish)[0] == "dispatch"


def test_chinese_words_on_an_english_page_say_that_they_are_chinese(enter, rubbish):
    html = enter("chen").get("/desk/inbox").content.decode()
    assert '<span class="row-title" lang="zh-CN">楼下垃圾三天没有清运</span>' in html
    assert 'class="report-button"' in html
    assert 'class="report-button"' not in enter("gao").get("/desk/inbox").content.decode()
