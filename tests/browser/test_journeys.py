"""The journeys of each role, on a phone and at a desk."""

import re
from collections.abc import Callable

from tests.browser.conftest import Served, Visit
from tests.browser.screen import Screen
from tests.browser.town import settle, snapshot, tell, walk
from tests.cast import PASSWORD
from wangge.cases import actions
from wangge.cases.models import Case
from wangge.cases.numbering import number_of, secret_of

PHOTO = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": snapshot("browser")}


def report(
    screen: Screen, text: str, *, photo: bool = True, by: Callable[[Screen, str], None] = Screen.press
) -> str:
    """Walk the three steps; the address of the following page."""
    page = screen.open("/")
    page.get_by_label("What has happened?").fill(text)
    if photo:
        page.locator("input[type=file]").set_input_files(PHOTO)
        if screen.script:
            page.locator(".photo-previews img").wait_for()
    by(screen, "Next: where it is")
    page.get_by_role("heading", name="Where is it?").wait_for()
    choose_community(screen)
    page.locator("#id_building").select_option(label="1号楼")
    page.get_by_label(re.compile("Where exactly")).fill("二单元门口")
    by(screen, "Next: how to reach you")
    page.get_by_role("heading", name=re.compile("How can we reach you|Has somebody reported it")).wait_for()
    if page.url.endswith("/same"):
        by(screen, "No, mine is another matter")
    page.get_by_label(re.compile("How may we call you")).fill("林女士")
    page.get_by_label(re.compile("^Phone")).fill("138 0000 8000")
    by(screen, "Send my report")
    page.wait_for_url(re.compile(r"/r/\d{8}-\d+/\w+"))
    return str(page.url).removeprefix(screen.url).partition("?")[0]


def choose_community(screen: Screen) -> None:
    """The buildings come with the chosen community."""
    screen.page.locator("#id_area").select_option(label="春和社区")
    if not screen.script:
        screen.press("Show its buildings")
    screen.page.locator("#id_building").wait_for(state="attached")


def case_of(path: str) -> Case:
    """The case that a following page shows."""
    return Case.objects.get(pk=int(path.split("/")[2].partition("-")[2]))


def test_a_resident_reports_follows_rates_and_reopens(served: Served, visit: Visit, width: int) -> None:
    screen = visit(width=width)
    follow = report(screen, f"楼下垃圾三天没有清运（{width}）")
    assert "We have your report" in screen.text()
    assert screen.flaws() == []
    case = case_of(follow)
    assert (case.grid, case.photos.count()) == (served.town.cast.grids[0], 1)
    settle(served.town.cast, case)
    _, _, number, secret = follow.split("/")
    page = screen.open("/follow")
    page.get_by_label("Number").fill(number)
    page.get_by_label("Secret").fill(secret)
    screen.press("Show my report")
    assert "已清运，桶位加密" in screen.text()
    page.locator(".rating label").filter(has_text="very good").click()
    screen.press("Rate it")
    page.get_by_text("You rated it 5 of 5").wait_for()
    page.locator("#reopen summary").click()
    page.get_by_label("What is still wrong?").fill("又堆起来了")
    assert screen.flaws() == []
    screen.press("Open it again")
    page.wait_for_function("!document.querySelector('#reopen')")
    case.refresh_from_db()
    assert (case.state, case.reopened) == ("accepted", 1)


def test_without_javascript_a_resident_reports_all_the_same(served: Served, visit: Visit, width: int) -> None:
    screen = visit(width=width, script=False)
    follow = report(screen, f"单元门禁坏了（{width}）")
    assert "We have your report" in screen.text()
    case = case_of(follow)
    assert (case.building.name, case.photos.count(), case.reports.get().name) == ("1号楼", 1, "林女士")


def test_a_grid_worker_signs_contacts_and_handles(served: Served, visit: Visit, width: int) -> None:
    case = tell(f"绿化带里倒了建筑垃圾（{width}）").case
    screen = visit(width=width)
    page = screen.open("/desk/")
    page.get_by_label("Log-in name").fill("chen")
    page.get_by_label("Password").fill(PASSWORD)
    screen.press("Log in")
    page.get_by_role("heading", name="Today").wait_for()
    page.locator(".row-title", has_text=case.title).click()
    page.get_by_role("heading", name=case.title).wait_for()
    screen.press("Sign for it")
    page.get_by_text("It is yours now").wait_for()
    take(screen, "Record a talk", {"What was said": "约好下午去看"})
    take(screen, "Report as handled", {"What was done": "已清走"}, photo=True)
    assert screen.wide() <= 0
    case.refresh_from_db()
    assert (case.state, case.photos.count()) == ("handled", 2)
    assert "Next:" in screen.text() or "handled" in screen.text()


def take(screen: Screen, verb: str, answers: dict[str, str], *, photo: bool = False) -> None:
    """Take a step at hand that asks for something, in its dialog; axe-core looks at it open."""
    page = screen.page
    page.locator(".action-bar").get_by_role("link", name=verb, exact=True).click()
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    for label, said in answers.items():
        field = dialog.get_by_label(re.compile(f"^{re.escape(label)}")).first
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(label=said)
        else:
            field.fill(said)
    if photo:
        dialog.locator("input[type=file]").set_input_files(PHOTO)
        dialog.locator(".photo-previews img").wait_for()
    assert screen.flaws() == []
    dialog.get_by_role("button", name=verb, exact=True).click()
    page.locator(".notice-success").wait_for()


