"""Who gets what at every address: asked for in earnest, expected from the roles that each view declares."""

import copy
import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from tests.cast import MONDAY, PASSWORD, Cast
from tests.web.addresses import Address, addresses
from tests.web.conftest import arguments_for, picture
from wangge.accounts import actions as accounts
from wangge.cases.models import Case, Report
from wangge.config.urls import urlpatterns as house
from wangge.journal.actor import SYSTEM

CASTING = {
    "visitor": None,
    "grid": "chen",
    "grid-2": "wu",
    "office": "zhou",
    "office-2": "qian",
    "street": "zhao",
    "water": "sun",
    "command": "gao",
    "admin": "an",
    "no-role": "nobody",
}
BEYOND = {"grid-2", "office-2", "water"}  # for them the case of grid 1 does not exist
OF_A_CASE = {
    "desk/cases/",
    "api/v1/cases/<number>/steps/",
    "desk/photos/",
    "desk/rates/exclusions/<",
    "desk/boxes/<",
    "desk/receipts/",
    "desk/notices/<",
    "desk/forces/<",
    "desk/counter/applications/<",
    "desk/counter/errands/<",
    "desk/tickets/files/<",
    "papers/cases/",
}
OF_A_COMMUNITY = ("desk/plans/", "desk/duty/<", "desk/duty/shifts/<")  # for the one next door: nothing there
OF_ONE_PERSON = "desk/duty/colleagues/<"  # Chen alone was asked to take the shift
OF_AN_AREA = "papers/"  # of the community: whoever works in another one may not have them
ALLOWED = {200, 201, 302, 304, 400, 409, 422}  # 4xx here: let in, and then told what was wrong
ROLES = {
    "grid": {"grid_worker"},
    "grid-2": {"grid_worker"},
    "office": {"community"},
    "office-2": {"community"},
    "street": {"street"},
    "water": {"department"},
    "command": {"command"},
    "admin": {"administrator"},
}


def stray(_request: object) -> HttpResponse:
    """A view that nobody said anything about."""
    return HttpResponse("nobody said who may read this")


urlpatterns = [path("stray", stray), *house]


@pytest.fixture
def browsers(cast: Cast) -> dict[str, Client]:
    """A browser for each column, each with a report half written."""
    opened = accounts.open_account(
        "nobody", name="无角色", password=PASSWORD, keep=True, by=SYSTEM, now=MONDAY
    )
    known = cast.account | {"nobody": opened}
    found = {}
    for column, name in CASTING.items():
        client = Client(raise_request_exception=False)
        if name:
            client.force_login(known[name], backend="wangge.web.known.KnownBackend")
        photo = SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")
        client.post("/report", {"text": "楼道灯坏了", "photos": photo})
        found[column] = client
    return found


def outcome(answer: HttpResponse) -> str:
    """What an answer says about access, in one word."""
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith("/login?"):
        return "log-in"
    named = {403: "forbidden", 404: "nothing", 405: "-"}
    return named.get(answer.status_code) or (
        "yes" if answer.status_code in ALLOWED else str(answer.status_code)
    )


def expected(address: Address, column: str) -> str:
    """What the declared roles promise, and the scope where the address names a case."""
    if address.roles is None:
        return "forbidden"
    if address.name == "api-root":
        return "nothing"  # there is no page of the interface, for anybody
    if not address.roles:
        return "yes"
    if column == "visitor":
        return "log-in"
    of_a_case = address.route.startswith(tuple(OF_A_CASE))
    foreign = column == "office-2" and address.route.startswith(OF_AN_AREA) and not of_a_case
    if foreign or address.roles.isdisjoint(ROLES.get(column, ())):
        return "forbidden"
    of_another = (
        (column in BEYOND and of_a_case)
        or (column == "office-2" and address.route.startswith(OF_A_COMMUNITY))
        or (column != "grid" and address.route.startswith(OF_ONE_PERSON))
    )
    return "nothing" if of_another else "yes"


