"""axe-core finds nothing wrong on any page of the three faces, however they are looked at."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.browser.conftest import Served
from tests.browser.screen import Screen
from tests.web.addresses import Address, addresses
from tests.web.conftest import arguments_for

NO_PAGES = ("api/", "styleguide.geojson", "command/board", "desk/field/worker.js")
Look = tuple[str, int, str, str]
CLOSELY: list[Look] = [  # language, width, theme, view: every pair of them is met
    ("zh-hans", 390, "light", "plain"),
    ("zh-hans", 1440, "dark", "elder"),
    ("en", 390, "dark", "elder"),
    ("en", 1440, "light", "elder"),
    ("en", 1440, "dark", "plain"),
]
BRIEFLY: list[Look] = [("en", 390, "dark", "elder"), ("zh-hans", 1440, "light", "plain")]
ONCE: list[Look] = BRIEFLY[:1]  # for forms that are built alike
FACES = {"home", "find", "today", "inbox", "board", "styleguide", "map", "rates", "login", "published"}
SWITCH = """([theme, view]) => {
  const root = document.documentElement;
  if (!document.body.classList.contains("command")) {
    root.dataset.theme = theme;
    for (const map of document.querySelectorAll("wangge-map")) map.setAttribute("theme", theme);
  }
  root.dataset.view = view;
  window.dispatchEvent(new Event("resize"));
}"""
WHO = {
    "community": "zhou",
    "street": "zhao",
    "grid_worker": "chen",
    "department": "sun",
    "command": "gao",
    "administrator": "an",
}
CASES = ("reported", "dispatched", "signed", "handled", "verified", "closed", "refused", "late", "queue")
QUERIES = {
    "level": "?clock=resolve&urgency=normal",
    "level-trial": "?clock=resolve&urgency=normal&amount=6&unit=working_day&provenance=x",
}
Window = Callable[[str, str], Screen]


def is_page(address: Address) -> bool:
    """Whether people look at it: no data, no paper, nothing that scripts fetch, no secret picture."""
    data = address.route.startswith(NO_PAGES) or address.name in {"photo", "draft-photo"}
    bench = address.name.startswith("plan-") and address.name != "plan-new"
    paper = address.route.startswith("papers/") and address.name != "prints"
    return not (data or bench or paper)


PAGES = [address for address in addresses() if is_page(address)]
STEPS = [address for address in PAGES if address.route.startswith("desk/cases/<str:number>/")]
OTHERS = [address for address in PAGES if address not in STEPS]


@pytest.fixture(scope="module")
def window(chromium: Any, served: Served) -> Iterator[Window]:
    """`window("zhou", "en")`: a window of somebody in a language, the same one for all tests."""
    opened: dict[tuple[str, str], Screen] = {}

    def of(name: str, language: str) -> Screen:
        if (name, language) not in opened:
            known = {"django_language": language}
            if name:
                known["sessionid"] = served.session(name)
            opened[name, language] = Screen(chromium, served.url, width=1440, cookies=known)
        return opened[name, language]

    yield of
    for screen in opened.values():
        screen.close()


@pytest.fixture(scope="module")
def arguments(served: Served) -> dict[str, object]:
    """What addresses ask for: a case, a box, a batch, a task at the gate and more."""
    town = served.town
    found = arguments_for(town.cast, town.reports["reported"])
    number, _, secret = town.follow("closed").removeprefix("/r/").partition("/")
    return found | {"own": {"number": number, "secret": secret}}


def visitor(address: Address) -> str:
    """Who looks at a page: the first of those who may that has much to see on it."""
    if address.name == "password":
        return "chen"
    return next((name for role, name in WHO.items() if role in (address.roles or ())), "")


def where(address: Address, served: Served, arguments: dict[str, Any]) -> str:
    """The address of a page with something to show."""
    own = arguments["own"] if address.route.startswith("r/") else {}
    code = served.town.cast.grids[0].code if address.name == "grid" else arguments["code"]
    return address.path({**arguments, **own, "code": code}) + QUERIES.get(address.name, "")


def shown(served: Served, path: str, name: str) -> bool:
    """Whether there is a page at all: not where an address only takes, sends on, or hands out a file."""
    client = Client(headers={"accept-language": "en"})
    if name:
        account = served.town.cast.account[name]
        client.force_login(account, backend="wangge.web.known.KnownBackend")
    answer = client.get(path)
    asking = {302, 400, 405, 422}  # it sends on, takes, or wants to know something first
    assert answer.status_code in {200, *asking}, f"{path} for {name}: {answer.status_code}"
    assert "/login?" not in answer.headers.get("Location", ""), f"{name} is not let in"
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def look_over(window: Window, path: str, name: str, looks: list[Look]) -> list[str]:
    """Some looks at one page: what axe-core says, whether it is too wide, and what went wrong behind it."""
    flaws = []
    for language in dict.fromkeys(look[0] for look in looks):
        screen = window(name, language)
        screen.open(path)
        screen.still()
        for spoken, width, theme, view in looks:
            if spoken == language:
                screen.page.set_viewport_size({"width": width, "height": 844})
                screen.page.evaluate(SWITCH, [theme, view])
                seen = [*screen.flaws(), *([f"{screen.wide()} px too wide"] if screen.wide() > 0 else [])]
                flaws += [f"{path} {spoken} {width} {theme} {view}: {flaw}" for flaw in seen]
        flaws += screen.faults()
        screen.watch.faults.clear()
    return flaws


@pytest.mark.parametrize("address", OTHERS, ids=lambda page: f"{page.route.partition('/')[0]}-{page.name}")
def test_a_page_has_no_flaw(
    served: Served, window: Window, arguments: dict[str, Any], address: Address
) -> None:
    path, name = where(address, served, arguments), visitor(address)
    if shown(served, path, name):
        flaws = look_over(window, path, name, CLOSELY if address.name in FACES else BRIEFLY)
        assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("drawer", ["decide", "queue", "held", "disputed", "rectify", "done"])
def test_a_drawer_has_no_flaw(window: Window, drawer: str) -> None:
    flaws = look_over(window, f"/desk/inbox?view={drawer}", "zhou", ONCE)
    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("state", CASES)
def test_a_case_has_no_flaw_wherever_it_stands(served: Served, window: Window, state: str) -> None:
    flaws = look_over(window, f"/desk/cases/{served.town.number(state)}", "zhou", BRIEFLY)
    flaws += look_over(window, served.town.follow(state), "", BRIEFLY)
    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_what_a_step_asks_has_no_flaw(
    served: Served, window: Window, arguments: dict[str, Any], step: Address
) -> None:
    of_its_own = "<" in step.route.partition("<str:number>")[2]  # such as a force that was called to it
    number = served.town.number("reported" if of_its_own else "dispatched")
    path, name = step.path({**arguments, "number": number}), visitor(step)
    flaws = look_over(window, path, name, ONCE) if shown(served, path, name) else []
    assert not flaws, "\n".join(flaws)
