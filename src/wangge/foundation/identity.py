"""Numbers of people and organisations: checked, read, and hidden on screens."""

import unicodedata
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

from wangge.foundation.errors import (
    CreditCodeCharacters,
    CreditCodeChecksum,
    CreditCodeLength,
    IdentityNumberBirth,
    IdentityNumberCharacters,
    IdentityNumberChecksum,
    IdentityNumberLength,
    IdentityNumberPlace,
    OldIdentityNumber,
)

STAR = "*"


class Sex(StrEnum):
    """As the 17th digit of an identity number tells it."""

    MALE = "male"
    FEMALE = "female"


def tidy(number: str) -> str:
    """The number in plain upper-case characters: full-width ones made narrow, blanks and hyphens dropped."""
    narrow = unicodedata.normalize("NFKC", number).upper()
    return "".join(c for c in narrow if not c.isspace() and unicodedata.category(c) not in {"Pd", "Cf"})


def identity_number(number: str) -> str:
    """The resident identity number (GB 11643) in its plain form, or a refusal saying what is wrong."""
    plain = tidy(number)
    if len(plain) == 15 and plain.isdigit():
        raise OldIdentityNumber
    try:
        return str(ric.validate(plain))
    except InvalidLength:
        raise IdentityNumberLength(length=len(plain)) from None
    except InvalidFormat:
        raise IdentityNumberCharacters from None
    except InvalidChecksum:
        if not (plain[-1].isdecimal() or plain[-1] == "X"):
            raise IdentityNumberCharacters from None
        raise IdentityNumberChecksum from None
    except InvalidComponent:
        raise _component(plain) from None


def _component(plain: str) -> IdentityNumberBirth | IdentityNumberPlace:
    try:
        ric.get_birth_date(plain)
    except InvalidComponent:
        return IdentityNumberBirth(birth=plain[6:14])
    return IdentityNumberPlace(place=plain[:6])


def birth_date(number: str) -> date:
    """The date of birth that a valid identity number tells."""
    found: date = ric.get_birth_date(identity_number(number))
    return found


def sex(number: str) -> Sex:
    """The sex that a valid identity number tells: its 17th digit is odd for men."""
    return Sex.MALE if int(identity_number(number)[16]) % 2 else Sex.FEMALE


def credit_code(code: str) -> str:
    """The unified social credit code (GB 32100) in its plain form, or a refusal saying what is wrong."""
    plain = tidy(code)
    try:
        return str(uscc.validate(plain))
    except InvalidLength:
        raise CreditCodeLength(length=len(plain)) from None
    except InvalidFormat:
        raise CreditCodeCharacters from None
    except InvalidChecksum:
        raise CreditCodeChecksum from None


def mask_identity_number(number: str) -> str:
    """Three characters, stars, four characters: 110***********002X. A short one is hidden altogether."""
    return _mask(tidy(number), head=3, tail=4)


def mask_phone(number: str) -> str:
    """Three digits, stars, four digits: 138****0000. A short one is hidden but for its last two digits."""
    plain = tidy(number)
    return _mask(plain, head=3, tail=4) if len(plain) > 8 else _mask(plain, head=0, tail=2)


def mask_name(name: str) -> str:
    """The first character and stars: 李*, 欧** (a double surname shows half), A****."""
    return _mask(name.strip(), head=1, tail=0)


def _mask(text: str, *, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden < 1:
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[len(text) - tail :]
