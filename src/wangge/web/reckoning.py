"""Why this deadline: the lines of a clock's reckoning in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wangge.cases.lines import LineKind
from wangge.cases.sla import Unit
from wangge.foundation.calendar import local

Facts = Mapping[str, object]


def words(line: Facts) -> str:
    """One line of a reckoning as a sentence; a kind not known here is shown as it is stored."""
    tell = TOLD.get(str(line.get("kind")))
    return tell(line) if tell else str(dict(line))


def limit(amount: int, unit: str) -> str:
    """A limit as people say it: 4 working hours."""
    match unit:
        case Unit.NATURAL_HOUR:
            return ngettext("{count} hour", "{count} hours", amount).format(count=amount)
        case Unit.WORKING_HOUR:
            return ngettext("{count} working hour", "{count} working hours", amount).format(count=amount)
        case Unit.EMERGENCY_HOUR:
            return ngettext("{count} emergency hour", "{count} emergency hours", amount).format(count=amount)
        case Unit.MONTH:
            return ngettext("{count} month", "{count} months", amount).format(count=amount)
        case Unit.WORKING_DAY:
            return ngettext("{count} working day", "{count} working days", amount).format(count=amount)
    return ngettext("{count} day", "{count} days", amount).format(count=amount)


def _number(value: object) -> int:
    return int(str(value))


def _day(value: object) -> str:
    day = date.fromisoformat(str(value))
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return _("{month}/{day} ({weekday})").format(month=day.month, day=day.day, weekday=names[day.weekday()])


def _span(line: Facts) -> str:
    first, last = _day(line["from"]), _day(line["to"])
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def _at(value: object) -> str:
    when = local(datetime.fromisoformat(str(value)))
    return f"{_day(when.date().isoformat())} {when:%H:%M}"


def _level(line: Facts) -> str:
    return _("The limit comes from: {source}.").format(source=line.get("provenance") or "—")


def _set(line: Facts) -> str:
    return _("The deadline was set by hand: {at}.").format(at=_at(line["at"]))


def _sender(line: Facts) -> str:
    told = _("{channel} set its own limit for ticket {number}: {at}. It is earlier than ours, {ours}.")
    facts = {"channel": line["channel"], "number": line["number"]}
    return told.format(**facts, at=_at(line["at"]), ours=_at(line["ours"]))


def _start(line: Facts) -> str:
    length = limit(_number(line["amount"]), str(line["unit"]))
    return _("It begins on {start} and may take {limit}.").format(start=_at(line["at"]), limit=length)


def _round_the_clock(_line: Facts) -> str:
    return _("These hours run day and night, on holidays too.")


def _emergency(_line: Facts) -> str:
    return _("These emergency hours run day and night, on holidays too, and no pause stops them.")


def _extension(line: Facts) -> str:
    more = limit(_number(line["amount"]), str(line["unit"]))
    return _("Extended by {limit}: {label}.").format(limit=more, label=line.get("label") or "—")


def _not_counted(line: Facts) -> str:
    return _("{day}, the day it came in, is not counted.").format(day=_day(line["day"]))


def _months(line: Facts) -> str:
    facts = {
        "limit": limit(_number(line["months"]), Unit.MONTH),
        "first": _day(line["from"]),
        "last": _day(line["to"]),
    }
    if line.get("missing") is None:
        return _("{limit} from {first} reach to {last}.").format(**facts)
    told = _("{limit} from {first} reach to {last}, the end of a month without a day {number}.")
    return told.format(**facts, number=line["missing"])


def _hours(seconds: object) -> str:
    return f"{_number(seconds) / 3600:.1f}".removesuffix(".0")


def _segment(line: Facts) -> str:
    hours = _hours(line["seconds"])
    facts = {"day": _day(line["day"]), "start": line["from"], "end": line["to"], "hours": hours}
    return _("{day}: {start}–{end}, {hours} h counted.").format(**facts)


def _days(line: Facts) -> str:
    number = _number(line["number"])
    told = ngettext("{span}: {count} day counted.", "{span}: {count} days counted.", number)
    return told.format(span=_span(line), count=number)


def _weekend(line: Facts) -> str:
    return _("{span}: weekend, not counted.").format(span=_span(line))


def _holiday(line: Facts) -> str:
    return _("{span}: {name}, a holiday, not counted.").format(span=_span(line), name=line.get("name"))


def _make_up(line: Facts) -> str:
    return _("{span}: worked to make up for {name}.").format(span=_span(line), name=line.get("name"))


def _pause(line: Facts) -> str:
    facts = {"start": _at(line["from"]), "end": _at(line["to"]), "reason": line.get("reason") or "—"}
    if "days" not in line:
        told = _("Paused from {start} to {end} ({reason}): {hours} h not counted.")
        return told.format(**facts, hours=_hours(line["seconds"]))
    number = _number(line["days"])
    told = ngettext(
        "Paused from {start} to {end} ({reason}): {count} day not counted.",
        "Paused from {start} to {end} ({reason}): {count} days not counted.",
        number,
    )
    return told.format(**facts, count=number)


def _runs_on(line: Facts) -> str:
    facts = {"start": _at(line["from"]), "end": _at(line["to"]), "reason": line.get("reason") or "—"}
    return _("Paused from {start} to {end} ({reason}), but these hours run on.").format(**facts)


def _unknown(line: Facts) -> str:
    return _("From {day} on holidays are not yet known: Monday to Friday is assumed.").format(
        day=_day(line["from"])
    )


def _due(line: Facts) -> str:
    clock = str(line["time"])[:5]
    return _("So the time is up on {day} at {time}.").format(day=_day(line["day"]), time=clock)


TOLD: dict[str, Callable[[Facts], str]] = {
    "level": _level,
    "set": _set,
    "sender": _sender,
    LineKind.START: _start,
    LineKind.ROUND_THE_CLOCK: _round_the_clock,
    LineKind.EMERGENCY: _emergency,
    LineKind.EXTENSION: _extension,
    LineKind.NOT_COUNTED: _not_counted,
    LineKind.MONTHS: _months,
    LineKind.SEGMENT: _segment,
    LineKind.DAYS: _days,
    LineKind.WEEKEND: _weekend,
    LineKind.HOLIDAY: _holiday,
    LineKind.MAKE_UP: _make_up,
    LineKind.PAUSE: _pause,
    LineKind.RUNS_ON: _runs_on,
    LineKind.UNKNOWN: _unknown,
    LineKind.DUE: _due,
}
