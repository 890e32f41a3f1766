"""The phone of a grid worker: without network, killed in the middle, overtaken by others."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.conftest import Served, Visit
from tests.browser.screen import Screen
from tests.browser.town import snapshot, tell
from tests.conftest import CHROMIUM_FLAGS
from wangge.cases import actions
from wangge.cases.models import Case, Report
from wangge.cases.numbering import number_of
from wangge.web.field import deeds

PHOTO = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": snapshot("field")}
HERE = {"longitude": 116.00502, "latitude": 39.00501}  # a few steps from building 1
Phone = Callable[..., Screen]
CONTROLLED = """() => navigator.serviceWorker.controller ? true : new Promise((done) => {
  navigator.serviceWorker.addEventListener("controllerchange", () => done(true), {once: true});
})"""


@pytest.fixture
def phone(chromium: Any, served: Served) -> Iterator[Phone]:
    """`phone("chen")`: a phone that knows where it is, with its worker installed and today's list kept."""
    opened: list[Screen] = []

    def switch_on(name: str, language: str = "en") -> Screen:
        cookies = {"django_language": language, "sessionid": served.session(name)}
        opened.append(Screen(chromium, served.url, cookies=cookies))
        opened[-1].context.set_default_timeout(30_000)  # the first page also installs the worker
        settle_in(opened[-1])
        return opened[-1]

    yield switch_on
    for screen in opened:
        screen.close()


def settle_in(screen: Screen) -> None:
    """Open today, and wait until the phone keeps all that it needs."""
    screen.context.grant_permissions(["geolocation"], origin=screen.url)
    screen.context.set_geolocation(HERE)
    page = screen.open("/desk/")
    page.locator("html[data-field=ready]").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(CONTROLLED)


def write_report(page: Any, text: str) -> None:
    """Photo, a few words, the place that the phone found by itself, sent."""
    page.locator("html[data-field=ready]").wait_for()
    page.locator("#report-photos").set_input_files(PHOTO)
    page.locator(".photo-previews img").wait_for()
    page.get_by_label("What is the matter?").fill(text)
    page.locator("[data-near] .chip[aria-pressed=true]").wait_for()
    page.locator("form[data-deed=report]").get_by_role("button", name="Report it", exact=True).click()
    page.locator(".queue-line", has_text=text).wait_for()


def test_a_report_made_without_network_is_one_case_once_there_is_some(served: Served, phone: Phone) -> None:
    screen, text = phone("chen"), "垃圾桶旁堆了旧沙发"
    screen.context.set_offline(True)
    page = screen.open("/desk/field/report")
    assert page.locator("[data-offline]").is_visible()
    write_report(page, text)
    assert "Waiting to be sent" in screen.text()
    assert screen.wide() <= 0
    assert screen.flaws() == []
    assert not Report.objects.filter(text=text).exists()
    page = screen.open("/desk/")
    page.locator(".queue-line", has_text=text).wait_for()
    page.get_by_text("As of").wait_for()
    screen.context.set_offline(False)
    page.get_by_text("Sent as").wait_for()
    report = Report.objects.get(text=text)
    assert (report.case.building.name, report.case.photos.count()) == ("1号楼", 1)
    assert report.at < timezone.now()
    settle_in(screen)
    assert Report.objects.filter(text=text).count() == 1


def test_killed_between_keeping_and_hearing_the_answer_it_is_still_one_report(
    served: Served, chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, stored, dead = "垃圾房门坏了", Event(), Event()
    honest = deeds._done

    def slow(deed: Any) -> Any:
        stored.set()
        dead.wait(60)
        return honest(deed)

    monkeypatch.setattr(deeds, "_done", slow)
    with Kept(chromium, served, tmp_path) as page:
        page.goto("/desk/field/report")
        write_report(page, text)
        assert stored.wait(30), "it never came to be stored"
        assert Report.objects.filter(text=text).count() == 1
        assert "Waiting to be sent" in page.locator("body").inner_text()
    dead.set()
    monkeypatch.setattr(deeds, "_done", honest)
    with Kept(chromium, served, tmp_path) as page:
        page.goto("/desk/")
        page.get_by_text("Sent as").wait_for()
    assert Report.objects.filter(text=text).count() == 1
    assert Report.objects.get(text=text).case.photos.count() == 1


class Kept:
    """A phone whose storage outlives its browser: closed as a browser is that the system kills."""

    def __init__(self, chromium: Any, served: Served, folder: Path) -> None:
        self.chromium, self.served, self.folder = chromium, served, folder

    def __enter__(self) -> Any:
        self.context = self.chromium.browser_type.launch_persistent_context(
            self.folder / "profile",
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=CHROMIUM_FLAGS,
            base_url=self.served.url,
            viewport={"width": 390, "height": 844},
            permissions=["geolocation"],
            geolocation=HERE,
        )
        known = {"django_language": "en", "sessionid": self.served.session("chen")}
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.served.url} for name, value in known.items()]
        )
        self.context.set_default_timeout(30_000)
        page = self.context.pages[0]
        page.goto("/desk/")
        page.locator("html[data-field=ready]").wait_for()
        return page

    def __exit__(self, *_why: object) -> None:
        self.context.close()


