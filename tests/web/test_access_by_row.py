"""Past the check of roles, whoever is out of scope sees nothing: their pages do not change by one byte."""

import ast
import difflib
import io
import re
from collections.abc import Callable, Container, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

import wangge.web
from tests.cast import MONDAY, PASSWORD, Cast
from tests.web.addresses import addresses
from tests.web.conftest import arguments_for, tell_of_rubbish
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.cases import actions
from wangge.cases.models import Report
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.web.desk.sheets import EXCEL

WEB = Path(wangge.web.__file__).parent
JSON = "application/json"
STAFF = ("desk/", "command/", "api/v1/cases")
ONCE = pytest.mark.any_database  # one of the outsiders and one of the insiders look on PostgreSQL too
OUTSIDERS = (  # Tang commands the neighbouring community alone
    "qian",
    pytest.param("wu", marks=ONCE),
    pytest.param("sun", marks=ONCE),
    pytest.param("tang", marks=ONCE),
)
NOTICED = {"/desk/inbox", "/desk/map", "/api/v1/cases.geojson"}
INSIDERS = ("chen", pytest.param("zhao", marks=ONCE))
# Back to one's own list, which says that it is not there.
AMONG_ONES_OWN = {
    "/desk/inbox/filters/": "/desk/inbox?view=open",
    "/desk/admission/handouts/": "/desk/admission",
}
TOKEN = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|"token": "\w+"|"X-CSRFToken": ?"\w+"'
    r"|X-CSRFToken&quot;: ?&quot;\w+|[0-9a-f]{32}"
)


@pytest.fixture(autouse=True)
def still(monkeypatch) -> None:
    """The clock stands, so that only the case can change a page."""
    noon = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: noon)


@pytest.fixture
def browser(cast: Cast) -> Callable[[str], Client]:
    tang = accounts.open_account("tang", name="唐指挥", password=PASSWORD, keep=True, by=SYSTEM, now=MONDAY)
    accounts.grant(tang, role=Role.COMMAND, area=cast.neighbour, by=SYSTEM, now=MONDAY)
    cast.account["tang"] = tang

    def enter(name: str) -> Client:
        client = Client()
        client.force_login(cast.account[name], backend="wangge.web.known.KnownBackend")
        return client

    return enter


def wanted(cast: Cast, report: Report) -> Iterator[tuple[str, list[str]]]:
    """Every staff address with the next case guessed; for lists, every filter that could betray it."""
    arguments = arguments_for(cast, report)
    number, grid = f"{str(arguments['number'])[:8]}-{report.case_id + 1:06d}", cast.grids[0].pk
    arguments |= {"number": number, "pk": int(str(arguments["pk"])) + 1}
    filters = [f"?area={cast.community.code}", f"?grid={grid}", "?view=all&q=垃圾&open=false"]
    filters += [f"?view=all&q={number}&open={number}", "?view=all&state=signed&category=rubbish"]
    for address in addresses():
        if address.route.startswith(STAFF):
            yield address.path(arguments), [] if address.parameters else filters


def seen(client: Client, paths: list[tuple[str, list[str]]]) -> dict[str, tuple[int, str]]:
    """What each page says, without what changes of itself; filtered too, where it reads what is asked for."""
    found = {}
    for path, filters in paths:
        plain = client.get(path)
        found[path] = told_by(plain)
        if "GET" in vars(plain.wsgi_request):  # kept there once somebody has read it
            found |= {path + each: told_by(client.get(path + each)) for each in filters}
    return found


def told_by(answer: HttpResponse, where: str = "/ /") -> tuple[int, str]:
    """Status and content, but for tokens and the page's own address."""
    if answer.streaming:
        content = b"".join(answer.streaming_content)
        for close in answer._resource_closers:
            close()
        return answer.status_code, content.hex()
    if answer.headers.get("Content-Type") == EXCEL:  # its cells: the file itself tells when it was made
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        return answer.status_code, str(
            [book.get_sheet_by_name(each).to_python() for each in book.sheet_names]
        )
    said = answer.content.decode() + answer.headers.get("Location", "")
    return answer.status_code, TOKEN.sub("", said.replace(where, ""))


def difference(was: tuple[int, str], now: tuple[int, str]) -> list[str]:
    """The lines that are gone and those that came."""
    return [
        line for line in difflib.ndiff(*(str(each).split("\\n") for each in (was, now))) if line[:1] in "-+"
    ]


