import time

from wangge.classification.duplicates import duplicate_groups
from wangge.classification.features import squeezed

LIGHT = "三号楼的路灯坏了一个星期，晚上走路看不见，请派人来修"


def alike(one, other):
    first, second = ({squeezed(t)[i : i + 3] for i in range(len(squeezed(t)) - 2)} for t in (one, other))
    return len(first & second) / len(first | second)


def test_the_same_message_sent_again_with_a_few_words_changed():
    again = "三号楼的路灯坏了两个星期，晚上走路看不见，请派人来修！"
    other = "菜市场门口的垃圾没有人清运，味道很大"
    assert duplicate_groups([LIGHT, other, again, LIGHT]).tolist() == [0, 1, 0, 0]


def test_short_and_empty_texts():
    assert duplicate_groups(["", "", "噪", "噪", "吵闹"]).tolist() == [0, 1, 2, 2, 3]
    assert duplicate_groups([]).tolist() == []


def test_segmented_and_raw_are_the_same_text():
    assert duplicate_groups(["路灯 坏 了 很久", "路灯坏了很久"]).tolist() == [0, 0]


def test_the_search_misses_no_pair(messages_of):
    texts = messages_of(120, 3)
    groups = duplicate_groups(texts, likeness=0.15)
    pairs = [(i, j) for i in range(120) for j in range(i) if alike(texts[i], texts[j]) >= 0.15]
    assert pairs
    assert all(groups[i] == groups[j] for i, j in pairs)
    assert len(set(groups.tolist())) >= 120 - len(pairs)


def test_thousands_of_messages_take_seconds(messages_of):
    start = time.perf_counter()
    duplicate_groups(messages_of(3000, 4))
    assert time.perf_counter() - start < 20
