from wangge.classification.keywords import KeywordMatch, KeywordRule, match

RULES = [
    KeywordRule("停车", ("停车", "车位", "违停")),
    KeywordRule("充电", ("充电桩", "停车场充电", "飞线")),
    KeywordRule("噪声", ("噪声", "广场舞", "夜间施工")),
    KeywordRule("施工", ("施工",)),
]


def test_the_category_with_most_of_the_text():
    found = match("楼下违停占了我的车位，还有噪声", rules=RULES)
    assert found == KeywordMatch("停车", "停车", ("车位", "违停"), 2)


def test_a_longer_word_hides_the_shorter_inside_it():
    assert match("停车场充电太慢", rules=RULES).category == "充电"
    assert match("夜间施工", rules=RULES) == KeywordMatch("噪声", "噪声", ("夜间施工",), 4)


def test_a_tie_is_left_to_a_person():
    found = match("停车和施工", rules=RULES)
    assert found.category is None
    assert found.best is not None
    assert found.margin == 0


def test_a_small_lead_may_be_left_to_a_person():
    assert match("充电桩旁边停车", rules=RULES).category == "充电"
    assert match("充电桩旁边停车", rules=RULES, least_margin=2).category is None


def test_nothing_found():
    assert match("您好", rules=RULES) == KeywordMatch(None, None, (), 0)
    assert match("停车", rules=[]) == KeywordMatch(None, None, (), 0)
    assert match("停车", rules=[KeywordRule("空", ("", " "))]).best is None


def test_a_word_of_two_categories_decides_nothing():
    assert (
        match("漏水", rules=[KeywordRule("物业", ("漏水",)), KeywordRule("供水", ("漏水",))]).category is None
    )


def test_rules_of_one_category_add_up_and_width_makes_no_difference():
    rules = [KeywordRule("灯", ("LED",)), KeywordRule("灯", ("路灯",)), KeywordRule("路", ("路面",))]
    assert match("ｌｅｄ 路 灯不亮，路面黑", rules=rules).margin == 3
