"""Without a mouse: every page is walked by Tab in reading order, and every stop is seen."""

import re

import pytest

from tests.browser.conftest import Served, Visit
from tests.browser.screen import Screen
from tests.browser.town import tell
from wangge.cases.numbering import number_of

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const inside = at.matches("[type=radio], [type=checkbox], [type=file]") ? "label" : ".search";
  const frame = at.closest(inside);
  const shown = frame ? [at, frame] : [at];
  const marked = shown.some((each) => {
    const style = getComputedStyle(each);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  });
  const box = shown.at(-1).getBoundingClientRect();
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
  const over = document.elementFromPoint(x, y);
  const word = at.getAttribute("aria-label") || at.innerText || at.name || "";
  return {
    name: `${at.tagName.toLowerCase()} ${word.trim().slice(0, 40)}`,
    marked, free: over !== null && (shown.some((each) => each.contains(over)) || over.contains(at)),
    order: [...document.querySelectorAll("*")].indexOf(at),
  };
}"""
PAGES = [
    ("/", ""),
    ("/follow", ""),
    ("/grids", ""),
    ("/desk/", "chen"),
    ("/desk/inbox", "zhou"),
    ("/command/", "gao"),
]


def tab_through(screen: Screen, most: int = 80) -> list[dict[str, object]]:
    """Every stop of the Tab key until it leaves the page."""
    stops = []
    for _ in range(most):
        screen.page.keyboard.press("Tab")
        stop = screen.page.evaluate(FOCUS)
        if stop is None or (stops and stop["order"] == stops[0]["order"]):
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize(("path", "name"), PAGES)
def test_tab_walks_the_page_in_order_and_every_stop_is_seen(
    served: Served, visit: Visit, path: str, name: str, width: int
) -> None:
    screen = visit(name, width=width)
    screen.open(path)
    screen.still()
    stops = tab_through(screen)
    assert len(stops) >= 5
    assert "Skip to the content" in str(stops[0]["name"])
    orders = [stop["order"] for stop in stops]
    assert orders == sorted(orders), "focus jumps about"
    unseen = [stop["name"] for stop in stops if not (stop["marked"] and stop["free"])]
    assert not unseen, f"focus cannot be seen on {unseen}"


def test_the_skip_link_leads_to_the_content(visit: Visit) -> None:
    screen = visit()
    page = screen.open("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_report_is_sent_by_keyboard_alone(served: Served, visit: Visit, width: int) -> None:
    screen = visit(width=width)
    page = screen.open("/")
    reach(screen, "What has happened?")
    page.keyboard.type("楼道堆了杂物")
    reach(screen, "Next: where it is", press="Enter")
    page.get_by_role("heading", name="Where is it?").wait_for()
    reach(screen, "Community")
    page.keyboard.press("ArrowDown")
    page.locator("#id_building").wait_for()
    reach(screen, "Building")
    page.keyboard.press("ArrowDown")
    reach(screen, "Next: how to reach you", press="Enter")
    page.get_by_role("heading", name="Has somebody reported it already?").wait_for()
    reach(screen, "No, mine is another matter", press="Enter")
    page.get_by_role("heading", name="How can we reach you?").wait_for()
    reach(screen, "Send my report", press="Enter")
    page.wait_for_url(re.compile(r"/r/\d{8}-\d+/\w+"))


def reach(screen: Screen, name: str, *, press: str = "") -> None:
    """Press Tab until the element of this name has the focus."""
    page = screen.page
    wanted = page.get_by_label(re.compile(f"^{re.escape(name)}")).or_(
        page.get_by_role("button", name=name, exact=True)
    )
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate_all(
            "found => found.includes(document.activeElement) && !document.activeElement.hidden"
        ):
            break
    else:
        raise AssertionError(f"Tab does not reach {name}")
    if press:
        page.keyboard.press(press)


def test_the_inbox_is_walked_by_letters(served: Served, visit: Visit) -> None:
    screen = visit("zhou", width=1440)
    page = screen.open("/desk/inbox")
    titles = page.locator("[data-keys-list] .row-title").all_inner_texts()
    focused = "document.activeElement.querySelector('.row-title')?.innerText"
    for key, expected in [("j", 0), ("j", 1), ("j", 2), ("k", 1)]:
        page.keyboard.press(key)
        assert page.evaluate(focused) == titles[expected]
    assert page.evaluate(FOCUS)["marked"]
    page.keyboard.press("Enter")
    page.locator("#case-pane .casefile h1", has_text=titles[1]).wait_for()
    assert "open=" in page.url
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    assert screen.flaws() == []


def test_on_the_phone_enter_opens_the_case_as_a_page(served: Served, visit: Visit) -> None:
    screen = visit("zhou", width=390)
    page = screen.open("/desk/inbox")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/cases/\d{8}-\d+"))


def test_a_dialog_keeps_the_focus_and_gives_it_back(served: Served, visit: Visit, width: int) -> None:
    screen = visit("zhou", width=width)
    page = screen.open(f"/desk/cases/{served.town.number('queue')}")
    opener = page.locator(".action-bar [data-dialog]").first
    opener.focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    inside = (
        "document.activeElement === document.body || document.activeElement.closest('dialog[open]') !== null"
    )
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    assert opener.evaluate("node => node === document.activeElement")


def test_what_cannot_be_taken_back_is_asked_again(served: Served, visit: Visit) -> None:
    screen = visit("zhou", width=390)
    case = tell("想退掉预付的理发卡").case
    page = screen.open(f"/desk/cases/{number_of(case)}/refusal")
    page.get_by_label(re.compile("^Why it is not taken on")).fill("属于商业纠纷")
    page.get_by_label(re.compile("^Where to go instead")).fill("12315")
    page.keyboard.press("Enter")
    sure = page.locator("dialog#really")
    sure.get_by_text("The case ends here.").wait_for()
    assert screen.flaws() == []
    page.keyboard.press("Escape")
    case.refresh_from_db()
    assert case.state == "reported"
    page.get_by_role("button", name="Decline", exact=True).focus()
    page.keyboard.press("Enter")
    sure.get_by_role("button", name="Decline").press("Enter")
    page.locator(".notice-success").wait_for()
    case.refresh_from_db()
    assert case.state == "refused"
