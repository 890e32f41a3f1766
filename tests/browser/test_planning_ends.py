"""How planning ends, in a real Chromium: solved, compared, approved, adopted; and nothing lost on the way."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import Served
from tests.browser.workbench import HIGH, WIDE, Begin, Open
from tests.cast import PASSWORD
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.journal.actor import SYSTEM
from wangge.places.models import Building, Grid
from wangge.planning import actions as planning
from wangge.planning.models import Draft


def test_a_scenario_is_solved_with_progress_and_cancelled(bench: Open, worker: Callable[[], None]) -> None:
    here = bench()
    page = here.page
    here.tab("Rules")
    page.locator("#plan-seconds").select_option("120")
    page.get_by_role("button", name="Improve this one").click()
    page.get_by_text("Waiting for its turn").wait_for()
    worker()
    page.get_by_text("best so far").wait_for(timeout=60_000)
    assert here.screen.flaws() == []
    page.get_by_role("button", name="Cancel", exact=True).click()
    here.page.locator(".plan-progress").wait_for(state="detached", timeout=60_000)
    here.wait_said("the best so far is kept")
    assert len(here.saved()) == WIDE * HIGH


def hire(served: Served) -> None:
    """Deputy Li of the street, another pair of eyes."""
    cast, now = served.town.cast, timezone.now()
    account = accounts.open_account(
        "deputy", name="李副主任", password=PASSWORD, keep=True, by=SYSTEM, now=now
    )
    accounts.grant(account, role=Role.STREET, area=cast.street, by=SYSTEM, now=now)
    cast.account["deputy"] = account


def test_a_colleague_approves_and_it_is_adopted_seen_on_the_slider_and_taken_back(
    bench: Open, begin: Begin, served: Served
) -> None:
    draft = begin()
    hire(served)
    maker = bench("zhao", draft=draft)
    maker.page.mouse.click(*maker.at(1, 0))
    maker.page.get_by_role("button", name=re.compile("to grid 2")).click()
    maker.saved()
    maker.tab("Acceptance")
    maker.page.get_by_text("Whoever drew or changed a plan does not approve it").wait_for()
    other = bench("deputy", draft=draft)
    page = other.page
    other.screen.still()
    other.tab("Acceptance")
    page.locator(".plan-questions fieldset").first.wait_for()
    for question in page.locator(".plan-questions fieldset").all():
        question.get_by_text("held to", exact=True).click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.locator("#plan-since").fill((timezone.now() + timedelta(days=40)).date().isoformat())
    assert other.screen.flaws() == []
    page.get_by_role("button", name="Accept this plan").click()
    page.locator("dialog").get_by_role("button", name="Accept this plan").click()
    page.get_by_text("Accepted: version 2").wait_for()
    other.tab("History")
    slider = page.locator("#plan-time")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".plan-readout.is-past", has_text="Version 2").wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator(".plan-readout.is-past", has_text="Version 1").wait_for()
    assert other.screen.flaws() == []
    page.get_by_role("button", name="Take back").click()
    page.locator("dialog").get_by_role("button", name="Take back").click()
    other.wait_said("Taken back")
    assert not Grid.objects.filter(division__area=draft.area, division__version=2).exists()


def test_two_people_at_once_lose_nothing(bench: Open, begin: Begin, served: Served) -> None:
    draft = begin()
    here = bench(draft=draft)
    pk = Building.objects.get(area=draft.area, name="3号楼").pk
    planning.rearrange(
        draft, revision=draft.revision, moves={pk: 1}, by=served.town.cast.zhao, now=timezone.now()
    )
    here.page.mouse.click(*here.at(6, 0))
    here.page.get_by_role("button", name=re.compile("to grid 3")).click()
    here.page.get_by_text("Nothing of yours is lost").wait_for()
    here.screen.watch.faults = [fault for fault in here.screen.watch.faults if "409" not in fault]
    here.page.get_by_role("button", name="Keep mine as a copy").click()
    here.page.locator("#plan-draft option", has_text="(mine)").wait_for(state="attached")
    copy = Draft.objects.get(parent=draft)
    moved = str(Building.objects.get(area=draft.area, name="7号楼").pk)
    assert copy.assignment[moved] == 3


def test_two_plans_side_by_side(bench: Open) -> None:
    here = bench()
    here.tab("Changes")
    here.page.locator("#plan-compare").select_option("force")
    here.page.locator(".plan-other-name", has_text="the plan in force").wait_for()
    here.page.wait_for_timeout(800)
    assert here.page.locator(".plan-canvas canvas:visible").count() == 2
    assert here.screen.flaws() == []


def test_on_the_phone_a_tap_moves_a_building_and_the_drawer_opens(bench: Open) -> None:
    here = bench(width=390)
    page = here.page
    page.touchscreen.tap(*here.at(1, 2))
    page.get_by_role("button", name=re.compile("to grid 2")).tap()
    assert here.saved()["18号楼"] == 2
    for _ in range(2):
        page.locator(".plan-handle").tap()
    here.tab("Changes")
    page.locator("#plan-compare").select_option("force")
    page.get_by_text("households change grid").first.wait_for()
    assert here.screen.wide() <= 0
    assert here.screen.flaws() == []


@pytest.mark.parametrize(("width", "cookies"), [(1440, {"theme": "dark"}), (390, {"view": "elder"})])
def test_every_tab_is_without_flaw_in_both_themes_and_large(
    bench: Open, width: int, cookies: dict[str, str]
) -> None:
    here = bench(width=width, language="zh-hans", **cookies)
    here.screen.still()
    if width < 700:
        here.page.locator(".plan-handle").click()
    flaws = []
    for tab in ("网格", "规则", "变化", "采纳", "历史"):
        here.tab(tab)
        flaws += [f"{tab}: {flaw}" for flaw in here.screen.flaws()]
    assert not flaws, "\n".join(flaws)
    assert here.screen.wide() <= 0


def test_several_plans_to_choose_from_lie_beside_the_scenario(
    bench: Open, worker: Callable[[], None]
) -> None:
    here = bench()
    here.tab("Rules")
    here.page.get_by_role("button", name="Several to choose from").click()
    here.page.locator(".plan-progress").wait_for()
    worker()
    here.page.locator(".plan-progress").wait_for(state="detached", timeout=60_000)
    here.page.locator("#plan-draft option", has_text="试一试 · 1").wait_for(state="attached")
    assert here.saved()["1号楼"] == 1
    assert here.screen.flaws() == []


def test_microgrids_are_drawn_inside_the_grids(bench: Open) -> None:
    here = bench()
    here.page.locator(".plan-micro summary").click()
    here.page.get_by_role("button", name="Draw microgrids").click()
    here.wait_said("microgrids were drawn")
    here.draft.refresh_from_db()
    assert {row["grid"] for row in here.draft.microgrids} == {1, 2, 3, 4}
    assert here.page.locator(".plan-micro li").count() == len(here.draft.microgrids)
    assert here.screen.flaws() == []


def test_a_log_in_that_ended_in_the_middle_of_an_edit_loses_nothing(bench: Open) -> None:
    here = bench()
    page, context = here.page, here.screen.context
    context.clear_cookies(name="sessionid")
    page.mouse.click(*here.at(1, 0))
    page.get_by_role("button", name=re.compile("to grid 2")).click()
    page.get_by_text("You are logged out").wait_for()
    beside = context.new_page()
    beside.goto("/login")
    beside.locator("input[name=username]").fill("zhao")
    beside.locator("input[type=password]").fill(PASSWORD)
    beside.locator("form:has(input[type=password]) button").last.click()
    beside.wait_for_load_state("load")
    beside.close()
    page.locator("[data-saved=saved]").wait_for(timeout=60_000)
    assert here.saved()["2号楼"] == 2
    here.screen.watch.faults = [fault for fault in here.screen.watch.faults if "403" not in fault]


def test_a_network_that_fails_is_waited_for(bench: Open) -> None:
    here = bench()
    here.screen.context.set_offline(True)
    here.page.mouse.click(*here.at(1, 0))
    here.page.get_by_role("button", name=re.compile("to grid 2")).click()
    here.page.get_by_text("Your changes are kept here").wait_for()
    here.screen.context.set_offline(False)
    here.page.locator("[data-saved=saved]").wait_for(timeout=60_000)
    assert here.saved()["2号楼"] == 2
    here.screen.watch.faults = [
        fault for fault in here.screen.watch.faults if "ERR_INTERNET_DISCONNECTED" not in fault
    ]
