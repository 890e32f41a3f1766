"""The words an administrator keeps: kinds and skills of forces, roles of the loop, kinds of work record."""

import re
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.staffing.errors import CodeKnown, CodeOdd, LastWord, NoName

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
W = TypeVar("W")  # a model with code, name, name_en, position and retired_on


@transaction.atomic
def add_word(kind: type[W], code: str, *, by: Actor, now: datetime, **facts: object) -> W:
    """A further word, at the end of its list; `facts` are its columns, `name` among them."""
    if not CODE.fullmatch(code) or len(code) > 40:
        raise CodeOdd
    known = kind.objects.all()  # type: ignore[attr-defined]
    if known.filter(code=code).exists():
        raise CodeKnown(code=code)
    word = kind(code=code, position=known.count())  # type: ignore[call-arg]
    _write(word, "added", facts, by=by, now=now)
    return word


@transaction.atomic
def change_word(word: Any, *, by: Actor, now: datetime, **facts: object) -> None:
    """Say a word anew; one that was retired is in use again."""
    _write(word, "changed", {**facts, "retired_on": None}, by=by, now=now)


@transaction.atomic
def retire_word(word: Any, *, by: Actor, now: datetime) -> None:
    """It is offered no more; what has it keeps it. The last of a list stays."""
    if not type(word).objects.filter(retired_on=None).exclude(pk=word.pk).exists():
        raise LastWord
    _write(word, "retired", {"retired_on": now.astimezone(CHINA_TIME).date()}, by=by, now=now)


def _write(word: Any, verb: str, facts: dict[str, object], *, by: Actor, now: datetime) -> None:
    for field, value in facts.items():
        setattr(word, field, value.strip() if isinstance(value, str) else value)
    if not word.name:
        raise NoName
    word.save()
    told = {
        name: value if isinstance(value, bool | list) else str(value or "") for name, value in facts.items()
    }
    told["code"] = word.code
    kind = type(word).__name__.lower()
    journal.append(f"word.{verb}", subject=(kind, word.pk), by=by, now=now, payload=told)
