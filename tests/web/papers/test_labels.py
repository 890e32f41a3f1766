"""Names on a map find a place in turn: in the middle, beside, further off with a line, or not at all."""

from wangge.web.papers.labels import Board, Wanted, width_of


def name(x: float, y: float, **more: object) -> Wanted:
    return Wanted("一号楼", x, y, 2.0, "building", **more)


def test_a_name_stands_in_the_middle_where_that_is_free():
    (placed,) = Board(100, 100).place([name(50, 50)])
    assert (placed.x, placed.y, placed.leader) == (50, 50, None)


def test_the_second_one_there_moves_below_its_shape():
    board = Board(100, 100)
    _, second = board.place([name(50, 50), name(50, 50, room=(4.0, 4.0))])
    assert (second.x, second.y > 52, second.leader) == (50, True, None)


def test_where_all_is_taken_around_it_a_line_leads_to_the_name():
    board = Board(100, 100)
    board.take((40, 44, 60, 56))
    (placed,) = board.place([name(50, 50, leads=True)])
    assert placed.leader == (50, 50)
    assert board.left_out == 0


def test_what_finds_no_place_is_counted():
    board = Board(100, 100)
    board.take((0, 0, 100, 100))
    assert board.place([name(50, 50, leads=True)]) == []
    assert board.left_out == 1


def test_a_name_never_leaves_the_sheet():
    (placed,) = Board(100, 100).place([name(0.5, 99.5, room=(1.0, 1.0))])
    half = width_of("一号楼", 2.0) / 2
    assert half <= placed.x <= 100 - half
    assert placed.y <= 100 - 1.2


def test_chinese_characters_are_as_wide_as_high_and_figures_narrower():
    assert width_of("网格", 2.0) == 4.0
    assert width_of("12", 2.0) < 2.5


def test_a_turned_name_keeps_others_off_along_its_length():
    board = Board(100, 100)
    road = Wanted("长长的大街", 50, 50, 4.0, "road", angle=45.0, moves=False)
    assert board.place([road])
    assert board.place([Wanted("甲", 56, 56, 2.0, "place", moves=False)]) == []
    assert board.place([Wanted("甲", 56, 42, 2.0, "place", moves=False)])