def request(client: Client, method: str, where: str) -> HttpResponse:
    """Really ask, and undo whatever was written or, by logging out, forgotten."""
    kept = client.cookies
    client.cookies = copy.deepcopy(kept)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(where)
        elif where.startswith("/api/"):
            answer = client.post(where, json.dumps({}), content_type="application/json")
        else:
            answer = client.post(where)
        for close in answer._resource_closers:  # a photo's file; answer.close() would take the database along
            close()
        transaction.set_rollback(True)
    client.cookies = kept
    return answer


def asked(address: Address, arguments: dict[str, object]) -> str:
    """The path, with what the interface needs besides it."""
    query = {"/cases/<number>": f"?secret={arguments['secret']}", "/locate": "?lon=116.005&lat=39.005"}
    own = arguments | ({"code": f"{arguments['code']}001"} if address.name == "grid" else {})
    return address.path(own) + next((q for end, q in query.items() if address.route.endswith(end)), "")


def test_every_page_opens_on_every_database(
    browsers: dict[str, Client], cast: Cast, told: Report, monkeypatch
) -> None:
    """For the first who may: what is asked of the database is the same for all others."""
    monkeypatch.setattr("wangge.web.api.throttle.intake._buckets.rate", 0)
    arguments = arguments_for(cast, told)
    for address in addresses():
        column = next((each for each in browsers if expected(address, each) == "yes"), None)
        for method in ("GET", "POST") if column else ():
            said = outcome(request(browsers[column], method, asked(address, arguments)))
            assert said in {"yes", "-"}, f"{method} /{address.route} {column}: {said}"


@pytest.fixture
def unwritten(monkeypatch) -> None:
    """Pages are let through unwritten: the status says who may have one. The walk above writes them all."""
    monkeypatch.setattr("django.template.base.Template.render", lambda *_: "")


def table(browsers: dict[str, Client], arguments: dict[str, object]) -> tuple[list[str], list[str]]:
    """A line for every address and method that it knows, and what is not as its roles promise."""
    lines, wrong = [], []
    for address in addresses():
        where = asked(address, arguments)
        for method in ("GET", "POST"):
            found = {column: outcome(request(client, method, where)) for column, client in browsers.items()}
            met = {column: said for column, said in found.items() if said != "-"}
            if set(found.values()) <= {"-", "log-in", "forbidden"} and "-" in found.values():
                continue  # nobody can ask in this way
            wrong += [
                f"{method} /{address.route} {column}: {said}, expected {expected(address, column)}"
                for column, said in met.items()
                if said != expected(address, column)
            ]
            lines.append(line(f"{method:4} /{address.route}", found.values()))
    return lines, wrong


def line(head: str, cells: object) -> str:
    return f"{head:44}" + "".join(f"{cell:>11}" for cell in cells)


@pytest.mark.any_database
@pytest.mark.slow
@pytest.mark.usefixtures("unwritten")
def test_everybody_gets_what_the_roles_promise_and_no_more(
    browsers: dict[str, Client], cast: Cast, told: Report, golden: Callable[[str, str], None], monkeypatch
) -> None:
    monkeypatch.setattr("wangge.web.api.throttle.intake._buckets.rate", 0)
    lines, wrong = table(browsers, arguments_for(cast, told))
    assert not wrong, "\n".join(wrong)
    golden("permissions.txt", "\n".join([line("", CASTING), *lines, ""]))
    assert Case.objects.count() == 1, "asking wrote something that stayed"


@pytest.mark.urls(__name__)
def test_a_view_that_names_no_roles_is_refused_to_all(browsers: dict[str, Client]) -> None:
    answers = {client.get("/stray").status_code for client in browsers.values()}
    assert answers == {403}


def test_every_view_names_its_roles() -> None:
    assert [address.route for address in addresses() if address.roles is None] == []