def test_what_others_did_meanwhile_is_shown_beside_mine_and_settled_by_me(
    served: Served, phone: Phone
) -> None:
    cast = served.town.cast
    case = tell("垃圾清运车漏水").case
    screen = phone("chen")
    page = screen.page
    row = page.locator("li.task", has_text=case.title)
    screen.context.set_offline(True)
    row.get_by_role("button", name="Sign for it").click()
    row.locator(".task-waits").wait_for()
    now = timezone.now()
    actions.transfer(case, post=cast.posts["zhou"], reason="先由社区看", by=cast.zhou, now=now)
    actions.transfer(case, post=cast.posts["chen"], reason="还是网格办", by=cast.zhou, now=now)
    screen.context.set_offline(False)
    conflict = page.locator("[data-conflict]")
    conflict.wait_for()
    assert "What you did" in conflict.inner_text()
    assert "How it stands now" in conflict.inner_text()
    assert "周社区" in conflict.inner_text()
    assert screen.flaws() == []
    assert screen.wide() <= 0
    conflict.get_by_role("button", name="Send as a talk note").click()
    page.locator("[data-conflict]").wait_for(state="detached")
    page.locator(".queue-line.is-sent").wait_for()
    assert "Sign for it" in case.contacts.get().note
    case.refresh_from_db()
    assert case.state == "dispatched"


def test_several_steps_made_without_network_go_in_their_order(served: Served, phone: Phone) -> None:
    case = tell("垃圾分类亭灯坏了").case
    actions.sign(case, by=served.town.cast.chen, now=case.reported_at)
    screen = phone("chen")
    page = screen.page
    row = page.locator("li.task", has_text=case.title)
    screen.context.set_offline(True)
    for verb, label, words in (
        ("Record a talk", "What was said", "已电话联系"),
        ("Report as handled", "What was done", "换了灯管"),
    ):
        link = row.locator(f"[data-act={'contact' if 'talk' in verb else 'handle'}]")
        if not link.is_visible():
            row.locator("details.menu summary").click()
        link.click()
        dialog = page.locator("dialog[open]")
        dialog.get_by_label(re.compile(f"^{label}")).fill(words)
        dialog.get_by_role("button", name=verb, exact=True).click()
        dialog.wait_for(state="detached")
    screen.context.set_offline(False)
    page.locator(".queue-line.is-sent").nth(1).wait_for()
    case.refresh_from_db()
    assert (case.state, case.contacts.get().note, case.handlings.get().note) == (
        "handled",
        "已电话联系",
        "换了灯管",
    )


def test_logging_out_leaves_nothing_personal_on_the_phone(phone: Phone) -> None:
    screen = phone("chen")
    page = screen.page
    assert page.evaluate(HELD) == 1
    page.locator(".head-tools details.menu summary").click()
    screen.press("Log out")
    page.wait_for_url(re.compile(r":\d+/$"))
    assert page.evaluate(HELD) == 0
    kept = page.evaluate(CACHED)
    assert kept
    impersonal = re.compile(r"/static/|/desk/field/(report)?(\?|$)")
    assert [url for url in kept if not impersonal.search(url)] == []


HELD = """async () => {
  const told = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const base = await told(indexedDB.open("wangge-field"));
  const count = await told(base.transaction("held").objectStore("held").count());
  base.close();
  return count;
}"""
CACHED = """async () => {
  const urls = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) urls.push(request.url);
  }
  return urls;
}"""


def test_todays_list_is_right_on_phone_and_desk(served: Served, visit: Visit, width: int) -> None:
    case = tell(f"垃圾袋扔在楼道（{width}）").case
    screen = visit("chen", width=width)
    page = screen.open("/desk/")
    page.locator("html[data-field=ready]").wait_for()
    row = page.locator("li.task", has_text=case.title)
    row.get_by_role("button", name="Sign for it").click()
    row.locator("[data-act=contact]").first.wait_for()
    assert Case.objects.get(pk=case.pk).state == "signed"
    assert screen.wide() <= 0
    assert screen.flaws() == []
    row.locator("[data-act=contact]").first.click()
    page.locator("dialog[open]").get_by_text(case.title).wait_for()
    assert screen.flaws() == []
    assert number_of(case) in (row.get_attribute("data-row") or "")
