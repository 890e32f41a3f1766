"""Which column of a file of tickets says what, and each row as a ticket or a refusal."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Cells, Table
from wangge.intake.errors import (
    NotATime,
    NoTicketRows,
    NumberTwice,
    TicketColumnsMissing,
    TooManyRows,
)
from wangge.intake.incoming import Incoming
from wangge.places.columns import plain

MOST_ROWS = 5000
HEADING_WITHIN = 10
# Headings as they are met, without blanks and brackets; the first is the template's.
USUAL = {
    "number": "工单编号 工单号 编号 诉求编号 受理编号 案卷号 ticketnumber number ticket",
    "received_at": "受理时间 来电时间 登记时间 接收时间 诉求时间 上报时间 receivedat received",
    "due_at": "办结时限 截止时间 要求办结时间 办理期限 办结期限 dueat due",
    "caller": "诉求人 来电人 姓名 反映人 联系人 caller name",
    "phone": "联系电话 来电号码 联系方式 电话 手机号 phone telephone",
    "text": "诉求内容 主要内容 内容 反映内容 问题描述 工单内容 matter text content description",
    "address": "事发地址 地址 事发地点 诉求地址 位置 address place",
    "community": "社区 所属社区 事发社区 村社区 community",
    "matter": "诉求分类 分类 诉求类型 类别 问题类型 category kind",
    "urgency": "紧急程度 紧急 urgency",
    "repeats": "重复工单 关联工单 首次工单编号 原工单编号 repeats earlier",
}
REQUIRED = ("number", "text")
_FIELD_OF = {heading: name for name, headings in USUAL.items() for heading in headings.split()}
URGENCIES = {"特急": "emergency", "紧急": "urgent", "加急": "urgent", "一般": "normal", "普通": "normal"}
TIME = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?(?:[ T]*(\d{1,2})[:时](\d{1,2})?(?:[:分](\d{1,2}))?\D?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number there, its cells, the ticket or the reason why it is none."""

    row: int
    cells: Cells
    ticket: Incoming | None = None
    reason: Refused | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of tickets, its heading and its rows."""

    heading: Cells
    rows: tuple[Row, ...]


def read_sheet(table: Table) -> Sheet:
    """Find the heading within the first ten rows and understand every row below it."""
    place = next((n for n, (_, cells) in enumerate(table.rows[:HEADING_WITHIN]) if _known(cells)), None)
    if place is None:
        listed = ", ".join(cell for cell in table.rows[0][1] if cell)[:300]
        found = {_FIELD_OF.get(plain(cell)) for cell in table.rows[0][1]}
        missing = next(USUAL[name].split()[0] for name in REQUIRED if name not in found)
        raise TicketColumnsMissing(missing=missing, columns=listed)
    heading, below = table.rows[place][1], table.rows[place + 1 :]
    if not below:
        raise NoTicketRows
    if len(below) > MOST_ROWS:
        raise TooManyRows(rows=len(below), most=MOST_ROWS)
    columns = _columns(heading)
    return Sheet(heading, _once([_row(number, cells, columns) for number, cells in below]))


def _known(cells: Cells) -> bool:
    found = {_FIELD_OF.get(plain(cell)) for cell in cells}
    return all(name in found for name in REQUIRED)


def _columns(heading: Cells) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(heading):
        if name := _FIELD_OF.get(plain(cell)):
            columns.setdefault(name, place)
    return columns


def _row(number: int, cells: Cells, columns: dict[str, int]) -> Row:
    said = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    try:
        received, due = said.pop("received_at", ""), said.pop("due_at", "")
        said["urgency"] = URGENCIES.get(said.get("urgency", ""), said.get("urgency", "").lower())
        ticket = Incoming(
            **said,  # type: ignore[arg-type]
            received_at=_time(received, "received_at"),
            due_at=_time(due, "due_at"),
        )
        ticket.check()
    except Refused as reason:
        return Row(number, cells, reason=reason)
    return Row(number, cells, ticket)


def _time(value: str, field: str) -> datetime | None:
    """A time in China's own, as people write it; a day alone is its end where it is a limit."""
    if not value:
        return None
    match = TIME.fullmatch(value.strip())
    try:
        year, month, day = (int(part) for part in match.groups()[:3]) if match else (0, 0, 0)
        hour, minute, second = (int(part or 0) for part in match.groups()[3:]) if match else (0, 0, 0)
        said = datetime(year, month, day, hour, minute, second, tzinfo=CHINA_TIME)
    except ValueError:
        raise NotATime(column=USUAL[field].split()[0], value=value) from None
    alone = match is not None and match.group(4) is None
    return said.replace(hour=23, minute=59) if alone and field == "due_at" else said


def _once(rows: list[Row]) -> tuple[Row, ...]:
    """Refuse a number that stands in the file twice."""
    first: dict[str, int] = {}
    kept = []
    for row in rows:
        number = row.ticket.number if row.ticket else ""
        if number and number in first:
            kept.append(replace(row, ticket=None, reason=NumberTwice(first=first[number])))
            continue
        first.setdefault(number, row.row)
        kept.append(row)
    return tuple(kept)
