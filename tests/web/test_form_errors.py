"""Wrong answers are told as a person would say them; numbers are read however they were typed."""

import pytest
from django import forms
from django.utils.translation import override

from wangge.web.form_errors import PLAIN
from wangge.web.phones import PhoneField


class Asked(forms.Form):
    """One field of each kind that people get wrong."""

    what = forms.CharField(max_length=3)
    people = forms.IntegerField(min_value=1, max_value=9)
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "A")])
    phone = PhoneField(required=False)


def said(**answers: str) -> list[str]:
    with override("zh-hans"):
        return [str(each) for errors in Asked(answers).errors.values() for each in errors]


def test_each_wrong_answer_says_what_to_write():
    assert len(PLAIN) == 14
    assert said() == ["请填写这一项。"] * 4
    wrong = {"what": "四个字呀", "people": "0", "day": "昨天", "kind": "b", "phone": "不知道"}
    told = ["最多 3 个字，现在有 4 个，请删短一些。", "不能小于 1。", "请填日期，如 2026-11-23。"]
    told += ["“b”已经不能选，请另选一项。", "这不像是电话号码。请检查一下，或者留空。"]
    assert said(**wrong) == told
    assert said(what="好", people="10", day="2026-11-23", kind="a") == ["不能大于 9。"]


@pytest.mark.parametrize("typed", ["１３８００００１２３４", " 13800001234 ", "13800001234"])
def test_a_number_in_full_width_digits_is_the_same_number(typed):
    form = Asked({"what": "好", "people": "1", "day": "2026-11-23", "kind": "a", "phone": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == "13800001234"
