"""How an address is cut into parts, and how its numbers are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.addressing.folding import MOST, fold, name_key, number_of
from wangge.addressing.naming import building_key
from wangge.addressing.parsing import parse, tokens
from wangge.addressing.resolving import resolve

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [
        ("二十一", "21"),
        ("廿一", "21"),
        ("卅", "30"),
        ("十", "10"),
        ("贰", "2"),
        ("拾贰", "12"),
        ("五〇一", "501"),
        ("一百零三", "103"),
        ("一百一十二", "112"),
        ("十十", "十十"),
    ],
)
def test_chinese_numerals_are_digits(numeral, digits):
    assert number_of(numeral) == digits


def test_a_text_is_folded_and_remembers_where_its_signs_stood():
    folded = fold("八一３號樓 五〇一")
    assert folded.text == "81-3号楼-501"
    assert folded.words(folded.text.index("501"), len(folded.text)) == "五〇一"


def test_names_are_compared_without_brackets_and_with_digits():
    assert name_key("嘉禾园（一期）") == name_key("嘉禾园1期") == "嘉禾园1期"


def test_a_dot_within_a_name_is_no_break_and_between_numbers_it_is():
    assert fold("云门·嘉禾园·12·3").text == "云门嘉禾园-12-3"


@pytest.mark.parametrize("name", ["12号楼", "12栋", "12幢", "十二号楼", "１２＃", "12#楼", "012座", "12"])
def test_a_building_is_found_by_its_number(name):
    assert building_key(name) == "12"


def test_parts_are_told_in_their_order():
    text = "示范市清和区长宁街道青石路12号嘉禾园12栋3单元5楼501室（王阿姨家旁边）"
    assert [(str(token.kind), token.words) for token in tokens(parse(text))] == [
        ("city", "示范市"),
        ("district", "清和区"),
        ("street", "长宁街道"),
        ("road", "青石路12号"),
        ("remark", "嘉禾园"),
        ("building", "12栋"),
        ("unit", "3单元"),
        ("floor", "5楼"),
        ("home", "501室"),
        ("remark", "王阿姨家旁边"),
    ]


def test_with_the_register_the_compound_is_known(book):
    kinds = [str(token.kind) for token in tokens(parse("嘉北社区嘉禾园12-3-501", book.lexicon))]
    assert kinds == ["community", "compound", "building", "unit", "home"]


def spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")


FORMS = [
    "嘉禾园{b}号楼{u}单元{d}室",
    "嘉禾园{b}-{u}-{d}",
    "嘉禾园{hb}栋{hu}单元{hd}",
    "嘉北社区嘉禾园{b}#{u}单元{d}",
    "{d}室{u}单元{b}幢嘉禾园",
]


@given(
    form=st.sampled_from(FORMS),
    building=st.integers(1, 12),
    unit=st.integers(1, 3),
    floor=st.integers(1, 6),
    landing=st.integers(1, 2),
)
def test_a_home_is_found_again_however_its_address_is_written(
    book, say, form, building, unit, floor, landing
):
    door = f"{floor}{landing:02d}"
    signs = "".join(DIGITS[int(sign)] for sign in door)
    text = form.format(b=building, u=unit, d=door, hb=spoken(building), hu=spoken(unit), hd=signs)
    found = resolve(text, book)
    assert (say(found.place), found.sure, found.left_over) == (
        f"嘉禾园 {building}号楼 {unit} {door}",
        True,
        (),
    )


@given(text=st.text(alphabet="嘉禾园里一二十百0123ABO栋号楼单元室市区街道()（）-#,  \n𠮷", max_size=60))
def test_no_text_breaks_it_and_what_is_placed_hangs_together(book, text):
    found = resolve(text, book)
    place = found.place
    if place.building:
        house = book.buildings[place.building]
        assert (place.area, place.compound) == (house.area, house.compound)
    assert place.building or not (place.unit or place.home)
    assert not (found.sure and found.candidates)


def test_of_a_very_long_text_only_the_beginning_is_read(book):
    assert len(fold("一" * 10 * MOST).source) == 10 * MOST
    assert resolve("，" * 2 * MOST + "嘉禾园12栋", book).place.building is None
