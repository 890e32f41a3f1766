"""Hard addresses, each with what it means: as deep as it says, never deeper, and never guessed."""

import pytest

from tests.addressing.conftest import AUTUMN, NORTH
from wangge.addressing.resolving import resolve

SURE = {
    # one home in many hands
    "嘉禾园12栋3单元501": "嘉禾园 12号楼 3 501",
    "嘉禾园十二号楼三单元五〇一": "嘉禾园 12号楼 3 501",
    "嘉禾园拾贰幢叁单元伍零壹室": "嘉禾园 12号楼 3 501",
    "嘉禾园 １２＃３－５０１": "嘉禾园 12号楼 3 501",
    "嘉禾园12#-3-501": "嘉禾园 12号楼 3 501",
    "嘉禾园12#3#501": "嘉禾园 12号楼 3 501",
    "嘉禾园小区 12 号楼 3 单元 501 室": "嘉禾园 12号楼 3 501",
    "501室，3单元，12号楼，嘉禾园": "嘉禾园 12号楼 3 501",
    "嘉禾园12號樓3單元501": "嘉禾园 12号楼 3 501",
    "嘉禾园12座3梯501房": "嘉禾园 12号楼 3 501",
    "嘉禾园12号3门501号": "嘉禾园 12号楼 3 501",
    "嘉禾园12栋丙单元501": "嘉禾园 12号楼 3 501",
    "嘉禾园12栋3单元0501": "嘉禾园 12号楼 3 501",
    "嘉禾园12栋3单元5O1": "嘉禾园 12号楼 3 501",
    "嘉禾园第12栋第3单元5层501": "嘉禾园 12号楼 3 501",
    "嘉禾园12栋3单元五楼1号": "嘉禾园 12号楼 3 501",
    "嘉禾园12-3-5-1": "嘉禾园 12号楼 3 501",
    "云州省示范市清和区长宁街道嘉北社区嘉禾园12号楼3单元501室": "嘉禾园 12号楼 3 501",
    "嘉北社区12号楼3单元501": "嘉禾园 12号楼 3 501",
    "12栋3单元501（嘉禾园）": "嘉禾园 12号楼 3 501",
    # the same sound, a sign doubled, swapped or left out
    "佳和园12-3-501": "嘉禾园 12号楼 3 501",
    "嘉嘉禾园12-3-501": "嘉禾园 12号楼 3 501",
    "禾嘉园12-3-501": "嘉禾园 12号楼 3 501",
    "红旗机械家属院2栋1单元301": "红旗机械厂家属院 2栋 1 301",
    "嘉禾园12懂3单园501": "嘉禾园 12号楼 3 501",
    # compounds by what they are called besides
    "春晖家园2期8号楼1单元1203": "春晖家园二期 8号楼 1 1203",
    "春晖家园（Ⅱ期）8号楼": "春晖家园二期 8号楼",
    "春晖家园8号楼1单元1203": "春晖家园二期 8号楼 1 1203",
    "红旗机械厂2栋1单元301": "红旗机械厂家属院 2栋 1 301",
    "杏林A座2单元1101": "杏林小区 A座 2 1101",
    "杏林小区B栋": "杏林小区 B座",
    "幸福1里廿号楼4-602": "幸福一里 20号楼 4 602",
    "丰泽园1号楼三门": "丰泽苑 1号楼 3",
    "丰泽苑6-602": "丰泽苑 1号楼 6 602",  # the compound has one building
    "八一大院101号楼602": "八一大院 101号楼 1 602",
    # buildings that are no plain number
    "嘉北社区槐荫里甲3-402": "嘉北社区槐荫里 甲3号楼 1 402",
    "嘉北槐荫里3号楼402": "嘉北社区槐荫里 3号楼 1 402",
    "槐荫里办公楼": "嘉北社区槐荫里 办公楼",
    # no deeper than what is there
    "嘉禾园": "嘉禾园",
    "嘉禾园东门": "嘉禾园",
    "嘉禾园3单元501": "嘉禾园",
    "嘉禾园99号楼3单元501": "嘉禾园",
    "嘉禾园12号楼9单元501": "嘉禾园 12号楼",
    "嘉禾园12号楼3单元1801": "嘉禾园 12号楼 3",
    "嘉禾园1号楼2单元和3单元": "嘉禾园 1号楼",
    "嘉禾园12号楼商铺12": "嘉禾园 12号楼",
    "嘉禾园12号楼3单元501和502": "嘉禾园 12号楼 3",
    "嘉禾园老3号楼": "嘉禾园",
    "秋实社区菜市场旁": "秋实社区",
}
SEVERAL = {
    "3号楼": "",
    "槐荫里3号楼": "",
    "嘉禾园1-3号楼": "嘉禾园",
    "嘉禾园1号楼和2号楼之间": "嘉禾园",
    "嘉禾园12、13号楼": "嘉禾园",  # of which one is not there
    "嘉禾园南区3号楼": "",
    "嘉禾园5楼501": "嘉禾园",  # building 5, or the fifth floor
    "嘉禾园12栋501": "嘉禾园 12号楼",  # in each of three entrances
    "嘉禾园12栋5楼东户": "嘉禾园 12号楼",
    "嘉禾园12栋3单元五层西": "嘉禾园 12号楼 3",
    "春晖家园三期8号楼": "",
    "春晖花园8号楼": "",
    "幸福里20号楼": "",
    "新嘉禾园12号楼": "",
    "嘉禾园对面12号楼": "",
    "嘉禾园小学门口": "",
}
NOWHERE = [
    "",
    "12",
    "海州市嘉禾园12号楼3单元501",
    "北辰雅苑12号楼3单元501",
    "昨天3点来过2次",
    "请拨13800000000",
    "203路车站",
    "jiaheyuan12-3-501",
    "2026年5月10日",
]
LEFT_OVER = {
    "嘉禾园12栋3单元501（王阿姨家旁边）": ("王阿姨家旁边",),
    "嘉禾园12号楼9单元501": ("9单元501",),
    "嘉禾园12号楼商铺12": ("商铺12",),
    "嘉禾园12号楼地下室": ("地下室",),
    "青石路12号嘉禾园3号楼": ("青石路12号",),
    "嘉禾园12栋3单元501 13800000000 李某": ("13800000000", "李某"),
    "地址：嘉禾园小区第12栋": (),
}


