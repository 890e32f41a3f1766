"""Identity numbers and credit codes; every number here is invented or a standard's own example."""

from datetime import date

import pytest
from stdnum.cn import ric, uscc

from wangge.foundation import errors, identity
from wangge.foundation.identity import Sex

EXAMPLE = "11010519491231002X"  # the example in GB 11643


def invented(seventeen: str) -> str:
    return seventeen + ric.calc_check_digit(seventeen + "0")


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002x",
    ],
)
def test_an_identity_number_is_taken_however_it_was_typed(written):
    assert identity.identity_number(written) == EXAMPLE


def test_it_tells_birth_and_sex():
    assert identity.birth_date(EXAMPLE) == date(1949, 12, 31)
    assert identity.sex(EXAMPLE) is Sex.FEMALE
    assert identity.sex(invented("11010520000229001")) is Sex.MALE


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        ("", errors.IdentityNumberLength),
        ("1101051949123100", errors.IdentityNumberLength),
        ("110105491231002", errors.OldIdentityNumber),
        ("11010519491231O02X", errors.IdentityNumberCharacters),
        ("11010519491231002A", errors.IdentityNumberCharacters),
        ("110105194912310021", errors.IdentityNumberChecksum),
        (invented("11010519490229002"), errors.IdentityNumberBirth),
        (invented("11010500000101002"), errors.IdentityNumberBirth),
        (invented("99010519491231002"), errors.IdentityNumberPlace),
    ],
)
def test_a_bad_identity_number_is_refused_with_what_is_wrong(number, refusal):
    with pytest.raises(errors.BadIdentityNumber) as refused:
        identity.identity_number(number)
    assert type(refused.value) is refusal


def test_a_refusal_never_repeats_the_number():
    with pytest.raises(errors.IdentityNumberChecksum) as refused:
        identity.identity_number("110105194912310021")
    assert "1949" not in str(refused.value)


def credit(seventeen: str) -> str:
    return seventeen + uscc.calc_check_digit(seventeen)


def test_a_credit_code_is_taken_however_it_was_typed():
    code = credit("91990101TEST12345".replace("S", "A"))
    assert identity.credit_code(f" {code.lower()} ") == code


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("9199", errors.CreditCodeLength),
        ("A1990101TEAT12345X", errors.CreditCodeCharacters),
        ("91990101TEST12345X", errors.CreditCodeCharacters),
        (credit("91990101TEAT12345")[:-1] + "?", errors.CreditCodeCharacters),
    ],
)
def test_a_bad_credit_code_is_refused_with_what_is_wrong(code, refusal):
    with pytest.raises(errors.BadCreditCode) as refused:
        identity.credit_code(code)
    assert type(refused.value) is refusal


def test_a_mistyped_credit_code_is_refused():
    right = credit("91990101TEAT12345")
    wrong = right[:-2] + ("6" if right[-2] != "6" else "7") + right[-1]
    with pytest.raises(errors.CreditCodeChecksum):
        identity.credit_code(wrong)


def test_numbers_and_names_are_hidden_but_for_a_hint():
    assert identity.mask_identity_number(EXAMPLE) == "110***********002X"
    assert identity.mask_phone("138 0000 0000") == "138****0000"
    assert identity.mask_phone("5550123") == "*****23"
    assert identity.mask_name("李四") == "李*"
    assert identity.mask_name("欧阳某") == "欧**"


@pytest.mark.parametrize("short", ["", "1", "12345"])
def test_what_is_too_short_to_hint_is_hidden_whole(short):
    assert identity.mask_identity_number(short) == "*" * len(short)


def test_a_single_character_is_no_name_to_show():
    assert identity.mask_name("李") == "*"
    assert identity.mask_phone("1") == "*"
