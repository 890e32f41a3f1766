"""What holds for every page: few statements, little script, the security policy, both languages."""

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from wangge.web import assets


@pytest.fixture
def pages(cast: Cast, lin) -> dict[str, str]:
    address = lin.reports("垃圾没清运")
    lin.tells()
    lin.points("", "", area=cast.community.pk, building=cast.buildings[0].pk)
    return {
        "home": "/",
        "report": "/report",
        "place": "/report/place",
        "contact": "/report/contact",
        "follow": "/follow",
        "case": address,
        "grids": f"/grids?area={cast.community.code}",
        "grid": f"/grids/{cast.grids[0].code}",
        "cases": "/cases",
        "figures": "/figures",
        "missing": "/r/20200101-000001/aaaaaaaaaaaa",
    }


STATEMENTS = {
    "home": 2, "report": 1, "place": 3, "contact": 1, "follow": 1,
    "case": 9, "grids": 4, "grid": 8, "cases": 5, "figures": 5, "missing": 2,
}  # fmt: skip


def test_each_page_sends_few_statements(lin, pages) -> None:
    sent = {}
    for name, address in pages.items():
        lin.client.get(address)
        with CaptureQueriesContext(connection) as caught:
            lin.client.get(address)
        sent[name] = len(caught)
    assert sent == STATEMENTS
    assert max(sent.values()) <= 10


def test_every_page_carries_the_security_policy_and_nothing_inline(lin, pages) -> None:
    for address in pages.values():
        answer = lin.client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        html = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", html), address
        outside = re.findall(r"""(?:src|href|action)=["'](https?:[^"']+)""", html)
        assert outside == []


def test_the_report_page_brings_at_most_sixty_kilobytes_of_script() -> None:
    names = ["src/portal.ts", *assets.imports("src/portal.ts")]
    files = {assets.manifest()[name]["file"] for name in names}
    size = sum(len(gzip.compress((assets.BUILD / file).read_bytes(), 9)) for file in files)
    assert size <= 60_000


def test_every_page_is_chinese_in_full(lin, pages) -> None:
    for name, address in pages.items():
        html = lin.client.get(address, headers={"Accept-Language": "zh-CN"}).content.decode()
        words = re.sub(r"<[^>]*>", " ", html.partition("<main")[2].partition(">")[2].partition("</main>")[0])
        english = set(re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)+", words)) - {"aaaaaaaaaaaa"}
        assert english == set(), name


def test_an_empty_house_says_so(db) -> None:
    visitor = Client(headers={"Accept-Language": "en"})
    assert "No community is entered yet" in visitor.get("/").content.decode()
    assert "No community yet" in visitor.get("/grids").content.decode()
    visitor.post("/report", {"text": "有事"})
    assert visitor.get("/report/place").status_code == 200


def test_forms_from_other_sites_are_refused(lin, pages) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/report", {"text": "x"}).status_code == 403
    assert strict.post(f"{pages['case']}/rating", {"score": "5"}).status_code == 403