def test_a_deputy_verifies_and_the_office_closes_and_calls_back(
    served: Served, visit: Visit, width: int
) -> None:
    cast = served.town.cast
    case = tell(f"花坛边堆了旧家具（垃圾 {width}）").case
    walk(cast, case, "sign", "contact", "handle")
    deputy = visit("he", width=width)
    deputy.open(f"/desk/cases/{number_of(case)}")
    take(deputy, "Confirm it is done", {"What you found on site": "现场已清"})
    office = visit("zhou", width=width)
    office.open(f"/desk/cases/{number_of(case)}")
    office.press("Close the case")
    office.page.get_by_text("Closed. Its reporters are told.").wait_for()
    opener = office.page.locator(".action-bar").get_by_role("link", name="Record the call-back")
    opener.click()
    dialog = office.page.locator("dialog[open]")
    dialog.get_by_label("settled", exact=True).check()
    assert office.flaws() == []
    dialog.get_by_role("button", name="Record the call-back").click()
    office.page.get_by_text("The call-back is recorded.").wait_for()
    case.refresh_from_db()
    assert (case.state, case.callbacks.get().outcome) == ("closed", "settled")


def test_whoever_handled_it_is_told_why_they_cannot_verify(served: Served, visit: Visit) -> None:
    case = tell("车棚旁有垃圾").case
    walk(served.town.cast, case, "sign", "handle")
    screen = visit("chen")
    screen.open(f"/desk/cases/{number_of(case)}")
    assert screen.page.locator(".why-not").inner_text()
    assert not screen.page.get_by_role("link", name="Confirm it is done").count()


def test_the_street_dispatches_to_a_department_which_handles(
    served: Served, visit: Visit, width: int
) -> None:
    cast = served.town.cast
    case = tell(f"消防电梯坏了（{width}）").case
    actions.accept(case, by=cast.zhou, now=case.reported_at)
    actions.pass_up(case, reason="需要街道协调", by=cast.zhou, now=case.reported_at)
    street = visit("zhao", width=width)
    street.open("/desk/inbox?view=mine")
    street.page.locator(".row-title", has_text=case.title).click()
    street.page.locator(".action-bar").wait_for()
    take(street, "Dispatch", {"Who takes care of it": "孙水务岗", "What they should know": "请先断电"})
    water = visit("sun", width=width)
    page = water.open("/desk/")
    page.locator("html[data-field=ready]").wait_for()
    task = page.locator("li.task", has_text=case.title)
    task.get_by_role("button", name="Sign for it").click()
    task.locator("[data-act=contact]").first.wait_for(state="attached")
    task.locator("a.row-link").click()
    page.locator(".action-bar").wait_for()
    take(water, "Report as handled", {"What was done": "已修好，试运行一小时"}, photo=True)
    case.refresh_from_db()
    assert (case.state, case.post_id) == ("handled", cast.posts["sun"])


def test_the_big_screen_learns_of_a_case_by_itself(served: Served, visit: Visit, width: int) -> None:
    screen = visit("gao", width=width)
    page = screen.page
    page.clock.install()
    screen.open("/command/")
    page.evaluate("window.sameAsBefore = true")
    before = int(page.locator("#board-today strong").first.inner_text())
    title = f"南门外有人乱扔垃圾（{width}）"
    tell(title, hours=0)
    assert title[:17] not in screen.text()
    page.clock.fast_forward(16_000)
    page.locator("#board-events", has_text=title[:17]).wait_for()
    assert int(page.locator("#board-today strong").first.inner_text()) == before + 1
    assert page.evaluate("window.sameAsBefore"), "the page was loaded anew"


def test_language_and_large_type_are_one_press_and_stay(served: Served, visit: Visit, width: int) -> None:
    screen = visit(width=width, language="zh-hans")
    page = screen.open("/")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    plain = float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    screen.press("English")
    page.get_by_label("What has happened?").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    screen.press("Large type")
    page.locator("html[data-view=elder]").wait_for()
    screen.open("/grids")
    assert page.locator("html").get_attribute("lang") == "en"
    large = float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    assert large >= 1.15 * plain
    assert screen.wide() <= 0


def test_my_grid_shows_who_answers_for_my_building(served: Served, visit: Visit, width: int) -> None:
    screen = visit(width=width)
    page = screen.open("/grids")
    page.locator("#id_area").select_option(label="春和社区")
    page.locator("#id_building").wait_for()
    page.locator("#id_building").fill("1号楼")
    screen.press("Show my grid")
    page.wait_for_load_state()
    assert "陈网格" in screen.text()


def test_a_secret_page_of_somebody_else_stays_shut(served: Served, visit: Visit) -> None:
    screen = visit()
    other, mine = served.town.reports["signed"], served.town.reports["closed"]
    page = screen.open("/follow")
    page.get_by_label("Number").fill(number_of(mine.case))
    page.get_by_label("Secret").fill(secret_of(other))
    screen.press("Show my report")
    page.locator(".error-summary").wait_for()
    assert mine.case.title not in screen.text()
    assert screen.flaws() == []
    screen.watch.faults = [
        fault for fault in screen.watch.faults if "422" not in fault and "404" not in fault
    ]
