"""What a file may say: working days, who settles what, the rungs of the escalation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import override

from wangge.cases.models import Alarm, ClockKind
from wangge.cases.rulebook import Rulebook
from wangge.cases.rungs import RungRow
from wangge.cases.sheet_errors import NotADay, NotATick, NotWorkOrRest
from wangge.cases.sheet_rows import Sheet, read_rows, whole, word
from wangge.foundation.tables import Table
from wangge.places.columns import plain
from wangge.staffing.models import Tier

DAYS = {
    "day": "日期 day date",
    "working": "上班或休息 是否上班 working worked",
    "name": "节假日 名称 holiday name",
}
POWERS = {
    "code": "事项编码 编码 code",
    "name": "事项 名称 matter",
    Tier.GRID.value: "网格 grid",
    Tier.COMMUNITY.value: "社区 community",
    Tier.STREET.value: "街道 street",
    Tier.DEPARTMENT.value: "部门 department",
}
RUNGS = {
    "clock": "时钟 clock",
    "amount": "超过 数量 amount after",
    "unit": "单位 unit",
    "up": "上几级 up levels",
    "kind": "形式 kind",
    "provenance": "依据 provenance source",
}
WORK = {"上班", "班", "是", "yes", "1", "true", "work"}
REST = {"休息", "休", "放假", "否", "no", "0", "false", "rest"}
TICKS = {"√", "✓", "是", "1", "x", "yes", "true", "y"}
KINDS = (Alarm.Kind.URGE, Alarm.Kind.ESCALATION, Alarm.Kind.CIRCULAR)
OneDay = tuple[date, bool, str]


@dataclass(frozen=True, slots=True)
class Power:
    """Which tiers may settle a category ("" for all matters)."""

    code: str
    tiers: tuple[str, ...]


def read_days(table: Table) -> Sheet[OneDay]:
    """Days that depart from the week."""

    def one(said: Mapping[str, str]) -> OneDay:
        try:
            day = date.fromisoformat(said["day"][:10].replace("/", "-").replace(".", "-"))
        except ValueError:
            raise NotADay(value=said["day"]) from None
        working = plain(said["working"])
        if working not in WORK | REST:
            raise NotWorkOrRest(value=said["working"])
        return day, working in WORK, said["name"][:40]

    return read_rows(table, DAYS, needed=("day", "working"), understand=one, once=lambda row: row[0])


def read_powers(table: Table, *, book: Rulebook) -> Sheet[Power]:
    """Who may settle what; a line without ticks follows the one above it."""
    tiers = [name for name in POWERS if name not in ("code", "name")]

    def one(said: Mapping[str, str]) -> Power:
        code = "" if said["code"] in ("", "*") else book.category(said["code"]).code
        for tier in tiers:
            if said[tier] and plain(said[tier]) not in TICKS:
                raise NotATick(value=said[tier])
        return Power(code, tuple(tier for tier in tiers if said[tier]))

    return read_rows(table, POWERS, needed=("code", *tiers), understand=one, once=lambda row: row.code)


def read_rungs(table: Table, *, units: Mapping[str, object], standing: Collection[RungRow]) -> Sheet[RungRow]:
    """The rungs of the escalation; `units` has the words for the units by their codes.

    Those that stand already are taken as they are.
    """
    words = {"clock": dict(ClockKind.choices), "unit": units, "kind": {k.value: k.label for k in KINDS}}
    known = {name: labels(choices) for name, choices in words.items()}
    heads = {name: names.split()[0] for name, names in RUNGS.items()}
    needed = tuple(name for name in RUNGS if name != "provenance")

    def one(said: Mapping[str, str]) -> RungRow:
        codes = {
            name: word(said[name], known[name], column=heads[name], names=choices.values())
            for name, choices in words.items()
        }
        row = RungRow(
            **codes,
            amount=whole(said["amount"], column=heads["amount"], least=1, most=366),
            up=whole(said["up"], column=heads["up"], least=0, most=5),
            provenance=said["provenance"][:200],
        )
        if row not in standing:
            row.check()
        return row

    return read_rows(table, RUNGS, needed=needed, understand=one, once=lambda row: row)


def labels(choices: Mapping[str, object]) -> dict[str, str]:
    """The codes of choices by their words in every language of the house, and by themselves."""
    found = {plain(code): code for code in choices}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {plain(str(label)): code for code, label in choices.items()}
    return found
