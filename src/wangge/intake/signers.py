"""Those who sign a petition, as people paste them: name, telephone and home, a line for each."""

import re

from wangge.cases.joining import Signer
from wangge.intake.errors import SignerUnclear

ORDINAL = re.compile(r"^[(（]?\d{1,3}(?:[)）.、．:：]\s*|\t)")  # a tab: pasted from a table
BETWEEN = re.compile(r"[\s,，;；|、]+")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}")


def read_signers(lines: str) -> list[Signer]:
    """The signers of these lines, each once; an ordinal before them is dropped, blank lines are nothing."""
    found = [_signer(number, line) for number, line in enumerate(lines.splitlines(), start=1) if line.strip()]
    return list(dict.fromkeys(found))


def _signer(number: int, line: str) -> Signer:
    parts = [part for part in BETWEEN.split(ORDINAL.sub("", line.strip())) if part]
    phone = next((part for part in parts if PHONE.fullmatch(part)), "")
    words = [part for part in parts if part != phone]
    if not words or words[0][0].isdigit():
        raise SignerUnclear(line=number, text=line.strip()[:40])
    return Signer(words[0][:40], phone, " ".join(words[1:])[:80])