@pytest.mark.parametrize(("text", "meant"), SURE.items())
def test_what_can_only_mean_one_place_is_placed(book, say, text, meant):
    found = resolve(text, book)
    assert (say(found.place), found.sure, found.candidates) == (meant, True, ())


@pytest.mark.parametrize(("text", "certain"), SEVERAL.items())
def test_what_may_mean_several_is_not_decided(book, say, text, certain):
    found = resolve(text, book)
    assert (say(found.place), found.sure) == (certain, False)
    assert found.candidates


@pytest.mark.parametrize("text", NOWHERE)
def test_what_names_no_place_here_is_nowhere(book, say, text):
    found = resolve(text, book)
    assert (say(found.place), found.sure) == ("", False)


@pytest.mark.parametrize(("text", "words"), LEFT_OVER.items())
def test_the_words_that_could_not_be_placed_are_told_as_they_were_written(book, text, words):
    assert resolve(text, book).left_over == words


def test_what_a_text_resembles_is_offered_with_its_building(book, say):
    assert [say(each) for each in resolve("春晖花园8号楼", book).candidates] == [
        "春晖家园一期",
        "春晖家园二期 8号楼",
    ]


def test_the_area_in_question_decides_between_namesakes(book, say):
    assert say(resolve("槐荫里3号楼402", book, within=[NORTH]).place) == "嘉北社区槐荫里 3号楼 1 402"
    found = resolve("槐荫里3号楼402", book, within=[AUTUMN])
    assert say(found.place) == "秋实社区槐荫里 3号楼"
    assert [say(each) for each in found.candidates] == [
        "秋实社区槐荫里 3号楼 1 402",
        "秋实社区槐荫里 3号楼 2 402",
    ]


def test_a_point_decides_where_only_one_is_near_it(book, say):
    there = next(row for row in book.buildings.values() if row.name == "20号楼")
    assert say(resolve("20号楼", book, near=(there.lon, there.lat)).place) == "幸福一里 20号楼"
    between = (there.lon + 0.001, there.lat)
    assert len(resolve("20号楼", book, near=between).candidates) == 2


def test_a_place_outside_the_areas_in_question_is_not_found(book):
    found = resolve("丰泽苑1号楼", book, within=[NORTH])
    assert (found.sure, found.candidates) == (False, ())
