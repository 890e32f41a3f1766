"""axe-core finds nothing wrong on any page of the three faces, however they are looked at."""

import pytest

from tests.browser.conftest import Served, Visit
from tests.web.addresses import Address, addresses

NO_PAGES = ("api/", "styleguide.geojson", "command/board")
Look = tuple[str, int, str, str]
NAMELESS = {"photo", "draft-photo"}
LOOKS: list[Look] = [  # language, width, theme, view: every pair of them is met
    ("zh-hans", 390, "light", "plain"),
    ("zh-hans", 1440, "light", "elder"),
    ("zh-hans", 1440, "dark", "plain"),
    ("en", 1440, "light", "plain"),
    ("en", 390, "light", "elder"),
    ("en", 390, "dark", "plain"),
]
SWITCH = """([theme, view]) => {
  const root = document.documentElement;
  if (!document.body.classList.contains("command")) {
    root.dataset.theme = theme;
    for (const map of document.querySelectorAll("wangge-map")) map.setAttribute("theme", theme);
  }
  root.dataset.view = view;
}"""
BRIEFLY = [
    LOOKS[0],
    LOOKS[4],
    ("en", 1440, "dark", "plain"),
]  # for pages that differ in little from each other


def is_page(address: Address) -> bool:
    """Whether people look at it: neither data nor a picture nor an address that is only written to."""
    only_post = {"rating", "reopening", "exports", "logout", "language", "look"}
    written = address.name in only_post and not address.route.startswith("desk/cases/")
    if address.route.startswith("desk/field/") and address.name not in {"shell", "report", "patrols"}:
        return False  # what the phone's scripts fetch and send
    if address.name.startswith("plan-") and address.name != "plan-new":
        return False  # what the workbench fetches and sends
    if address.route.startswith("papers/") and address.name != "prints":
        return False  # for paper
    return not address.route.startswith(NO_PAGES) and address.name not in NAMELESS and not written


PAGES = [address for address in addresses() if is_page(address)]
STEPS = [address for address in PAGES if address.route.startswith("desk/cases/<str:number>/")]
CASES = ("reported", "dispatched", "signed", "handled", "verified", "closed", "refused", "late", "queue")
VISITORS = {"desk/": "zhou", "papers/": "zhou", "command/": "gao", "password": "chen"}


def visitor(route: str) -> str:
    """Who looks at a page: somebody who has much to see on it."""
    return next((name for start, name in VISITORS.items() if route.startswith(start)), "")


def where(address: Address, served: Served) -> str:
    """The address of a page with a case or a grid to show."""
    town, portal = served.town, address.route.startswith("r/")
    state = "closed" if portal else "reported"
    number, _, secret = town.follow(state).removeprefix("/r/").partition("/")
    of_area = address.route.startswith(("desk/plans/", "papers/"))
    code = town.cast.community.code if of_area else town.cast.grids[0].code
    return address.path({"number": number, "secret": secret, "code": code, "index": 0})


def look_over(visit: Visit, path: str, name: str, looks: list[Look] = LOOKS) -> list[str]:
    """Some looks at one page: what axe-core says, and whether it is wider than the screen."""
    flaws = []
    for language in dict.fromkeys(look[0] for look in looks):
        screen = visit(name, width=1440, language=language)
        screen.open(path)
        screen.still()
        for spoken, width, theme, view in looks:
            if spoken == language:
                screen.page.set_viewport_size({"width": width, "height": 844})
                screen.page.evaluate(SWITCH, [theme, view])
                seen = [*screen.flaws(), *([f"{screen.wide()} px too wide"] if screen.wide() > 0 else [])]
                flaws += [f"{path} {spoken} {width} {theme} {view}: {flaw}" for flaw in seen]
    return flaws


@pytest.mark.parametrize("address", [page for page in PAGES if page not in STEPS], ids=lambda page: page.name)
def test_a_page_has_no_flaw(served: Served, visit: Visit, address: Address) -> None:
    flaws = look_over(visit, where(address, served), visitor(address.route))
    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("state", CASES)
def test_a_case_has_no_flaw_wherever_it_stands(served: Served, visit: Visit, state: str) -> None:
    number = served.town.number(state)
    flaws = look_over(visit, f"/desk/cases/{number}", "zhou", BRIEFLY[::2])
    flaws += look_over(visit, served.town.follow(state), "", BRIEFLY[::2])
    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_what_a_step_asks_has_no_flaw(served: Served, visit: Visit, step: Address) -> None:
    flaws = look_over(visit, step.path({"number": served.town.number("dispatched")}), "zhou", BRIEFLY[1:])
    assert not flaws, "\n".join(flaws)
