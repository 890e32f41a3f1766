"""Whatever the journal says of a case has words on the screens."""

import re
from pathlib import Path

from django.utils.translation import override

import wangge
from wangge.cases.moves import PAST
from wangge.cases.ringing import VERBS
from wangge.web.deeds import DEEDS
from wangge.web.words import happened

SAID = re.compile(r'journal\.append\(\s*f?"(case\.[a-z_]+)"')


def test_every_deed_with_a_case_has_words() -> None:
    house = Path(wangge.__file__).parent
    said = {verb for path in house.rglob("*.py") for verb in SAID.findall(path.read_text())}
    said |= {f"case.{past}" for past in PAST.values()} | set(VERBS.values())
    assert len(said) > 50
    assert said - DEEDS.keys() == set()
    with override("en"):
        assert happened("case.clock_warned") == "warned that the time is nearly up"
