import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wangge.classification.features import gram_counts, gram_keys, squeezed, words


def test_full_width_and_case_make_no_difference():
    assert squeezed("ＡＢ１２ 小区\n噪声") == "ab12小区噪声"


@given(st.text(max_size=40), st.integers(1, 3))
def test_runs_of_characters_have_one_key_each(text, size):
    runs = [text[place : place + size] for place in range(len(text) - size + 1)]
    keys = gram_keys(text, size).tolist()
    assert len(keys) == len(runs)
    assert len(set(keys)) == len(set(runs))


def test_runs_are_counted():
    keys, numbers = gram_counts("吵 吵")
    assert dict(zip(keys.tolist(), numbers.tolist(), strict=True)) == {
        int(gram_keys("吵", 1)[0]): 2,
        int(gram_keys("吵吵", 2)[0]): 1,
    }
    assert np.all(np.diff(keys) > 0)


def test_a_segmented_text_is_taken_as_it_is():
    assert words("小区 门口 天天 堆 垃圾") == ["小区", "门口", "天天", "堆", "垃圾"]


def test_a_raw_text_is_segmented():
    assert words("小区门口天天堆垃圾，没有人管。")[:2] == ["小区", "门口"]


def test_nothing_has_no_features():
    assert words("  ") == []
    assert len(gram_counts("")[0]) == 0
