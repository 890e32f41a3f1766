"""The tags that every template knows, and the built files they point at."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from wangge.web import assets
from wangge.web.templatetags import wangge

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def shown(source: str, **context: object) -> str:
    request = RequestFactory().get("/desk/inbox?state=late&page=2")
    with translation.override("en"):
        return Template(source).render(Context({"request": request, "now": NOW, **context}))


def test_a_face_brings_its_style_and_its_script() -> None:
    html = shown('{% entry "portal" %}')
    for address in re.findall(r'(?:href|src)="/static/build/([^"]+)"', html):
        assert (assets.BUILD / address).is_file()
    assert 'rel="stylesheet"' in html
    assert 'type="module"' in html


def test_an_entry_that_was_not_built_says_what_to_do() -> None:
    with pytest.raises(assets.FrontEndNotBuilt, match=r"build_hook\.py"):
        shown('{% entry "nowhere" %}')


def test_the_portal_sends_at_most_sixty_kilobytes_of_script() -> None:
    names = ["src/portal.ts", *assets.imports("src/portal.ts")]
    files = [assets.BUILD / assets.manifest()[name]["file"] for name in names]
    sizes = [
        twin.stat().st_size if (twin := f.with_name(f"{f.name}.gz")).exists() else f.stat().st_size
        for f in files
    ]
    assert sum(sizes) <= 60_000


def test_a_state_is_colour_word_and_shape() -> None:
    html = shown('{% state "dispatched" "sent" %}')
    assert "state-doing" in html
    assert "#circle-half" in html
    assert "sent" in html


def test_times_carry_the_exact_time() -> None:
    html = shown("{% left due %}", due=datetime(2026, 3, 2, 5, 0, tzinfo=UTC))
    assert "3 hours left" in html
    assert 'title="2026-03-02 13:00"' in html
    assert "is-soon" in html


def test_numbers_names_and_distances() -> None:
    assert wangge.number(5250) == "5,250"
    assert wangge.number(None) == "—"
    assert wangge.percent(0.974, 1) == "97.4%"
    assert (wangge.distance(350), wangge.distance(1240)) == ("350 m", "1.2 km")
    assert (wangge.mask("13800008000"), wangge.mask("李小明")) == ("138****8000", "李**")
    assert (wangge.mask("8800123"), wangge.mask("66001234"), wangge.mask(None)) == ("*****23", "******34", "")


def test_the_pager_keeps_the_filters() -> None:
    html = shown("{% pager page %}", page=Paginator(range(1000), 20).get_page(2))
    assert "state=late&amp;page=3" in html
    assert "21–40 of 1,000" in html


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (assets.BUILD / _icons()).read_text()))
    named: set[str] = set()
    for template in (ROOT / "src").rglob("*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)"', template.read_text()))
    assert named <= drawn
    assert set(wangge.TONES.values()) <= drawn


def _icons() -> str:
    file: str = assets.manifest()[assets.ICONS]["file"]
    return file


def test_no_template_breaks_the_content_security_policy() -> None:
    for template in (ROOT / "src").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r'\sstyle="|\son(click|change|submit|load)="|javascript:|hx-on', text), template
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), template
