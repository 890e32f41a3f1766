"""What people do on the pages of the loop, found by their addresses and fields, whatever the language."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests.browser.screen import Screen
from tests.browser.town import snapshot
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME

PHOTO = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": snapshot("browser")}
SHOTS = os.environ.get("WANGGE_SHOTS", "")  # a folder that keeps what the pages look like


def shoot(screen: Screen, name: str) -> None:
    """Nothing may be wider than the screen; and a picture of the whole page, where somebody asks for one."""
    assert screen.wide() <= 0, f"{name} is {screen.wide()} px too wide"
    if SHOTS:
        Path(SHOTS).mkdir(exist_ok=True)
        whole = not screen.page.locator("dialog[open]").count()
        screen.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=whole)


def later(days: float) -> str:
    """A time as its field takes it."""
    return f"{(timezone.now() + timedelta(days=days)).astimezone(CHINA_TIME):%Y-%m-%dT%H:%M}"


def at(screen: Screen, case: Case) -> Any:
    """The page of a case."""
    return screen.open(f"/desk/cases/{number_of(case)}")


def fill(form: Any, answers: dict[str, Any]) -> None:
    """Write answers into the fields of these names: choices by their value, boxes by a list of values."""
    for name, said in answers.items():
        field = form.locator(f"[name='{name}']")
        kind = field.first.evaluate("node => node.type")
        if kind == "select-one":
            field.select_option(str(said))
        elif kind in {"radio", "checkbox"}:
            for each in said if isinstance(said, list) else [said]:
                form.locator(f"[name='{name}'][value='{each}']").check()
        else:
            field.first.fill(str(said))


def act(screen: Screen, resource: str, *, photo: bool = False, name: str = "", **answers: Any) -> None:
    """Take a step from the page of its case: at hand, or among the others behind “More”."""
    page = screen.page
    here = page.locator(f".action-bar [href*='/{resource}'], .action-bar form[action$='/{resource}'] button")
    if not here.count():
        page.locator(".action-bar .steps-all").click()
        here = page.locator(f"#steps-all [href*='/{resource}']")
        if name:
            shoot(screen, f"{name}-more")
    here.first.click()
    if answers or photo:
        form = f"form[action$='/{resource}']"
        where = page.locator(f"dialog[open] {form}, main {form}").first
        where.wait_for()
        fill(where, answers)
        if photo:
            where.locator("input[type=file]").set_input_files(PHOTO)
            where.locator(".photo-previews img").wait_for()
        if name:
            shoot(screen, name)
        where.locator("button:not([type=button]):not([name=do]):not([tabindex])").last.click()
    sure = page.locator("dialog[open] button[value=yes], dialog[open] [data-close=yes]")
    page.locator(".notice-success").or_(sure).first.wait_for()
    if sure.count():
        shoot(screen, f"sure-{resource}")
        sure.click()
        page.locator(".notice-success").wait_for()


def tell(screen: Screen, text: str, *, where: str = "", joins: bool = False) -> str:
    """A resident reports in three steps, joining what looks alike where `joins`; the following page."""
    page = screen.open("/")
    page.locator("[name=text]").fill(text)
    page.locator("main form button.btn-primary").first.click()
    page.locator("#id_area").select_option(label="春和社区")
    page.locator("#id_building").wait_for(state="attached")
    page.locator("#id_building").select_option(label="1号楼")
    page.locator("[name=address]").fill(where)
    page.locator("main form button.btn-primary").last.click()
    page.wait_for_url(re.compile("/report/(same|contact)"))
    if page.url.endswith("/same"):
        choices = page.locator("button[name=case]")
        (choices.first if joins else choices.last).click()
        page.wait_for_url(re.compile("/report/contact"))
    page.locator("[name=name]").fill("林女士")
    page.locator("[name=phone]").fill("13800008000")
    page.locator("main form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/r/\d{8}-\d+/\w+"))
    return str(page.url).removeprefix(screen.url).partition("?")[0]


def case_of(path: str) -> Case:
    """The case that a following page shows."""
    return Case.objects.get(pk=int(path.split("/")[2].partition("-")[2]))


def rate(screen: Screen, path: str, score: int) -> None:
    """A reporter rates on their own page: two taps."""
    page = screen.open(path)
    page.locator(".rating label").filter(has=page.locator(f"input[value='{score}']")).click()
    page.locator("#rate button").click()
    page.locator(".notice .icon").first.wait_for()
