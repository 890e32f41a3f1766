"""The duty list of a month, and the cards for the key ring: the office's telephones and its QR codes."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wangge.staffing import rota
from wangge.staffing.models import Office, Shift
from wangge.web.papers.codes import qr
from wangge.web.papers.orders import Order
from wangge.web.papers.page import shared
from wangge.web.papers.sheets import Size

TAGS = {Size.A4: 10, Size.A6: 1}  # as large as a bank card: 85.6 by 54 mm


def duty_list(order: Order) -> dict[str, Any]:
    """The days of the month of the day asked for: shifts, and the hours that nobody covers."""
    first = (order.asked.on or order.today).replace(day=1)
    office = Office.objects.filter(area=order.area).first()
    title = _("Duty list of {area}, {month}").format(area=order.area.name, month=f"{first:%Y-%m}")
    told = _("As of {day}").format(day=f"{order.today:%Y-%m-%d}")
    days = rota.month(order.area, first)
    number = office.day_and_night if office else ""
    return {
        **shared(order.turned, area=order.area, title=title, told=told),
        "internal": True,
        "mark": _("For the office, not to be posted"),
        "subtitle": _("24 hours: {number}").format(number=number) if number else "",
        "heads": [_("Day"), _("On duty"), _("Hours")],
        "rows": [
            [
                date_format(day.day, "m-d D"),
                "   ".join(_shift(shift, day) for shift in day.shifts) or "—",
                f"{day.covered:g}/24",
                day.whole,
            ]
            for day in days
        ],
    }


def _shift(shift: Shift, day: rota.Day) -> str:
    """A shift on a day; one that began the day before has no beginning there."""
    begins, ends = timezone.localtime(shift.since), timezone.localtime(shift.until)
    since = f"{begins:%H:%M}" if begins.date() == day.day else "…"
    return f"{since}–{ends:%H:%M} {shift.account.name}"


def key_tag(order: Order) -> dict[str, Any]:
    """The card: who to call at any hour, where the office is reached, and the codes to scan."""
    office = Office.objects.filter(area=order.area).first() or Office()
    rows = [
        (_("Office"), office.phone),
        (_("Mobile"), office.mobile),
    ]
    title = _("Contact card of {area}").format(area=order.area.name)
    return {
        **shared(order.turned, area=order.area, title=title, told=""),
        "copies": TAGS[order.wanted.size],
        "rows": [[word, number] for word, number in rows if number],
        "always": office.day_and_night,
        "codes": [
            [qr(link), word]
            for link, word in (
                (order.link, _("Tell us, see your grid")),
                (office.account_link, office.account_name or _("Official account")),
            )
            if link
        ],
        "words": {"headline": _("People's contact card"), "always": _("24 hours")},
    }