@pytest.fixture
def before_and_after(
    cast: Cast, browser: Callable[[str], Client]
) -> Callable[..., dict[str, tuple[str, str]]]:
    """`before_and_after("wu")`: the pages that a case in grid 1 changes for Wu, each as it was and is."""

    def compare(name: str, among: Container[str] | None = None) -> dict[str, tuple[str, str]]:
        elsewhere(cast)
        first = tell_of_rubbish()
        paths = [each for each in wanted(cast, first) if among is None or each[0] in among]
        client = browser(name)
        was = seen(client, paths)
        second = tell_of_rubbish()
        actions.sign(second.case, by=cast.chen, now=timezone.now() + timedelta(minutes=1))
        now = seen(client, paths)
        return {path: (was.get(path), said) for path, said in now.items() if said != was.get(path)}

    return compare


def elsewhere(cast: Cast) -> None:
    """Something of their own to see for Wu in grid 2, Qian next door, and the water department."""
    for text, lon in [("垃圾桶满了", 116.015), ("电梯停了", 116.03), ("停水了", 116.03)]:
        telling = Telling(text, "portal", lon=lon, lat=39.005)
        actions.report(telling, by=RESIDENT, now=timezone.now() - timedelta(hours=1))


@pytest.mark.parametrize("name", OUTSIDERS)
def test_a_case_beyond_ones_scope_changes_nothing_on_any_page(before_and_after, name: str) -> None:
    changed = before_and_after(name)
    assert not changed, "\n".join(f"{path}: {difference(*pair)}" for path, pair in changed.items())


@pytest.mark.parametrize("name", INSIDERS)
def test_and_whoever_is_in_scope_does_notice(before_and_after, name: str) -> None:
    assert set(before_and_after(name, NOTICED)) >= NOTICED


@pytest.mark.parametrize("name", OUTSIDERS)
def test_guessing_addresses_leads_nowhere(cast: Cast, told: Report, browser, name: str) -> None:
    arguments = arguments_for(cast, told)
    client, number = browser(name), str(arguments["number"])
    words = (told.case.title, told.case.address, told.name, told.phone)
    for address in addresses():
        if not address.roles or not address.parameters & {"number", "pk"}:
            continue
        where = address.path(arguments)
        none = address.path(arguments | {"number": f"{number[:8]}-999999", "pk": 999_999})
        sent = partial(client.post, content_type=JSON) if where.startswith("/api/") else client.post
        for ask in (client.get, sent):
            answer, absent = told_by(ask(where), where), told_by(ask(none), none)
            if answer[0] == 302:
                client.get("/desk/inbox")  # says what was refused, so that no later page does
            back = (302, AMONG_ONES_OWN.get(where.rstrip("0123456789")))
            assert answer[0] in {403, 404, 405} or answer == back, where
            assert answer == absent, f"{where}: {difference(absent, answer)}"
            assert not [word for word in words if word in answer[1]], where


def test_the_secret_of_one_report_opens_nothing_of_another(cast: Cast, told: Report, client: Client) -> None:
    other = arguments_for(cast, tell_of_rubbish())
    own = arguments_for(cast, told)
    mixed = [own | {"secret": other["secret"]}, own | {"secret": "0" * 12}, own | {"number": other["number"]}]
    for address in addresses():
        if {"number", "secret"} <= address.parameters:
            stolen = [own | {"pk": other["pk"]}] if "pk" in address.parameters else []
            for arguments in (*mixed, *stolen):
                data = {"score": 5, "reason": "不是我的"}
                met = {client.get(address.path(arguments)).status_code}
                met.add(client.post(address.path(arguments), data).status_code)
                assert met <= {404, 405}, address.path(arguments)


@pytest.mark.parametrize("name", [*OUTSIDERS, "zhou"])
def test_an_export_holds_what_the_list_holds(cast: Cast, told: Report, browser, name: str) -> None:
    answer = browser(name).post("/desk/inbox/exports", {"view": "all", "grid": cast.grids[0].pk})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()[2:]
    numbers = [row[0] for row in rows if any(row)]
    assert numbers == ([number_of(told.case)] if name == "zhou" else [])


def test_the_screens_of_the_staff_read_cases_through_their_scope_alone() -> None:
    """No `Case.objects…` in the web without `.seen_by(…)`, and no rows of a case behind its back."""
    wrong = []
    for file in sorted(WEB.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        scoped = {id(node) for call in ast.walk(tree) if _is_seen_by(call) for node in ast.walk(call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
                model = node.value.id if isinstance(node.value, ast.Name) else "?"
                if model in OF_CASES and id(node) not in scoped:
                    wrong.append(f"{file.relative_to(WEB)}:{node.lineno}: {model}.objects")
    assert wrong == []


OF_CASES = {
    "Case", "Report", "Assignment", "ClockRun", "Contact", "Handling", "Verification", "CallBack", "Rating",
    "Photo", "Entry", "?",
}  # fmt: skip


def _is_seen_by(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "seen_by"
