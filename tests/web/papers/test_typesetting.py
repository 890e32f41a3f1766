"""Sheets are set in our own fonts: no machine needs any, no character is a box, no warning passes."""

import io

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.web.papers.hillside import NOW
from wangge.web.papers import typesetting
from wangge.web.papers.sheets import Form
from wangge.web.papers.typesetting import FONTS, BadlySet, FontsMissing, fonts, typeset

NOBODY = "\U0010fffd"  # a character that no font has: it is drawn as the box that stands for missing ones
WEIGHTS = ["NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf"]


def test_everything_on_every_sheet_is_in_our_fonts(hill, browser):
    """What stands on the sheets, and rare characters of names besides."""
    office = browser(hill.account["office"])
    grid = hill.grids[0].pk
    sheets = [
        f"/papers/{hill.community.code}/{kind}.pdf?public=0"
        for kind in ("wall-map", "table", "chart", "atlas", "gaps")
    ] + [f"/papers/grids/{grid}/{kind}.pdf?public=0" for kind in ("plate", "card")]
    said = set("龘垚犇淼㛃喆翀頔")
    for sheet in sheets:
        pages = pypdf.PdfReader(io.BytesIO(office.get(sheet).content)).pages
        said |= set("".join(page.extract_text() for page in pages))
    assert len(said) > 150
    seen = {each for each in said if each.isprintable() and not each.isspace()}
    for weight in WEIGHTS:
        font = ImageFont.truetype(FONTS / weight, 40)
        missing = _drawn(font, NOBODY)
        assert {each for each in seen if _drawn(font, each) == missing} == set()


def _drawn(font, character: str) -> bytes:
    image = Image.new("L", (60, 60))
    ImageDraw.Draw(image).text((5, 5), character, font=font, fill=255)
    return image.tobytes()


def test_the_fonts_are_embedded_in_the_file(hill, visitor):
    file = pypdf.PdfReader(io.BytesIO(visitor.get(f"/papers/{hill.community.code}/table.pdf").content))
    names = {font["/BaseFont"] for page in file.pages for font in _fonts(page)}
    assert names
    assert all("NotoSansSC" in name for name in names)


def _fonts(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_a_drawing_has_its_letters_as_outlines(hill, visitor):
    """An SVG needs no font where it is looked at, or sent to a printer's."""
    svg = visitor.get(f"/papers/{hill.community.code}/wall-map.svg").content.decode()
    assert "<text" not in svg
    assert "font-family" not in svg


def test_what_typst_warns_of_is_not_handed_out(tmp_path, monkeypatch):
    (tmp_path / "odd.typ").write_text('#set text(font: "A font that nobody has")\nHello')
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    with pytest.raises(BadlySet, match="unknown font"):
        typeset("odd", {}, form=Form.PDF, now=NOW)


def test_without_fonts_it_says_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    with pytest.raises(FontsMissing):
        fonts.__wrapped__()
